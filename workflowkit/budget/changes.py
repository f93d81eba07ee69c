"""Changes: the difference between the budgets of one workflow at two commits, and its causes."""

from __future__ import annotations

from workflowkit.budget.measure import Measured
from workflowkit.budget.program import control_flow
from workflowkit.budget.records import BudgetCause, BudgetChange


def change_between(before: Measured | None, after: Measured) -> BudgetChange:
    """Return what differs; *before* is None for a workflow that is new."""
    if before is None:
        return BudgetChange(before=None, causes=(), has_other_flow=False)
    keys = sorted(before.own.keys() | after.own.keys(), key=lambda key: (*key[:2], key[2] or ""))
    causes = [
        BudgetCause(
            writer=writer,
            name=name,
            step=step,
            before=before.own.get((writer, name, step), 0),
            after=after.own.get((writer, name, step), 0),
        )
        for writer, name, step in keys
    ]
    changed = [cause for cause in causes if cause.before != cause.after]
    return BudgetChange(
        before=before.budget.paths,
        causes=tuple(sorted(changed, key=lambda cause: -abs(cause.after - cause.before))),
        has_other_flow=control_flow(before.program) != control_flow(after.program),
    )
