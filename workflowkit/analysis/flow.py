"""Flow: the order in which top-level steps run, for every value that the tested keys can have.

The engine scans from the first step for one that has not run and whose condition holds, runs it, and scans again (runtime/interpreter.md).
So a step that was skipped runs later if its condition turns true.
Every key that a condition tests is tried with each literal it is compared with, one other value, and unset; a key is set once a step that captures it has run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from workflowkit.analysis.context import Context
from workflowkit.analysis.reads import Read
from workflowkit.engine.conditions import evaluate
from workflowkit.model.view import Step
from workflowkit.source.routes import Json

MAX_ASSIGNMENTS = 20_000
"""Above this many combinations of values no paths are enumerated."""

UNSET = "<unset>"
"""Stands for a key that has no value; no authored literal is this object."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a workflow."""

    values: Mapping[str, Json]
    """The value of each tested key; UNSET when it has none."""
    steps: tuple[Step, ...]
    """Top-level steps in the order in which they run."""


class Flow:
    """The top-level control flow of one workflow."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._workflow = context.workflow

    @cached_property
    def elements(self) -> tuple[Step, ...]:
        """Steps that run by themselves: all top-level steps but those that are some loop's body."""
        bodies = {step.body_id for step in self._workflow.steps if step.body_id}
        return tuple(step for step in self._workflow.steps if step.id not in bodies)

    @cached_property
    def domains(self) -> Mapping[str, tuple[Json, ...]]:
        """Key to the values worth trying, UNSET last."""
        reads: dict[str, list[Read]] = {}
        tops = set(self.elements)
        for read in self._context.condition_reads:
            if read.use == "run" and read.step in tops:
                reads.setdefault(read.key, []).append(read)
        return {key: self.domain(key, items) for key, items in reads.items()}

    def domain(self, key: str, reads: list[Read]) -> tuple[Json, ...]:
        """The values that tell the conditions in *reads* apart: literals and declared values, one other, UNSET."""
        declared = [
            value
            for capture in self._context.captures_by_key.get(key, ())
            for value in capture.values or ()
        ]
        is_boolean = bool(declared) and all(value in ("true", "false") for value in declared)
        values: list[Json] = [] if is_boolean else list(declared)
        for read in reads:
            values.extend(_literals(read))
        if is_boolean:
            values.extend((True, False))
        if not declared:
            values.append("<other>")
        distinct: dict[str, Json] = {repr(value): value for value in values}
        return (*distinct.values(), UNSET)

    @cached_property
    def is_exhaustive(self) -> bool:
        """False when there are too many combinations to try."""
        return prod(len(domain) for domain in self.domains.values()) <= MAX_ASSIGNMENTS

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Every distinct order of steps with one combination of values that leads to it; empty when there are too many."""
        if not self.is_exhaustive or not self.elements:
            return ()
        by_order: dict[tuple[Step, ...], Path] = {}
        for values in self._assignments():
            order = tuple(self.run(values))
            by_order.setdefault(order, Path(values, order))
        return tuple(by_order.values())

    def _assignments(self) -> Iterator[Mapping[str, Json]]:
        keys = list(self.domains)
        for values in product(*(self.domains[key] for key in keys)):
            yield dict(zip(keys, values, strict=True))

    def run(self, values: Mapping[str, Json]) -> Iterator[Step]:
        """Run with *values*: yield top-level steps in the engine's order."""
        context = {
            key: value
            for key, value in values.items()
            if value is not UNSET and key not in self._captured
        }
        waiting = list(self.elements)
        is_first = True
        while waiting:
            # The engine presents the first step whatever its condition says.
            step = (
                waiting[0]
                if is_first
                else next((item for item in waiting if _holds(item, context)), None)
            )
            if step is None:
                return
            is_first = False
            waiting.remove(step)
            yield step
            for key in self._sets(step):
                if values.get(key, UNSET) is not UNSET:
                    context[key] = values[key]

    @cached_property
    def _captured(self) -> frozenset[str]:
        return frozenset(
            key
            for key, captures in self._context.captures_by_key.items()
            if captures and key not in self._context.inputs
        )

    def _sets(self, step: Step) -> frozenset[str]:
        """Keys that are set once *step*, its inline body or its named body has run."""
        keys = self._context.captured_keys
        inner = (
            *step.body,
            *(item for item in self._workflow.steps if item.id == step.body_id != ""),
        )
        return frozenset().union(*(keys.get(item.route, frozenset()) for item in (step, *inner)))


def _holds(step: Step, context: Mapping[str, Json]) -> bool:
    return evaluate(step.value.get("runCondition"), context)


def _literals(read: Read) -> Iterator[Json]:
    operand = read.operand
    if read.operator in ("equals", "not_equals"):
        if isinstance(operand, bool):
            yield from (True, False)
        elif operand is not None and not isinstance(operand, dict | list):
            yield operand
    elif read.operator == "in" and isinstance(operand, list):
        yield from (item for item in operand if not isinstance(item, dict | list))
    elif read.operator in ("gt", "gte", "lt", "lte") and isinstance(operand, int | float):
        yield from (operand - 1, operand, operand + 1)
    elif read.operator == "truthy":
        yield from (True, False)
