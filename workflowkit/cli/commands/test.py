"""`wfk test`: run scenarios."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from workflowkit.cli import options
from workflowkit.cli.coverage_reports import coverage_targets, report_coverage
from workflowkit.cli.options import ExistingPath
from workflowkit.cli.runnables import report_notes
from workflowkit.cli.terminal import print_headed, print_line, progress_for, show, style_for
from workflowkit.errors import UsageError
from workflowkit.report.scenario_report import (
    ScenarioList,
    report_junit,
    report_text,
    scenario_report,
)
from workflowkit.report.style import Style
from workflowkit.run.loading import Options
from workflowkit.run.scenario_files import find_scenarios
from workflowkit.run.scenario_tests import ScenarioOutcome, TestSuite
from workflowkit.simulation.results import ScenarioResult
from workflowkit.text import files
from workflowkit.text.json_records import record_text
from workflowkit.text.wording import counted


@click.command(
    epilog="""\b
Examples:
  wfk test
  wfk test scenarios/release
  wfk test workflows/release.json -k quick
  wfk test --list                     list them, and run none
  wfk test --update                   write what the runs are like now
  wfk test --format junit > results.xml
  wfk test --coverage --coverage-report html:coverage.html

\b
Exit codes: 0 all scenarios pass, 1 some do not or cover too little, 2 usage or configuration,
3 a file could not be read or written."""
)
@click.argument("paths", nargs=-1, type=ExistingPath())
@click.option("-k", "words", metavar="WORDS", help="Run scenarios with WORDS in path or title.")
@click.option("--list", "lists", is_flag=True, help="List the scenarios; run none.")
@click.option("--update", is_flag=True, help="Show what changed, and write it as expected.")
@click.option("--dry-run", is_flag=True, help="With --update, show the changes and write nothing.")
@click.option("--coverage", "covers", is_flag=True, help="Print what the scenarios cover.")
@click.option(
    "--coverage-report",
    "targets",
    multiple=True,
    metavar="FORMAT:FILE",
    help="Write the coverage as json, xml (Cobertura) or html; repeatable.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Number of worker processes.  [default: number of CPUs]",
)
@click.option("-v", "--verbose", is_flag=True, help="List scenarios that pass, too.")
@options.project
@options.output_format("text", "json", "junit")
@options.terminal
@click.pass_context
def test(
    context: click.Context,
    paths: tuple[str, ...],
    words: str | None,
    lists: bool,
    update: bool,
    dry_run: bool,
    covers: bool,
    targets: tuple[str, ...],
    jobs: int | None,
    verbose: bool,
    given: Options,
    format_name: str,
    color: str,
    quiet: bool,
) -> None:
    """Run scenarios: given answers, and what the run has to be like.

    PATHS are scenario files, folders, or workflows whose scenarios are meant; without PATHS, all scenarios of the project run.
    """
    reports = coverage_targets(targets)
    suite = TestSuite(find_scenarios(paths), given)
    if words is not None:
        suite = TestSuite(_matching(suite, words), given)
    if not suite.paths:
        raise UsageError(
            "no scenarios found"
            if words is None
            else f"no scenario has '{words}' in path or title",
            help="write some with `wfk scenarios propose FILE`" if words is None else "",
        )
    style = style_for(color, quiet=quiet)
    if lists:
        if update or covers or reports or format_name == "junit":
            raise UsageError("--list runs nothing", help="omit the options for results")
        _list(suite, style, as_json=format_name == "json")
        return
    outcomes = suite.run(jobs, progress_for(len(suite.paths), quiet))
    if not quiet:
        report_notes(suite.notes)
    report = scenario_report([outcome.result for outcome in outcomes])
    if update:
        context.exit(_update(outcomes, style, is_dry=dry_run))
    match format_name:
        case "json":
            click.echo(record_text(report), nl=False)
        case "junit":
            click.echo(report_junit(report), nl=False)
        case _:
            show(report_text(report, style, is_verbose=verbose), style)
    is_fine = not report.failed and not report.errors
    if covers or reports:
        covered = report_coverage(suite, outcomes, reports, prints=format_name == "text" and covers)
        is_fine = covered and is_fine
    context.exit(0 if is_fine else 1)


def _matching(suite: TestSuite, words: str) -> Sequence[str]:
    """Return the paths of the scenarios that have all of *words* in path or title."""
    wanted = words.casefold().split()
    found: list[str] = []
    for path in suite.paths:
        text = f"{path} {suite.summary(path).title}".casefold()
        if all(word in text for word in wanted):
            found.append(path)
    return found


def _list(suite: TestSuite, style: Style, *, as_json: bool) -> None:
    """Print path and title of each scenario."""
    found = tuple(map(suite.summary, suite.paths))
    if as_json:
        click.echo(record_text(ScenarioList(scenarios=found)), nl=False)
        return
    for each in found:
        print_headed(each.path, f": {each.title}" if each.title else "", style)
    if not style.quiet:
        print_line(counted(len(found), "scenario"))


def _update(outcomes: Sequence[ScenarioOutcome], style: Style, *, is_dry: bool) -> int:
    """Show how the files of failed scenarios change, and write them; return the exit code."""
    n_written = 0
    remaining = [remainder for outcome in outcomes if (remainder := _remainder(outcome.result))]
    for outcome in outcomes:
        result = outcome.result
        if result.status != "failed" or outcome.updated is None or outcome.updated == outcome.text:
            continue
        lines = difflib.unified_diff(
            outcome.text.splitlines(),
            outcome.updated.splitlines(),
            result.path,
            result.path,
            lineterm="",
        )
        show("".join(f"{line}\n" for line in lines), style)
        if not is_dry:
            before = outcome.text.encode("utf-8", "surrogatepass")
            files.replace(Path(result.path), before, outcome.updated.encode("utf-8"))
        n_written += 1
    verb = "would change" if is_dry else "updated"
    if remaining:
        show(report_text(scenario_report(remaining), replace(style, quiet=True)), style)
    if not style.quiet:
        print_line(f"{counted(n_written, 'scenario')} {verb}")
    return 1 if remaining or (is_dry and n_written) else 0


_WRITTEN_BY_PEOPLE = ("answers", "sentences", "prompts")
"""Expectations that no run can replace."""


def _remainder(result: ScenarioResult) -> ScenarioResult | None:
    """Return *result* with what an update cannot change; None when that is nothing."""
    kept = tuple(each for each in result.differences if each.expectation in _WRITTEN_BY_PEOPLE)
    if result.status == "passed" or (result.status == "failed" and not kept):
        return None
    return replace(result, differences=kept)
