"""Statistics: how many findings each rule has, without the findings."""

from __future__ import annotations

from typing import Literal

from workflowkit.diagnostics import Severity
from workflowkit.records import dataclass
from workflowkit.report.json import DiagnosticsSummary, summary_of
from workflowkit.report.numbers import Numbers
from workflowkit.report.overview import table
from workflowkit.report.style import BOLD, Style
from workflowkit.report.text import summary


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStatistics:
    """The findings of one rule, of one severity."""

    code: str
    """Code of the rule."""
    name: str
    """Name of the rule."""
    severity: Severity
    """The severity of the findings."""
    count: int
    """How many there are."""
    fixable: int
    """How many `--fix` removes."""
    unsafely_fixable: int
    """How many have a fix that needs a review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How many findings each rule has."""

    format_version: Literal[1] = 1
    """Version of this format."""
    rules: tuple[RuleStatistics, ...]
    """Rules with findings: errors first, then by number."""
    summary: DiagnosticsSummary
    """The numbers of the whole run."""


def statistics_text(numbers: Numbers, style: Style) -> str:
    """Return the statistics of a run with *numbers* as a table."""
    counts = numbers.rule_counts
    rows = table(counts, style) if counts else []
    if not style.quiet:
        rows += [*([""] if counts else []), style.paint(summary(numbers, style), BOLD)]
    return "".join(f"{row}\n" for row in rows)


def statistics_of(numbers: Numbers) -> Statistics:
    """Return the statistics of a run with *numbers* as a record."""
    return Statistics(
        rules=tuple(
            RuleStatistics(
                code=count.code,
                name=count.name,
                severity=count.severity,
                count=count.n_findings,
                fixable=count.n_fixable,
                unsafely_fixable=count.n_unsafely_fixable,
            )
            for count in numbers.rule_counts
        ),
        summary=summary_of(numbers),
    )
