"""Reads: where a workflow reads context keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.conditions import variables
from workflowkit.runtime.tokens import TOKEN
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True, slots=True)
class Read:
    """One place that reads one key."""

    key: str
    step: Step
    route: Route
    window: tuple[int, int] | None
    """Where in the text at *route*; None for conditions and loop fields."""
    use: str
    """`run`, `gate`, `delegation`, `loop`, `fragment` (conditions); `items`, `count` (loop fields); `token`."""
    operator: str = ""
    """Of a condition: `equals`, `gt`, …; `truthy` when there is none."""
    operand: Json = None


def condition_reads(step: Step) -> Iterator[Read]:
    """Yield what the conditions and loop fields of *step* read; only operators that the engine evaluates."""
    for use, route, condition in step.conditions():
        for variable in variables(condition):
            yield Read(
                variable.variable,
                step,
                (*route, *variable.route, "var"),
                None,
                use,
                variable.operator or "truthy",
                variable.operand,
            )
    if step.loop_type == "forEach" and as_text(step.config.get("items")):
        yield Read(step.config["items"], step, (*step.route, "loop", "items"), None, "items")
    if step.loop_type == "for" and as_text(step.config.get("count")):
        yield Read(step.config["count"], step, (*step.route, "loop", "count"), None, "count")


def injected_reads(caller: Step, values: Sequence[dict[str, Json]]) -> Iterator[Read]:
    """Yield what the run conditions of the steps *values* read, which the routine that *caller* calls has in its place."""
    steps = [Step(value, caller.route, caller.loop) for value in values]
    own = frozenset[str]().union(*(loop_variables(step) for step in steps if step.is_loop))
    # Injected steps take over the condition of the call.
    own |= {read.key for read in condition_reads(caller)}
    place = (*caller.route, "templateCall", "templateId")
    for step in steps:
        for read in condition_reads(step):
            if read.use == "run" and read.key not in own:
                yield replace(read, route=place)


def by_key(reads: Iterable[Read]) -> Mapping[str, tuple[Read, ...]]:
    """Group *reads* by key, one for each condition and each text, in order of first appearance."""
    found: dict[str, dict[tuple[Route, str], Read]] = {}
    for read in reads:
        place = read.route if read.window else read.step.route
        found.setdefault(read.key, {}).setdefault((place, read.use), read)
    return {key: tuple(items.values()) for key, items in found.items()}


def token_reads(step: Step) -> Iterator[Read]:
    """Yield the tokens in what the engine renders: prompt, blocks, fragments, title; nothing of loops and of calls, which are never shown."""
    if step.is_loop or step.calls_template:
        return
    for route, text in (*step.texts(), ((*step.route, "title"), step.title)):
        if "{{" not in text:
            continue
        for match in TOKEN.finditer(text):
            key = match.group(1).partition(".")[0]
            yield Read(key, step, route, match.span(1), "token")


def loop_variables(loop: Step | None) -> frozenset[str]:
    """Return the variables that the engine sets in a pass of *loop* (docs/engine/prompt-rendering.md#loop-variables); none outside loops."""
    if loop is None:
        return frozenset()
    names = {as_text(loop.config.get("iterationVar")) or "currentIteration"}
    if loop.loop_type == "forEach":
        names.add(as_text(loop.config.get("itemVar")) or "currentItem")
        names.add(as_text(loop.config.get("indexVar")) or "currentIndex")
    return frozenset(names)
