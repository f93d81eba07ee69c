"""`wfk extract-routine`: steps as a routine of their own."""

from __future__ import annotations

import click

from workflowkit.cli import completing, options
from workflowkit.cli.refactoring import EXIT_CODES, Shown, carry_out, plan_options
from workflowkit.refactoring.extract_routine import extract_routine as refactor
from workflowkit.run.loading import Options


@click.command(
    epilog=f"""\b
Examples:
  wfk extract-routine workflows/release.json gather-facts check-facts --id acme.routine-facts
  wfk extract-routine workflows/release.json gather-facts --id acme.routine-facts --write

\b
{EXIT_CODES}"""
)
@click.argument("file", type=options.ExistingPath())
@click.argument(
    "steps", nargs=-1, required=True, metavar="STEP...", shell_complete=completing.steps
)
@click.option("--id", "routine_id", required=True, metavar="ID", help="Id of the new routine.")
@click.option(
    "--write-out",
    is_flag=True,
    help="Write out texts of refs and features in the routine.",
)
@plan_options
@click.pass_context
def extract_routine(
    context: click.Context,
    file: str,
    steps: tuple[str, ...],
    routine_id: str,
    write_out: bool,
    given: Options,
    shown: Shown,
) -> None:
    """Move consecutive steps of the workflow in FILE to a new routine, call it in their place, and print the changes as a patch.

    The agent gets the same prompts, conditions and contracts, which is proved by compiling before and after; a step `x` runs as `CALL.x`. Refuses loops, parallel steps, calls, and bodies that a loop names by id."""
    context.exit(
        carry_out(
            file,
            given,
            shown,
            lambda files, path: refactor(files, path, steps, routine_id, writes_out=write_out),
        )
    )
