"""`wfk rename-assessment`: an assessment with another id, wherever it is named."""

from __future__ import annotations

import click

from workflowkit.cli import completing, options
from workflowkit.cli.refactoring import EXIT_CODES, Shown, carry_out, plan_options
from workflowkit.refactoring.rename_assessment import rename_assessment as refactor
from workflowkit.run.loading import Options


@click.command(
    epilog=f"""\b
Examples:
  wfk rename-assessment workflows/release.json risk release-risk
  wfk rename-assessment workflows/release.json risk release-risk --write

\b
{EXIT_CODES}"""
)
@click.argument("file", type=options.ExistingPath())
@click.argument("old", shell_complete=completing.assessments)
@click.argument("new")
@plan_options
@click.pass_context
def rename_assessment(
    context: click.Context, file: str, old: str, new: str, given: Options, shown: Shown
) -> None:
    """Give the assessment OLD of the workflow in FILE the id NEW, and print the changes as a patch.

    Changes steps that ask for it, consequences, artifacts in prompts and scenarios, and prompts that cite the id in backticks. Routines whose steps ask for it are changed, and with them their other callers."""
    context.exit(carry_out(file, given, shown, lambda files, path: refactor(files, path, old, new)))
