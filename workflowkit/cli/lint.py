"""`wfk lint`: what is wrong with the files of a project, and where."""

from __future__ import annotations

from pathlib import Path

import click

from workflowkit.api import Project
from workflowkit.cli import choosing, fixing, options, stdin
from workflowkit.cli.choosing import Chosen
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import progress_for, show, style_for, tell
from workflowkit.diagnostics import Severity
from workflowkit.loading import Options
from workflowkit.project.settings import RuleChoice
from workflowkit.report.formats import FORMATS, renderer
from workflowkit.source import files, json_text
from workflowkit.workspace import Workspace

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
  wfk lint --exclude 'vendor/**' .        all files but those
  wfk lint - --stdin-filename flow.json   what an editor has, before it is saved

\b
Exit codes: 0 nothing at or above the threshold, 1 findings,
2 usage or configuration, or no file to lint, 3 what all files need cannot be read,
or a file could not be written or was changed by somebody else meanwhile."""
)
@stdin.paths
@options.project
@choosing.options
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
    stdin_filename: str | None,
    given: Options,
    chosen: Chosen,
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
    In folders, JSON files with a workflow are linted, and files called triggers.yml, triggers.yaml, bindings.json and authoring-rules.json; JSON files that are something else are passed over. The path - is standard input; with --fix, the fixed text goes to standard output and findings to standard error.
    """
    is_stdin = stdin.is_given(paths, stdin_filename)
    content = stdin.read() if is_stdin else b""
    if is_stdin:
        workspace = Workspace.of_content(content, stdin_filename or stdin.NAME, given)
    else:
        workspace = Workspace.load(paths, given, chosen.choice)
    workspace = workspace.mapped(
        lambda project: (
            project.with_rules(choice)
            .with_jobs(jobs)
            .telling(progress_for(len(project.documents), quiet))
        )
    )
    choosing.report(workspace.passed_over, workspace.notes, chosen, quiet=quiet)
    choosing.require_files(workspace.n_files, paths, chosen)
    if write_baseline:
        for project in workspace.projects:
            _write_baseline(project, baseline)
        return
    if diff:
        context.exit(fixing.show_fixes(workspace, unsafe=unsafe_fixes))
    summary, rewriter = "", Rewriter()
    if fix or unsafe_fixes:
        for project in workspace.projects:
            project.check_baseline(baseline)  # Before anything is written.
        workspace, summary, rewriter = (
            fixing.print_fixed(workspace, content, unsafe=unsafe_fixes)
            if is_stdin
            else fixing.apply_fixes(workspace, unsafe=unsafe_fixes)
        )
    result = workspace.lint(baseline=baseline)
    style = style_for(color, quiet=quiet)
    text = renderer(format_name)(result, workspace.sources_of(result), style)
    show(text, style, err=is_stdin and (fix or unsafe_fixes))
    if summary and not quiet:
        click.echo(summary, err=True)
    context.exit(rewriter.exit_code(result.exit_code(Severity(fail_on))))


def _write_baseline(project: Project, path: str | None) -> None:
    target = path or project.config.lint.baseline or DEFAULT_BASELINE
    text = project.baseline()
    files.write_if_changed(Path(target), json_text.escape_surrogates(text))
    n_findings = text.count('"fingerprint"')
    tell(f"{n_findings} finding{'' if n_findings == 1 else 's'} written to {target}")
