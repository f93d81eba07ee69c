"""Steps on their way through the passes: the JSON of each with the place where its author wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from workflowkit.records import dataclass
from workflowkit.text.json_values import as_items, as_text
from workflowkit.text.routes import Json, Route


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a compiled step was written."""

    route: Route
    """The step in the workflow itself; for a step of a routine, the step that calls it."""
    routine: str = ""
    """Id of the routine the step comes from; empty for the workflow's own steps."""
    routine_route: Route = ()
    """The step inside the routine; empty for the workflow's own steps."""
    is_checked: bool = False
    """True when the shape check has read the step, so that a pass does not report the errors of its shape."""


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """One step. An inline body is a field of its own, so that a pass reads every step as a flat record."""

    value: dict[str, Json]
    """The step as JSON; never changed in place."""
    origin: Origin
    body: tuple[CompiledStep, ...] | None = None
    """The steps of an inline loop body; None for other steps and for bodies named by id."""
    unbound: frozenset[str] = frozenset()
    """Binding tokens that stay in the step because bind-slots has reported their slot."""

    @property
    def id(self) -> str:
        """The step id; empty when it has none."""
        return as_text(self.value.get("id"))

    @property
    def name(self) -> str:
        """The step as messages name it: by its id, or by its place when it has none."""
        return f"step '{self.id}'" if self.id else "this step"

    @property
    def is_loop(self) -> bool:
        """True for loop containers."""
        return self.value.get("type") == "loop"

    @property
    def is_parallel(self) -> bool:
        """True for steps that start several workflows; they have no prompt."""
        return self.value.get("type") == "parallel"

    def with_fields(self, **fields: Json) -> CompiledStep:
        """Return a copy with *fields* replaced or added."""
        return self.with_value({**self.value, **fields})

    def with_value(self, value: dict[str, Json]) -> CompiledStep:
        """Return a copy with another *value*."""
        return CompiledStep(value, self.origin, self.body, self.unbound)

    def json(self) -> dict[str, Json]:
        """Return the step with its inline body put back."""
        if self.body is None:
            return self.value
        return {**self.value, "body": [node.json() for node in self.body]}


Steps = tuple[CompiledStep, ...]


def read_steps(steps: Json, place: Callable[[Route], Origin], route: Route = ("steps",)) -> Steps:
    """Make nodes of a JSON list of steps; entries that are no objects are skipped."""
    return tuple(
        _read_step(step, place, (*route, index))
        for index, step in enumerate(as_items(steps))
        if isinstance(step, dict)
    )


def _read_step(
    step: dict[str, Json], place: Callable[[Route], Origin], route: Route
) -> CompiledStep:
    body = step.get("body")
    if step.get("type") != "loop" or not isinstance(body, list):
        return CompiledStep(step, place(route))
    return CompiledStep(step, place(route), read_steps(body, place, (*route, "body")))


def every_step(steps: Sequence[CompiledStep]) -> Iterator[CompiledStep]:
    """Yield top-level steps in order, each followed by the steps of its inline body (docs/engine/compiler.md#order-and-errors)."""
    for step in steps:
        yield step
        yield from step.body or ()


def change_each(steps: Steps, change: Callable[[CompiledStep], CompiledStep]) -> Steps:
    """Apply *change* to every step, containers before their inline bodies."""
    changed: list[CompiledStep] = []
    for step in steps:
        node = change(step)
        if step.body is not None:
            node = replace(node, body=tuple(change(inner) for inner in step.body))
        changed.append(node)
    return tuple(changed)
