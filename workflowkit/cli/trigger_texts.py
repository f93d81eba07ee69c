"""How `wfk triggers` tells what happens: accounts of triggers, and the outcome of a rehearsal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.model.wording import counted
from workflowkit.report.cells import printable
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style
from workflowkit.report.text import address

if TYPE_CHECKING:
    from workflowkit.triggers.account import Explanation
    from workflowkit.triggers.rehearsal import Outcome


def tables(explanations: Sequence[Explanation], style: Style) -> str:
    """What will happen with each trigger, as one small table for each."""
    return "".join(f"{_table(item, style)}\n" for item in explanations) or "no triggers\n\n"


def narrative(item: Explanation, where: str, findings: Sequence[Diagnostic], style: Style) -> str:
    """One trigger in sentences; *where* is its place in the file."""
    rows = [_heading(item, style), where, ""]
    if not item.runs:
        rows += ["What follows is what it would do if it ran.", ""]
    width = max(len(statement.label) for statement in item.statements)
    for statement in item.statements:
        rows += textwrap.wrap(
            printable(statement.sentence),
            max(style.width, 60),
            initial_indent=f"{statement.label.ljust(width)}  ",
            subsequent_indent=" " * (width + 2),
        )
    rows += ["", f"{counted(len(findings), 'finding')} in this trigger"]
    for found in findings:
        title = style.paint(f"{found.severity}[{found.code}]", SEVERITY_COLORS[found.severity])
        rows.append(f"  {address(found.path, found.span)}: {title}: {printable(found.message)}")
    return "\n".join(rows) + "\n"


def dry_run_report(outcomes: Sequence[Outcome], n_payloads: int, style: Style) -> str:
    """What starts and what does not, in the order of arrival."""
    rows: list[str] = []
    arrow = "→" if style.unicode else "->"
    for item in outcomes:
        seconds = f"{item.delivery.at / 1000:g} s"
        way = f"{item.delivery.name} {arrow} {item.delivery.trigger.id or '(no id)'}"
        verdict = style.paint("starts" if item.starts else "nothing starts", BOLD)
        rows.append(f"{seconds:>8}  {printable(way)}: {verdict}{printable(_rest(item))}")
        if item.goal:
            rows.append(f"{'':10}goal: {printable(item.goal)}")
        if item.missing_paths:
            missing = ", ".join(f"'{path}'" for path in item.missing_paths)
            rows.append(f"{'':10}the static goal, as the payload has no {printable(missing)}")
    n_started = sum(item.starts for item in outcomes)
    if not style.quiet:
        rows += ["", f"{counted(n_payloads, 'payload')}, {counted(n_started, 'session')} started"]
    return "\n".join(rows) + "\n"


def _table(item: Explanation, style: Style) -> str:
    width = max(len(statement.label) for statement in item.statements)
    rows = [
        f"  {statement.label.ljust(width)}  {printable(statement.short)}"
        for statement in item.statements
    ]
    return "\n".join([_heading(item, style), *(rows if item.runs else []), ""])


def _heading(item: Explanation, style: Style) -> str:
    name = item.trigger.id or f"trigger {item.trigger.index + 1}"
    provider = f" ({item.trigger.provider})" if item.trigger.provider else ""
    status = item.status if item.runs else style.paint(item.status, SEVERITY_COLORS[Severity.ERROR])
    reason = f": {item.reason}" if item.reason else ""
    return f"{style.paint(printable(name + provider), BOLD)} {status}{printable(reason)}"


def _rest(item: Outcome) -> str:
    if not item.starts:
        return f" ({item.reason})"
    return f" {item.workflow or 'the pipeline'} in {item.workspace}"
