"""`wfk rename-step`: a step with another id, wherever it is named."""

from __future__ import annotations

import click

from workflowkit.cli import completing, options
from workflowkit.cli.refactoring import EXIT_CODES, Shown, carry_out, plan_options
from workflowkit.refactoring.rename_step import rename_step as refactor
from workflowkit.run.loading import Options


@click.command(
    epilog=f"""\b
Examples:
  wfk rename-step workflows/release.json plan draft-plan
  wfk rename-step workflows/release.json plan draft-plan --write

\b
{EXIT_CODES}"""
)
@click.argument("file", type=options.ExistingPath())
@click.argument("old", shell_complete=completing.steps)
@click.argument("new")
@plan_options
@click.pass_context
def rename_step(
    context: click.Context, file: str, old: str, new: str, given: Options, shown: Shown
) -> None:
    """Give the step OLD of the workflow in FILE the id NEW, and print the changes as a patch.

    Changes loops that name the step, prompts that cite its id in backticks, callers of a routine that cite its steps, scenarios, suppressions, and the entries of baseline and ledger. Texts in which the id may mean something else are listed and stay."""
    context.exit(carry_out(file, given, shown, lambda files, path: refactor(files, path, old, new)))
