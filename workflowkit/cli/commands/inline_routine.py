"""`wfk inline-routine`: the steps of a routine in place of a call."""

from __future__ import annotations

import click

from workflowkit.cli import completing, options
from workflowkit.cli.refactoring import EXIT_CODES, Shown, carry_out, plan_options
from workflowkit.refactoring.inline_routine import inline_routine as refactor
from workflowkit.run.loading import Options


@click.command(
    epilog=f"""\b
Examples:
  wfk inline-routine workflows/release.json facts
  wfk inline-routine workflows/release.json facts --write

\b
{EXIT_CODES}"""
)
@click.argument("file", type=options.ExistingPath())
@click.argument("step", shell_complete=completing.steps)
@plan_options
@click.pass_context
def inline_routine(
    context: click.Context, file: str, step: str, given: Options, shown: Shown
) -> None:
    """Write the steps of the routine that STEP of the workflow in FILE calls in its place, and print the changes as a patch.

    The agent gets the same prompts, conditions and contracts, which is proved by compiling before and after; a step that ran as `STEP.x` gets the id `x`, or `STEP-x` when `x` is taken. The routine stays."""
    context.exit(carry_out(file, given, shown, lambda files, path: refactor(files, path, step)))
