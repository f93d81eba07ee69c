"""Context: which keys a workflow sets and looks at, and whether a key can be set where it is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property

from workflowkit.analysis.captures import Capture, captures_of
from workflowkit.analysis.reads import Read, condition_reads, loop_variables, token_reads
from workflowkit.compiler.nodes import Steps, every_step
from workflowkit.model.view import Step, Workflow


class Definedness(Enum):
    """What is known of a key at the place where it is looked at."""

    UNSET = "unset"
    """Proved: nothing sets it and no text names it."""
    LATE = "late"
    """It is set, but first by the same step or a later one."""
    MAYBE = "maybe"
    """Some text names it, or it is set on some paths only."""
    FINE = "fine"
    """It is set before, given from outside, or set by the engine."""


class Context:
    """The context keys of one workflow."""

    def __init__(self, workflow: Workflow, compiled: Steps, given: Iterable[str]) -> None:
        self.workflow = workflow
        self._compiled = compiled
        self._given = frozenset(given)

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """Every capture the workflow's own texts ask for, in step order."""
        return tuple(item for step in self.workflow.all_steps for item in captures_of(step))

    @cached_property
    def injected_captures(self) -> tuple[Capture, ...]:
        """Every capture that injected routine steps ask for; each bears the step that calls the routine."""
        callers = {step.route: step for step in self.workflow.all_steps}
        found: list[Capture] = []
        for node in every_step(self._compiled):
            if node.origin.routine and node.origin.route in callers:
                caller = callers[node.origin.route]
                injected = Step(node.value, caller.route, caller.loop)
                found.extend(captures_of(injected))
        return tuple(found)

    @cached_property
    def captures_by_key(self) -> Mapping[str, tuple[Capture, ...]]:
        """All captures, own and injected, by key; in step order."""
        by_key: dict[str, list[Capture]] = {}
        order = {step.route: position for position, step in enumerate(self.workflow.all_steps)}
        both = [*self.captures, *self.injected_captures]
        for capture in sorted(both, key=lambda item: order.get(item.step.route, 0)):
            by_key.setdefault(capture.key, []).append(capture)
        return {key: tuple(items) for key, items in by_key.items()}

    @cached_property
    def captured_keys(self) -> Mapping[tuple[str | int, ...], frozenset[str]]:
        """Step route to the keys that it captures, those of injected steps included."""
        by_route: dict[tuple[str | int, ...], set[str]] = {}
        for key, captures in self.captures_by_key.items():
            for capture in captures:
                by_route.setdefault(capture.step.route, set()).add(key)
        return {route: frozenset(keys) for route, keys in by_route.items()}

    @cached_property
    def condition_reads(self) -> tuple[Read, ...]:
        """What all conditions and loop fields look at."""
        return tuple(item for step in self.workflow.all_steps for item in condition_reads(step))

    @cached_property
    def token_reads(self) -> tuple[Read, ...]:
        """What all tokens look at."""
        return tuple(item for step in self.workflow.all_steps for item in token_reads(step))

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Keys that come from outside: given by the engine, or named in preconditions and clarification prompts."""
        named = " ".join(
            [*self.workflow.texts("preconditions"), *self.workflow.texts("clarificationPrompts")]
        )
        return self._given | frozenset(_NAME.findall(named))

    @cached_property
    def _mentions(self) -> Mapping[str, tuple[Step, ...]]:
        """Every word that looks like a key, with the steps whose texts hold it; compiled prompts of routines included."""
        found: dict[str, dict[Step, None]] = {}
        callers = {step.route: step for step in self.workflow.all_steps}
        pairs = [(step, text) for step in self.workflow.all_steps for _, text in step.texts()] + [
            (callers[node.origin.route], str(node.value.get("prompt", "")))
            for node in every_step(self._compiled)
            if node.origin.routine and node.origin.route in callers
        ]
        for step, text in pairs:
            for word in set(_WORD.findall(text)):
                found.setdefault(word, {})[step] = None
        for step in self.workflow.all_steps:
            for key in step.outputs:
                found.setdefault(key, {})[step] = None
        return {word: tuple(steps) for word, steps in found.items()}

    def mentions(self, key: str) -> tuple[Step, ...]:
        """The steps whose texts name *key* as a word, in step order."""
        return self._mentions.get(key, ())

    def position(self, step: Step) -> int:
        """Where *step* stands in authored order, inline steps behind their loop."""
        return self._positions.get(step.route, 0)

    @cached_property
    def _positions(self) -> Mapping[tuple[str | int, ...], int]:
        return {step.route: index for index, step in enumerate(self.workflow.all_steps)}

    def definedness(self, read: Read) -> Definedness:
        """Whether the key can be set when *read* happens."""
        key = read.key
        if key in self.inputs or key in loop_variables(read.step) or _is_own_variable(read):
            return Definedness.FINE
        captures = self.captures_by_key.get(key, ())
        if not captures:
            return Definedness.MAYBE if self.mentions(key) else Definedness.UNSET
        if any(self._is_before(capture.step, read) for capture in captures):
            return Definedness.FINE
        return Definedness.LATE

    def _is_before(self, writer: Step, read: Read) -> bool:
        """True when *writer* may have run before *read* looks: it stands earlier, or goes round in the same loop."""
        reader = read.step
        if reader.is_loop and read.use == "loop" and writer.loop == reader:
            return True
        if writer.loop is not None and writer.loop == reader.loop and writer != reader:
            return True
        return self.position(writer) < self.position(reader)


def _is_own_variable(read: Read) -> bool:
    """True for a loop's own variables, which its condition may test."""
    return read.step.is_loop and read.key in {
        read.step.config.get("iterationVar") or "currentIteration",
        read.step.config.get("itemVar"),
        read.step.config.get("indexVar"),
    }


_NAME = re.compile(r"(?<=`)[A-Za-z_][A-Za-z0-9_]*(?=`)|\b[a-z]+[A-Z][A-Za-z0-9]*\b")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
