"""`wfk lint`: what is wrong with workflow files, and where."""

from __future__ import annotations

from pathlib import Path

import click

from workflowkit.api import Project
from workflowkit.cli import options
from workflowkit.cli.rewriting import Rewriter
from workflowkit.cli.terminal import progress_for, show, style_for, tell
from workflowkit.diagnostics import Severity
from workflowkit.errors import UsageError
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import matches
from workflowkit.project.settings import PROFILES, RuleChoice
from workflowkit.report.formats import FORMATS, renderer
from workflowkit.source import files, json_text

DEFAULT_BASELINE = "wfk-baseline.json"


@click.command(
    epilog="""\b
Examples:
  wfk lint workflows/                     all files below a folder
  wfk lint --profile style flow.json      remarks on style as well
  wfk lint --select P,C --ignore P035     whole groups, single rules
  wfk lint --fix workflows/               mend what can be mended safely
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
@click.option("--profile", type=click.Choice(PROFILES), help="Set of rules.  [default: catalog]")
@click.option("--select", multiple=True, metavar="RULES", help="Rules to add, by code or name.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules to leave out.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a look.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend what should be looked at afterwards, too.")
@click.option("--diff", is_flag=True, help="Show what fixing would change; write nothing.")
@click.option("--baseline", metavar="FILE", help="Known findings, which are not shown.")
@click.option(
    "--write-baseline", is_flag=True, help="Write all findings to the baseline file and stop."
)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="The mildest finding that makes the exit code 1.",
)
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
    spec: str | None,
    routines: tuple[str, ...],
    bindings: str | None,
    engine: str | None,
    profile: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
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
    """Find mistakes in workflows and routines.

    PATHS are files and folders; without any, those of the configuration, or the current folder.
    """
    project = Project.load(paths, spec=spec, routines=routines, bindings=bindings, engine=engine)
    choice = RuleChoice(profile=profile, select=_listed(select), ignore=_listed(ignore))
    _check_selectors(choice)
    project = (
        project.with_rules(choice)
        .telling(progress_for(len(project.documents), quiet))
        .with_jobs(jobs)
    )
    if write_baseline:
        _write_baseline(project, baseline)
        return
    if diff:
        context.exit(_show_fixes(project, unsafe=unsafe_fixes))
    told = ""
    rewriter = Rewriter()
    if fix or unsafe_fixes:
        project.check_baseline(baseline)  # Before anything is written.
        rewriter = Rewriter.beside(item.path for item in project.documents)
        project, told = _fix(project, rewriter, unsafe=unsafe_fixes)
    result = project.lint(baseline=baseline)
    style = style_for(color, quiet=quiet)
    show(renderer(format_name)(result, project.sources_of(result), style), style)
    if told and not quiet:
        click.echo(told, err=True)
    context.exit(rewriter.exit_code(result.exit_code(Severity(fail_on))))


def _write_baseline(project: Project, path: str | None) -> None:
    target = path or project.config.lint.baseline or DEFAULT_BASELINE
    text = project.baseline()
    files.write_if_changed(Path(target), json_text.escape_surrogates(text))
    n_findings = text.count('"fingerprint"')
    tell(f"{n_findings} finding{'' if n_findings == 1 else 's'} written to {target}")


def _show_fixes(project: Project, *, unsafe: bool) -> int:
    """Print what fixing would change; 1 when there is something."""
    from workflowkit.cli.patch import show_patch, unified_diff

    fixed = project.fixed(unsafe=unsafe)
    for path, result in fixed.items():
        show_patch(unified_diff(path, project.sources[path].text, result.text))
    return int(any(result.applied for result in fixed.values()))


def _fix(project: Project, rewriter: Rewriter, *, unsafe: bool) -> tuple[Project, str]:
    """Write the fixed files; the project as it is then, and what is to be told of it."""
    fixed = project.fixed(unsafe=unsafe)
    changed = {
        path: result.text
        for path, result in fixed.items()
        if result.applied and rewriter.write(path, project.sources[path].text, result.text)
    }
    n_fixed = sum(len(fixed[path].applied) for path in changed)
    n_held_back = sum(result.n_held_back for result in fixed.values())
    told = [f"{n_fixed} fixed"] if n_fixed else []
    if n_held_back:
        told.append(
            f"{n_held_back} held back, which would break the file or uncover another finding"
        )
    return project.with_texts(changed), ", ".join(told)


def _check_selectors(choice: RuleChoice) -> None:
    """Raises UsageError for a selector on the command line that means no rule."""
    for selector in (*choice.select, *choice.ignore):
        if not any(matches(rule, selector) for rule in ALL):
            from workflowkit.model.suggest import did_you_mean

            known = [name for rule in ALL for name in (rule.code, rule.name)]
            raise UsageError(f"no rule is called '{selector}'", help=did_you_mean(selector, known))


def _listed(values: tuple[str, ...]) -> tuple[str, ...]:
    """Selectors given several times or separated by commas."""
    return tuple(item.strip() for value in values for item in value.split(",") if item.strip())
