"""`wfk lint`: what is wrong with workflow files, and where."""

from __future__ import annotations

import click

from workflowkit.api import Project
from workflowkit.cli import options
from workflowkit.cli.terminal import show, style_for
from workflowkit.diagnostics import Severity
from workflowkit.project.settings import PROFILES, RuleChoice
from workflowkit.report.formats import FORMATS, renderer


@click.command(
    epilog="""\b
Examples:
  wfk lint workflows/                     all files below a folder
  wfk lint --profile style flow.json      remarks on style as well
  wfk lint --select P,C --ignore P035     whole groups, single rules
  wfk lint --format github                annotations for a pull request

\b
Exit codes: 0 nothing at or above the threshold, 1 findings,
2 usage or configuration, 3 a file could not be read."""
)
@options.paths
@options.project
@click.option("--profile", type=click.Choice(PROFILES), help="Set of rules.  [default: catalog]")
@click.option("--select", multiple=True, metavar="RULES", help="Rules to add, by code or name.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules to leave out.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
@options.output_format(*FORMATS)
@options.terminal
@click.pass_context
def lint(
    context: click.Context,
    paths: tuple[str, ...],
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    profile: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    format_name: str,
    color: str,
    quiet: bool,
) -> None:
    """Find mistakes in workflows and routines.

    PATHS are files and folders; without any, those of the configuration, or the current folder.
    """
    project = Project.load(paths, spec=spec, routines=routines, bindings=bindings, engine=engine)
    choice = RuleChoice(profile=profile, select=_listed(select), ignore=_listed(ignore))
    result = project.with_rules(choice).lint()
    style = style_for(color, quiet=quiet)
    show(renderer(format_name)(result, project.sources, style), style)
    context.exit(result.exit_code(Severity(fail_on)))


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    """Selectors given several times or separated by commas."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())
