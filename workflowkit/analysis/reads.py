"""Reads: where a workflow looks at context keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflowkit.engine.conditions import variables
from workflowkit.engine.tokens import TOKEN
from workflowkit.model.view import Step
from workflowkit.source.routes import Json, Route
from workflowkit.source.values import as_text


@dataclass(frozen=True, slots=True)
class Read:
    """One place that looks at one key."""

    key: str
    step: Step
    route: Route
    window: tuple[int, int] | None
    """Where in the text at *route*; None for conditions and loop fields."""
    use: str
    """`run`, `gate`, `loop`, `fragment` (conditions); `items`, `count` (loop fields); `token`."""
    operator: str = ""
    """Of a condition: `equals`, `gt`, …; `truthy` when there is none."""
    operand: Json = None


def condition_reads(step: Step) -> Iterator[Read]:
    """What the conditions and loop fields of *step* look at; only operators that the engine evaluates."""
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


def token_reads(step: Step) -> Iterator[Read]:
    """Tokens in what the engine renders: prompt, blocks, fragments, title; nothing of loops and of calls, which are never shown."""
    if step.is_loop or step.calls_template:
        return
    for route, text in (*step.texts(), ((*step.route, "title"), step.title)):
        if "{{" not in text:
            continue
        for match in TOKEN.finditer(text):
            key = match.group(1).partition(".")[0]
            yield Read(key, step, route, match.span(1), "token")


def loop_variables(loop: Step | None) -> frozenset[str]:
    """The variables that the engine sets in a pass of *loop* (docs/engine/prompt-rendering.md#loop-variables); none outside loops."""
    if loop is None:
        return frozenset()
    names = {as_text(loop.config.get("iterationVar")) or "currentIteration"}
    if loop.loop_type == "forEach":
        names.add(as_text(loop.config.get("itemVar")) or "currentItem")
        names.add(as_text(loop.config.get("indexVar")) or "currentIndex")
    return frozenset(names)
