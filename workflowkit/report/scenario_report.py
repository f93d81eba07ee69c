"""Results of scenarios as text, records and JUnit XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from workflowkit.records import dataclass
from workflowkit.report.cells import printable
from workflowkit.report.style import BOLD, DIM, Style
from workflowkit.simulation.results import ScenarioResult, ScenarioSummary
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioReport:
    """The results of one run of scenarios."""

    format_version: Literal[1] = 1
    """Version of this format."""
    passed: int
    """Number of scenarios that passed."""
    failed: int
    """Number of scenarios whose run differs from what they expect."""
    errors: int
    """Number of scenarios that cannot be run."""
    scenarios: tuple[ScenarioResult, ...]
    """The results, in the order of their paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioList:
    """The scenarios of a project."""

    format_version: Literal[1] = 1
    """Version of this format."""
    scenarios: tuple[ScenarioSummary, ...]
    """The scenarios, in the order of their paths."""


def scenario_report(results: Sequence[ScenarioResult]) -> ScenarioReport:
    """Return the record of *results*."""
    counts = {
        status: sum(result.status == status for result in results)
        for status in ("passed", "failed", "error")
    }
    return ScenarioReport(
        passed=counts["passed"],
        failed=counts["failed"],
        errors=counts["error"],
        scenarios=tuple(results),
    )


def report_text(report: ScenarioReport, style: Style, *, is_verbose: bool = False) -> str:
    """Return *report* for a terminal: what failed in full, what passed with *is_verbose* only."""
    lines: list[str] = []
    for result in report.scenarios:
        if result.status != "passed":
            lines += [*_result_lines(result, style), ""]
        elif is_verbose:
            lines.append(f"{style.paint('passed', '32')} {printable(result.path)}")
    if not style.quiet:
        lines.append(_summary(report, style))
    return "".join(f"{line}\n" for line in lines)


def _result_lines(result: ScenarioResult, style: Style) -> Iterator[str]:
    titled = printable(f": {result.title}" if result.title else "")
    path = style.paint(printable(result.path), BOLD)
    yield f"{style.paint(result.status, '1;31')} {path}{titled}"
    yield from (f"  {printable(error)}" for error in result.errors)
    for difference in result.differences:
        yield f"  {printable(f'{difference.expectation}: {difference.message}')}"
        details = map(printable, difference.details)
        yield from (style.paint(f"    {detail}", DIM) for detail in details)


def _summary(report: ScenarioReport, style: Style) -> str:
    parts = [counted(len(report.scenarios), "scenario"), f"{report.passed} passed"]
    if report.failed:
        parts.append(f"{report.failed} failed")
    if report.errors:
        parts.append(f"{report.errors} cannot be run")
    return style.separator.join(parts)


def report_junit(report: ScenarioReport) -> str:
    """Return *report* as JUnit XML, one suite for each workflow."""
    suites: dict[str, list[ScenarioResult]] = {}
    for result in report.scenarios:
        suites.setdefault(result.workflow or "", []).append(result)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<testsuites {_counts(report.scenarios)}>")
    for workflow, results in suites.items():
        lines.append(f"  <testsuite name={_quoted(workflow or 'scenarios')} {_counts(results)}>")
        for result in results:
            lines += _case(result)
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _counts(results: Sequence[ScenarioResult]) -> str:
    failures = sum(result.status == "failed" for result in results)
    errors = sum(result.status == "error" for result in results)
    seconds = sum(result.seconds for result in results)
    return f'tests="{len(results)}" failures="{failures}" errors="{errors}" time="{seconds:.6f}"'


def _case(result: ScenarioResult) -> Iterator[str]:
    suite = (result.workflow or "scenarios").removesuffix(".json").replace("/", ".")
    name = result.title or result.path
    head = (
        f"    <testcase classname={_quoted(suite)} name={_quoted(name)} "
        f'file={_quoted(result.path)} time="{result.seconds:.6f}"'
    )
    if result.status == "passed":
        yield f"{head}/>"
        return
    yield f"{head}>"
    if result.status == "error":
        message = result.errors[0] if result.errors else ""
        text = "\n".join(result.errors)
        yield f"      <error message={_quoted(message)}>{_escaped(text)}</error>"
    else:
        first = result.differences[0]
        message = f"{first.expectation}: {first.message}"
        text = "\n".join(
            line
            for difference in result.differences
            for line in (f"{difference.expectation}: {difference.message}", *difference.details)
        )
        yield f"      <failure message={_quoted(message)}>{_escaped(text)}</failure>"
    yield "    </testcase>"


def _legal(text: str) -> str:
    """Return *text* with characters that XML does not allow escaped."""
    return "".join(
        char
        if char in "\t\n"
        or " " <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
        else f"\\x{ord(char):02x}"
        for char in text
    )


def _escaped(text: str) -> str:
    return escape(_legal(text))


def _quoted(text: str) -> str:
    return quoteattr(_legal(text))
