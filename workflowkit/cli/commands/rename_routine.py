"""`wfk rename-routine`: a routine or workflow with another id, wherever it is named."""

from __future__ import annotations

import click

from workflowkit.cli import completing
from workflowkit.cli.refactoring import EXIT_CODES, Shown, carry_out, plan_options
from workflowkit.refactoring.rename_routine import rename_routine as refactor
from workflowkit.run.loading import Options


@click.command(
    epilog=f"""\b
Examples:
  wfk rename-routine acme.routine-gather acme.routine-collect
  wfk rename-routine acme.routine-gather acme.routine-collect --write

\b
{EXIT_CODES}"""
)
@click.argument("old", shell_complete=completing.workflows)
@click.argument("new")
@plan_options
@click.pass_context
def rename_routine(
    context: click.Context, old: str, new: str, given: Options, shown: Shown
) -> None:
    """Give the routine or workflow OLD the id NEW in all files of the project, and print the changes as a patch.

    Changes calls, slots, bindings, delegations, triggers, tags, stamps, the baseline, the ledger, and prompts that name the id. The file keeps its name."""
    context.exit(carry_out(None, given, shown, lambda files, _: refactor(files, old, new)))
