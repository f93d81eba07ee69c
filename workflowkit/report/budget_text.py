"""The output of `wfk budget` for terminals."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.budget.records import (
    BudgetCause,
    BudgetChange,
    BudgetReport,
    ExceededLimit,
    RepeatedText,
    StepBudget,
    TextSource,
    TokenRange,
    WorkflowBudget,
)
from workflowkit.rendering.provenance import Writer
from workflowkit.text.wording import counted

MOST_SOURCES = 6
MOST_REPEATED = 5
MOST_CAUSES = 10


def budget_lines(report: BudgetReport, *, is_quiet: bool = False) -> Iterator[str]:
    """Yield the report; when *is_quiet*, only what is above a limit."""
    for workflow in report.workflows:
        if is_quiet:
            yield from (f"{workflow.path}: {exceeded_words(each)}" for each in workflow.exceeded)
        else:
            yield from _workflow(workflow, report)
            yield ""
    if not is_quiet:
        yield from (f"removed since then: {path}" for path in report.removed)
        yield summary(report)


def summary(report: BudgetReport) -> str:
    """Return the last line: how many workflows, how tokens are counted, and how many sizes are above a limit."""
    n_exceeded = sum(len(workflow.exceeded) for workflow in report.workflows)
    parts = [
        counted(len(report.workflows), "workflow"),
        "tokens are an estimate"
        if report.tokenizer == "estimate"
        else f"tokens of {report.tokenizer}",
        f"{counted(n_exceeded, 'size')} above the limit" if n_exceeded else "",
        f"{counted(len(report.refused), 'file')} refused" if report.refused else "",
    ]
    return ", ".join(part for part in parts if part)


def exceeded_words(exceeded: ExceededLimit) -> str:
    """Return what is above its limit, in words."""
    what = f"step '{exceeded.step}'" if exceeded.step is not None else "the longest path"
    return f"{what} has {exceeded.tokens:,} tokens; {exceeded.limit} is {exceeded.allowed:,}"


def source_name(writer: Writer, name: str) -> str:
    """Return who wrote a text."""
    return "own text" if writer is Writer.OWN else f"{writer.value} {name}".rstrip()


def cause_words(cause: BudgetCause) -> str:
    """Return a cause of a change, in words."""
    where = f"step {cause.step}, " if cause.step is not None else ""
    return f"{cause.after - cause.before:+,} {where}{source_name(cause.writer, cause.name)}"


def _workflow(workflow: WorkflowBudget, report: BudgetReport) -> Iterator[str]:
    yield f"{workflow.path} ({workflow.workflow})"
    width = max(len(step.step) for step in workflow.steps)
    width = max(width, len("all prompts of a path"))
    yield f"  {'tokens':<{width}}  {'least':>8} {'typical':>8} {'most':>8}"
    yield from (f"  {_step(step, width)}" for step in workflow.steps)
    yield f"  {'all prompts of a path':<{width}}  {_range(workflow.paths)}"
    if not workflow.is_exact:
        yield "  least and most are bounds: there are too many different paths"
    yield f"  text of all steps: {_sources(workflow.sources)}"
    repeated = workflow.repeated[:MOST_REPEATED]
    yield from (f"  repeated: {_repeated(each)}" for each in repeated)
    if len(workflow.repeated) > len(repeated):
        yield f"  and {len(workflow.repeated) - len(repeated)} more repeated texts"
    if workflow.change is not None and report.against is not None:
        yield from _change(workflow.change, workflow.paths, report.against)
    yield from (f"  above the limit: {exceeded_words(each)}" for each in workflow.exceeded)


def _step(step: StepBudget, width: int) -> str:
    name = f"{step.step:<{width}}"
    return f"{name}  {_range(step.visit)}" if step.visit else f"{name}  on no path"


def _range(tokens: TokenRange) -> str:
    return f"{tokens.least:>8,} {tokens.typical:>8,} {tokens.most:>8,}"


def _sources(sources: tuple[TextSource, ...]) -> str:
    total = sum(source.tokens for source in sources) or 1
    shown = [
        f"{source_name(each.writer, each.name)} {each.tokens / total:.0%}"
        for each in sources[:MOST_SOURCES]
    ]
    rest = sum(each.tokens for each in sources[MOST_SOURCES:])
    return ", ".join([*shown, *([f"other {rest / total:.0%}"] if rest else [])])


def _repeated(repeated: RepeatedText) -> str:
    times = f"{repeated.tokens:,} tokens, {len(repeated.steps)} times"
    return f"{source_name(repeated.writer, repeated.name)}: {times}: {repeated.text}"


def _change(change: BudgetChange, now: TokenRange, against: str) -> Iterator[str]:
    if change.before is None:
        yield f"  since {against}: new"
        return
    yield f"  since {against}: {range_change(change.before, now)}"
    yield from (f"    {cause_words(cause)}" for cause in change.causes[:MOST_CAUSES])
    if len(change.causes) > MOST_CAUSES:
        yield f"    and {len(change.causes) - MOST_CAUSES} more texts"
    if change.has_other_flow:
        yield "    steps, conditions, captures or loops differ"


def range_change(before: TokenRange, now: TokenRange) -> str:
    """Return the differences of a range, in words; `no change` when there are none."""
    names = ("least", "typical", "most")
    pairs = [(name, getattr(before, name), getattr(now, name)) for name in names]
    changed = [f"{name} {new - old:+,} to {new:,}" for name, old, new in pairs if new != old]
    return ", ".join(changed) or "no change"
