"""`wfk lint`: what is wrong with the files of a project, and where."""

from __future__ import annotations

from pathlib import Path

import click

from workflowkit.api import Project
from workflowkit.cli import fixing, options
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import progress_for, show, style_for, tell
from workflowkit.diagnostics import Severity
from workflowkit.loading import Options
from workflowkit.project.settings import RuleChoice
from workflowkit.report.formats import FORMATS, renderer
from workflowkit.source import files, json_text

DEFAULT_BASELINE = "wfk-baseline.json"


@click.command(
    epilog="""\b
Examples:
  wfk lint .                              all files of a project
  wfk lint workflows/ triggers.yml        a folder and a file
  wfk lint --profile style flow.json      findings about style as well
  wfk lint --select P,C --ignore P035     whole groups, single rules
  wfk lint --fix workflows/               apply safe fixes
  wfk lint --unsafe-fixes --diff          show every proposed change
  wfk lint --write-baseline               accept today's findings, fail on new ones
  wfk lint --format github                annotations for a pull request

\b
Exit codes: 0 nothing at or above the threshold, 1 findings,
2 usage or configuration, 3 what all files need cannot be read, or a file could not be written
or was changed by somebody else meanwhile."""
)
@options.paths
@options.project
@options.rule_choice
@options.fixes
@click.option("--baseline", metavar="FILE", help="Known findings, which are not shown.")
@click.option(
    "--write-baseline", is_flag=True, help="Write all findings to the baseline file and stop."
)
@options.fail_on(Severity.WARNING)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that share the work.  [default: as many as help]",
)
@options.output_format(*FORMATS)
@options.terminal
@click.pass_context
def lint(
    context: click.Context,
    paths: tuple[str, ...],
    given: Options,
    choice: RuleChoice,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    baseline: str | None,
    write_baseline: bool,
    fail_on: str,
    jobs: int | None,
    format_name: str,
    color: str,
    quiet: bool,
) -> None:
    """Find mistakes in workflows, routines, triggers, bindings, authoring rules and suppressions.

    PATHS are files and folders; without any, those of the configuration, or the current folder.
    In folders, JSON files with a workflow are linted, and files called triggers.yml, triggers.yaml, bindings.json and authoring-rules.json.
    """
    project = Project.load(paths, given).with_rules(choice).with_jobs(jobs)
    project = project.telling(progress_for(len(project.documents), quiet))
    if write_baseline:
        _write_baseline(project, baseline)
        return
    if diff:
        context.exit(fixing.show_fixes(project, unsafe=unsafe_fixes))
    summary, rewriter = "", Rewriter()
    if fix or unsafe_fixes:
        project.check_baseline(baseline)  # Before anything is written.
        project, summary, rewriter = fixing.apply_fixes(project, unsafe=unsafe_fixes)
    result = project.lint(baseline=baseline)
    style = style_for(color, quiet=quiet)
    show(renderer(format_name)(result, project.sources_of(result), style), style)
    if summary and not quiet:
        click.echo(summary, err=True)
    context.exit(rewriter.exit_code(result.exit_code(Severity(fail_on))))


def _write_baseline(project: Project, path: str | None) -> None:
    target = path or project.config.lint.baseline or DEFAULT_BASELINE
    text = project.baseline()
    files.write_if_changed(Path(target), json_text.escape_surrogates(text))
    n_findings = text.count('"fingerprint"')
    tell(f"{n_findings} finding{'' if n_findings == 1 else 's'} written to {target}")
