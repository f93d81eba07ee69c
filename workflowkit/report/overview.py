"""The end of a long report: the number of findings by rule, and the next commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from workflowkit.report.numbers import Numbers, RuleCount
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style

LONG: Final = 20
"""Maximum number of findings without an overview."""


def overview(numbers: Numbers, style: Style) -> list[str]:
    """Return a table of the rules that found something, errors first, and the next commands."""
    counts = numbers.rule_counts
    commands = list(_commands(numbers, counts[0].code))
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


def _commands(numbers: Numbers, code: str) -> Iterator[tuple[str, str]]:
    yield f"wfk explain {code}", "explains a rule, with examples"
    yield f"wfk lint --only {code}", "shows one rule alone; with --fix, fixes it alone"
    if numbers.n_fixable:
        yield "wfk lint --fix", "applies the safe fixes, marked [*]"
    if numbers.n_unsafely_fixable:
        yield "wfk lint --unsafe-fixes", "shows what fixes that need a review would change as well"
    if numbers.profile not in ("core", "import"):
        yield (
            "wfk lint --profile import",
            "reports only what is broken, for files written elsewhere",
        )
    yield "wfk lint --write-baseline", "accepts these findings, so that only new ones are shown"
