"""`wfk rename-key`: a context key with another name, wherever it is named."""

from __future__ import annotations

import click

from workflowkit.cli import options
from workflowkit.cli.refactoring import EXIT_CODES, Shown, carry_out, plan_options
from workflowkit.refactoring.rename_context_key import rename_context_key as refactor
from workflowkit.run.loading import Options


@click.command(
    epilog=f"""\b
Examples:
  wfk rename-key workflows/release.json planDoc draftDoc
  wfk rename-key workflows/release.json planDoc draftDoc --write

\b
{EXIT_CODES}"""
)
@click.argument("file", type=options.ExistingPath())
@click.argument("old")
@click.argument("new")
@plan_options
@click.pass_context
def rename_key(
    context: click.Context, file: str, old: str, new: str, given: Options, shown: Shown
) -> None:
    """Call the context key OLD of the workflow in FILE NEW, and print the changes as a patch.

    Changes what sets the key and what reads it: captures and citations in prompts, tokens, conditions, gates, loops, scenarios, and the mappings of triggers and delegations. Routines that share the key with the workflow are changed, and with them their other callers."""
    context.exit(carry_out(file, given, shown, lambda files, path: refactor(files, path, old, new)))
