"""The text output of `wfk triggers`: explanations of triggers, and the outcomes of a dry run."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.cells import printable
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style
from workflowkit.report.text import address
from workflowkit.text.wording import counted

if TYPE_CHECKING:
    from workflowkit.triggers.dry_run import Outcome
    from workflowkit.triggers.explanation import Explanation


def tables(explanations: Sequence[Explanation], style: Style) -> str:
    """Return one small table for each trigger."""
    return (
        "".join(f"{_table(explanation, style)}\n" for explanation in explanations)
        or "no triggers\n\n"
    )


def narrative(
    explanation: Explanation, where: str, findings: Sequence[Diagnostic], style: Style
) -> str:
    """Return the explanation of one trigger in sentences; *where* is its place in the file."""
    rows = [_heading(explanation, style), where, ""]
    if not explanation.runs:
        rows += ["The rest describes the trigger as if it ran.", ""]
    width = max(len(statement.label) for statement in explanation.statements)
    for statement in explanation.statements:
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
    """Return the outcome of each payload, in the order of arrival."""
    rows: list[str] = []
    arrow = "→" if style.unicode else "->"
    for outcome in outcomes:
        seconds = f"{outcome.delivery.at / 1000:g} s"
        way = f"{outcome.delivery.name} {arrow} {outcome.delivery.trigger.id or '(no id)'}"
        verdict = style.paint("starts" if outcome.starts else "does not start", BOLD)
        rows.append(f"{seconds:>8}  {printable(way)}: {verdict}{printable(_details(outcome))}")
        if outcome.goal:
            rows.append(f"{'':10}goal: {printable(outcome.goal)}")
        if outcome.missing_paths:
            missing = ", ".join(f"'{path}'" for path in outcome.missing_paths)
            rows.append(f"{'':10}static goal, because the payload has no {printable(missing)}")
    n_started = sum(outcome.starts for outcome in outcomes)
    if not style.quiet:
        rows += ["", f"{counted(n_payloads, 'payload')}, {counted(n_started, 'session')} started"]
    return "\n".join(rows) + "\n"


def _table(explanation: Explanation, style: Style) -> str:
    statements = explanation.statements if explanation.runs else ()
    width = max((len(statement.label) for statement in statements), default=0)
    rows = [
        f"  {statement.label.ljust(width)}  {printable(statement.short)}"
        for statement in statements
    ]
    return "\n".join([_heading(explanation, style), *rows, ""])


def _heading(explanation: Explanation, style: Style) -> str:
    trigger, status = explanation.trigger, str(explanation.status)
    name = trigger.id or f"trigger {trigger.index + 1}"
    provider = f" ({trigger.provider})" if trigger.provider else ""
    if not explanation.runs:
        status = style.paint(status, SEVERITY_COLORS[Severity.ERROR])
    reason = f": {explanation.reason}" if explanation.reason else ""
    if explanation.assumptions:
        reason = f" if {' and '.join(explanation.assumptions)}"
    return f"{style.paint(printable(name + provider), BOLD)} {status}{printable(reason)}"


def _details(outcome: Outcome) -> str:
    if not outcome.starts:
        return f" ({outcome.reason})"
    return f" {outcome.workflow or 'the pipeline'} in {outcome.workspace}"
