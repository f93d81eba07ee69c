"""The end of a long report: the number of findings by rule, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.records import dataclass
from workflowkit.report.result import Result
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style

LONG: Final = 20
"""Maximum number of findings without an overview."""


@dataclass(slots=True)
class RuleCount:
    """The findings of one rule, of one severity."""

    severity: Severity
    code: str
    name: str
    n_findings: int = 0
    n_fixable: int = 0
    n_unsafely_fixable: int = 0

    def add(self, diagnostic: Diagnostic) -> None:
        """Count *diagnostic*."""
        fix = diagnostic.finding.fix
        self.n_findings += 1
        self.n_fixable += bool(fix and fix.safe)
        self.n_unsafely_fixable += bool(fix and not fix.safe)

    @property
    def fixable(self) -> str:
        """Number of fixable findings: `3`, `3 + 2 unsafe`, or empty."""
        unsafe = f"{self.n_unsafely_fixable} unsafe" if self.n_unsafely_fixable else ""
        safe = str(self.n_fixable) if self.n_fixable else ""
        return " + ".join(filter(None, [safe, unsafe]))


def overview(result: Result, style: Style) -> list[str]:
    """Return a table of the rules that found something, errors first, and the next commands."""
    counts = counts_by_rule(result)
    commands = list(_commands(result, counts[0].code))
    width = max(len(command) for command, _ in commands)
    rows = table(counts, style)
    return [*rows, "", *(f"{command:<{width}}  {does}" for command, does in commands), ""]


def table(counts: Sequence[RuleCount], style: Style) -> list[str]:
    """Return the *counts*, one or more, as a table."""
    names = [f"{count.code} {count.name}" for count in counts]
    width = max(map(len, names))
    rows = [style.paint(f"{'rule':<{width + 9}}  count  fixable", BOLD)]
    for count, name in zip(counts, names, strict=True):
        severity = style.paint(f"{count.severity:<7}", SEVERITY_COLORS[count.severity])
        row = f"  {name:<{width}}  {count.n_findings:>5}  {count.fixable}"
        rows.append(f"{severity}{row}".rstrip())
    return rows


def counts_by_rule(result: Result) -> list[RuleCount]:
    """Return the counts by rule: errors first, then by number of findings."""
    counts: dict[tuple[str, Severity], RuleCount] = {}
    for diagnostic in result.shown:
        key = (diagnostic.code, diagnostic.severity)
        counts.setdefault(
            key, RuleCount(diagnostic.severity, diagnostic.code, diagnostic.name)
        ).add(diagnostic)
    return sorted(
        counts.values(), key=lambda count: (count.severity.rank, -count.n_findings, count.code)
    )


def _commands(result: Result, code: str) -> Iterator[tuple[str, str]]:
    yield f"wfk explain {code}", "explains a rule, with examples"
    yield f"wfk lint --only {code}", "shows one rule alone; with --fix, fixes it alone"
    if result.n_fixable:
        yield "wfk lint --fix", "applies the safe fixes, marked [*]"
    if result.n_unsafely_fixable:
        yield "wfk lint --unsafe-fixes", "shows what fixes that need a review would change as well"
    if result.profile not in ("core", "import"):
        yield (
            "wfk lint --profile import",
            "reports only what is broken, for files written elsewhere",
        )
    yield "wfk lint --write-baseline", "accepts these findings, so that only new ones are shown"
