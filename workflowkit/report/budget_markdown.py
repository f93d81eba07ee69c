"""The output of `wfk budget` as Markdown, for comments on pull requests."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.budget.records import BudgetReport, WorkflowBudget
from workflowkit.report.budget_text import (
    MOST_CAUSES,
    MOST_REPEATED,
    cause_words,
    exceeded_words,
    range_change,
    source_name,
    summary,
)
from workflowkit.report.cells import printable


def markdown_lines(report: BudgetReport) -> Iterator[str]:
    """Yield the report: one table, then what differs, what is above a limit, and what is repeated."""
    has_change = report.against is not None
    yield "| workflow | least | typical | most |" + (" since then |" if has_change else "")
    yield "| --- | ---: | ---: | ---: |" + (" --- |" if has_change else "")
    for workflow in report.workflows:
        yield _row(workflow, has_change)
    yield from (f"| {escaped(path)} | removed | | | |" for path in report.removed)
    for workflow in report.workflows:
        details = list(_details(workflow))
        if details:
            yield ""
            yield f"**{escaped(workflow.workflow)}**"
            yield ""
            yield from (f"- {line}" for line in details)
    yield ""
    yield escaped(summary(report)) + "."


def _row(workflow: WorkflowBudget, has_change: bool) -> str:
    paths = workflow.paths
    numbers = f"{paths.least:,} | {paths.typical:,} | {paths.most:,}"
    row = f"| {escaped(workflow.workflow)} | {numbers} |"
    if not has_change:
        return row
    change = workflow.change
    since = "new" if change is None or change.before is None else range_change(change.before, paths)
    return f"{row} {since} |"


def _details(workflow: WorkflowBudget) -> Iterator[str]:
    for exceeded in workflow.exceeded:
        yield f"above the limit: {escaped(exceeded_words(exceeded))}"
    if workflow.change is not None:
        yield from (escaped(cause_words(cause)) for cause in workflow.change.causes[:MOST_CAUSES])
        if workflow.change.has_other_flow:
            yield "steps, conditions, captures or loops differ"
    elif workflow.repeated:
        for each in workflow.repeated[:MOST_REPEATED]:
            name = source_name(each.writer, each.name)
            times = f"{each.tokens:,} tokens, {len(each.steps)} times"
            yield escaped(f"repeated: {name}: {times}: {each.text}")


def escaped(text: str) -> str:
    """Return *text* on one line, without a meaning in Markdown and HTML."""
    shown = printable(text).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_{}[]|#~!@" else char for char in shown)
