"""Context: which keys a workflow sets and reads, and whether a key can be set where it is read."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property

from workflowkit.analysis.data_flow.captures import Capture, captures_of
from workflowkit.analysis.data_flow.reads import (
    Read,
    condition_reads,
    injected_reads,
    loop_variables,
    token_reads,
)
from workflowkit.analysis.data_flow.unread import unread_values
from workflowkit.analysis.prompts.prose import has_identifier, identifiers
from workflowkit.compiler.steps import CompiledStep, Steps, every_step
from workflowkit.format.reader import Step, Workflow
from workflowkit.runtime.tokens import TOKEN
from workflowkit.text.json_values import as_items, as_text
from workflowkit.text.routes import Json, Route


class Definedness(Enum):
    """What is known of a key at the place where it is read."""

    UNSET = "unset"
    """Proved: nothing sets it, it is not given, and no text for the agent names it."""
    LATE = "late"
    """Proved: it is set, but by the same step or later ones only, and no text before names it."""
    MAYBE = "maybe"
    """Some text names it, or it is set on some paths, in some passes or in unreadable routines only."""
    FINE = "fine"
    """It is set before by a step that always runs, given from outside, or set by the engine."""


class Context:
    """The context keys of one workflow."""

    def __init__(
        self,
        workflow: Workflow,
        compiled: Steps,
        given: Iterable[str],
        *,
        starts_with_onboarding: bool = False,
    ) -> None:
        self.workflow = workflow
        self._compiled = compiled
        self._given = frozenset(given)
        self._starts_with_onboarding = starts_with_onboarding
        self._captures_of_key: dict[str, tuple[Capture, ...]] = {}

    @cached_property
    def presented_first(self) -> Step | None:
        """The first step, which the engine presents whatever it is; None where a step of the engine comes first."""
        has_none = self._starts_with_onboarding or not self.workflow.steps
        return None if has_none else self.workflow.steps[0]

    def is_presented_first(self, step: Step) -> bool:
        """Return whether the engine presents *step* at the start, whatever its condition and even when it is a loop."""
        first = self.presented_first
        return first is not None and step.route == first.route

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """Every capture the workflow's own texts ask for, in step order."""
        return tuple(capture for step in self.workflow.all_steps for capture in captures_of(step))

    @cached_property
    def injected_captures(self) -> tuple[Capture, ...]:
        """Every capture that injected routine steps ask for; each has the place of the step that calls the routine."""
        return tuple(capture for step in self._injected_steps for capture in captures_of(step))

    @cached_property
    def _injected_steps(self) -> tuple[Step, ...]:
        return tuple(Step(node.value, caller.route, caller.loop) for caller, node in self._injected)

    @cached_property
    def _injected(self) -> tuple[tuple[Step, CompiledStep], ...]:
        """Compiled steps of routines, each behind the step that calls the routine."""
        callers = {step.route: step for step in self.workflow.all_steps}
        return tuple(
            (callers[node.origin.route], node)
            for node in every_step(self._compiled)
            if node.origin.routine and node.origin.route in callers
        )

    @cached_property
    def captures_by_key(self) -> Mapping[str, tuple[Capture, ...]]:
        """All captures, own and injected, by key; in the order in which the steps first run."""
        by_key: dict[str, list[Capture]] = {}
        both = [*self.captures, *self.injected_captures]
        for capture in sorted(both, key=lambda capture: self.position(capture.step)):
            by_key.setdefault(capture.key, []).append(capture)
        return {key: tuple(items) for key, items in by_key.items()}

    def captures_of_key(self, key: str) -> tuple[Capture, ...]:
        """Return all captures of *key*, as `captures_by_key` has them; only the texts that contain it are read for it."""
        if "captures_by_key" in self.__dict__:
            return self.captures_by_key.get(key, ())
        if key not in self._captures_of_key:
            injected = (each for step in self._injected_steps for each in captures_of(step, key))
            both = (*self.own_captures_of_key(key), *injected)
            found = sorted(both, key=lambda capture: self.position(capture.step))
            self._captures_of_key[key] = tuple(found)
        return self._captures_of_key[key]

    def own_captures_of_key(self, key: str) -> tuple[Capture, ...]:
        """Return the captures of *key* that the workflow's own texts ask for, in step order."""
        if "captures" in self.__dict__:
            return tuple(capture for capture in self.captures if capture.key == key)
        return tuple(each for step in self.workflow.all_steps for each in captures_of(step, key))

    def knows(self, variables: Container[str], key: str) -> bool:
        """Return whether *key* is one of the loop *variables*, captured, or comes from outside."""
        return key in variables or key in self.inputs or bool(self.captures_of_key(key))

    @cached_property
    def captured_keys(self) -> Mapping[Route, frozenset[str]]:
        """Step route to the keys that it captures, those of injected steps included."""
        by_route: dict[Route, set[str]] = {}
        for key, captures in self.captures_by_key.items():
            for capture in captures:
                by_route.setdefault(capture.step.route, set()).add(key)
        return {route: frozenset(keys) for route, keys in by_route.items()}

    @cached_property
    def condition_reads(self) -> tuple[Read, ...]:
        """What all conditions and loop fields read."""
        return tuple(read for step in self.workflow.all_steps for read in condition_reads(step))

    @cached_property
    def token_reads(self) -> tuple[Read, ...]:
        """What all tokens read."""
        return tuple(read for step in self.workflow.all_steps for read in token_reads(step))

    @cached_property
    def injected_reads(self) -> tuple[Read, ...]:
        """What the run conditions of injected routine steps test; each at the place of the call."""
        by_call: dict[Route, tuple[Step, list[CompiledStep]]] = {}
        for caller, node in self._injected:
            by_call.setdefault(caller.route, (caller, []))[1].append(node)
        return tuple(
            read
            for caller, nodes in by_call.values()
            for read in injected_reads(caller, [node.value for node in nodes])
        )

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Keys that come from outside: given by the engine, or named in preconditions and clarification prompts."""
        named = "\n".join(
            [*self.workflow.texts("preconditions"), *self.workflow.texts("clarificationPrompts")]
        )
        return self._given | frozenset(_NAME.findall(named))

    @cached_property
    def _named_by_step(self) -> tuple[tuple[Step, str], ...]:
        """Every step with what it shows; tokens print a key and do not name it."""
        texts: dict[Route, list[str]] = {}
        for step in self.workflow.all_steps:
            own = [step.title, *step.outputs, *(text for _, text in step.texts())]
            texts.setdefault(step.route, []).extend(own)
        for caller, node in self._injected:
            texts[caller.route].append(as_text(node.value.get("prompt")))
        return tuple(
            (step, _without_tokens(texts[step.route]))
            for step in sorted(self.workflow.all_steps, key=self.position)
        )

    @cached_property
    def _named_elsewhere(self) -> str:
        """What reaches the agent by another way, or may do so: compiled prompts, assessments, criteria, fields that the format does not know."""
        compiled = [as_text(node.value.get("prompt")) for node in every_step(self._compiled)]
        declared = [
            *_strings(self.workflow.value.get("assessments")),
            *self._unread_texts,
            *(
                text
                for step in self.workflow.all_steps
                for key in ("validationCriteria", "assessmentConsequences")
                for text in _strings(step.value.get(key))
            ),
        ]
        return _without_tokens([*compiled, *declared])

    @cached_property
    def _unread_texts(self) -> tuple[str, ...]:
        values = unread_values(self.workflow)
        return tuple(text for value in values for text in _strings(value, keys=True))

    @cached_property
    def _unread_words(self) -> frozenset[str]:
        """Words and tokens of the fields that no rule reads."""
        return frozenset().union(*map(identifiers, self._unread_texts))

    def mentions(self, key: str) -> tuple[Step, ...]:
        """Return the steps whose texts name *key* as a word, in the order in which they first run."""
        return tuple(step for step, text in self._named_by_step if has_identifier(text, key))

    def shows(self, words: str) -> bool:
        """Return whether any text that the agent may see contains *words*, in any case."""
        return words.casefold() in self._shown_text

    @cached_property
    def _shown_text(self) -> str:
        own = (text for step in self.workflow.all_steps for _, text in step.texts())
        compiled = (as_text(node.value.get("prompt")) for node in every_step(self._compiled))
        titles = (step.title for step in self.workflow.all_steps)
        declared = (
            text
            for key in ("assessments", "preconditions", "clarificationPrompts", "metaGuidance")
            for text in _strings(self.workflow.value.get(key))
        )
        return "\n".join((*own, *compiled, *titles, *declared)).casefold()

    @cached_property
    def _uses(self) -> Mapping[Route, str]:
        """Step route to its texts; where they order a capture, the key is omitted."""
        windows: dict[Route, list[tuple[int, int]]] = {}
        for capture in self.captures:
            if capture.window:
                windows.setdefault(capture.route, []).append(capture.window)
        found: dict[Route, list[str]] = {}
        for step in self.workflow.all_steps:
            own = found.setdefault(step.route, [])
            for route, text in step.texts():
                for start, end in windows.get(route, []):
                    text = text[:start] + " " * (end - start) + text[end:]
                own.append(text)
        for caller, node in self._injected:
            found[caller.route].append(as_text(node.value.get("prompt")))
        return {route: "\n".join(texts) for route, texts in found.items()}

    @cached_property
    def _read_keys(self) -> frozenset[str]:
        return frozenset(
            read.key for read in (*self.condition_reads, *self.token_reads, *self.injected_reads)
        )

    def is_used(self, key: str) -> bool:
        """Return whether a condition, a loop, a token or a field beside the prompt reads *key*, or a step names it that another step sets."""
        if key in self._read_keys or key in self._unread_words:
            return True
        setters = {capture.step.route for capture in self.captures_of_key(key)}
        users = (route for route, text in self._uses.items() if has_identifier(text, key))
        return any(setters - {route} for route in users)

    @cached_property
    def unread_calls(self) -> tuple[Step, ...]:
        """The steps that call a routine whose text could not be put in their place; it may set and name anything."""
        unread = {
            node.origin.route
            for node in every_step(self._compiled)
            if node.value.get("templateCall") and not node.origin.routine
        }
        return tuple(step for step in self.workflow.all_steps if step.route in unread)

    def position(self, step: Step) -> int:
        """Return the position of *step* in the order of first runs: bodies behind their loop, whether inline or named by id."""
        return self._positions.get(step.route, 0)

    @cached_property
    def _positions(self) -> Mapping[Route, int]:
        order: dict[Route, None] = {}
        # The first step is presented before all others, also when a loop names it as its body.
        for step in self.workflow.steps:
            if not self._loop_by_body.get(step.route) or self.is_presented_first(step):
                order.setdefault(step.route)
            if step.is_loop:
                for inner in (*step.body, *self._named_body(step)):
                    order.setdefault(inner.route)
        return {route: index for index, route in enumerate(order)}

    @cached_property
    def _loop_by_body(self) -> Mapping[Route, Step]:
        """Route of a step that is named as a body to the first loop that names it."""
        found: dict[Route, Step] = {}
        for loop in self.workflow.steps:
            for target in self._named_body(loop):
                found.setdefault(target.route, loop)
        return found

    def _named_body(self, loop: Step) -> tuple[Step, ...]:
        """Return the step that *loop* names as its body, if it does."""
        identity = loop.body_id
        named = (step for step in self.workflow.steps if step.id == identity and not step.is_loop)
        return tuple(named)[:1] if identity else ()

    def loop_around(self, step: Step) -> Step | None:
        """Return the loop in whose body *step* is, inline or by id; None outside loops."""
        return step.loop or self._loop_by_body.get(step.route)

    def body_of(self, loop: Step) -> tuple[Step, ...]:
        """Return the steps of the body of *loop*, inline or by id."""
        return (*loop.body, *self._named_body(loop))

    def definedness(self, read: Read) -> Definedness:
        """Return whether the key can be set when *read* happens for the first time."""
        key = read.key
        if key in self.inputs or key in self._variables(read):
            return Definedness.FINE
        captures = self.captures_of_key(key)
        before = self._before(read, (capture.step for capture in captures))
        if any(map(self.always_runs, before)):
            return Definedness.FINE
        if before or any(self.repeats_before(capture.step, read) for capture in captures):
            return Definedness.MAYBE
        hints = (*self.mentions(key), *self.unread_calls)
        if captures:
            return Definedness.MAYBE if self._before(read, hints) else Definedness.LATE
        if hints or has_identifier(self._named_elsewhere, key):
            return Definedness.MAYBE
        return Definedness.UNSET

    def _before(self, read: Read, steps: Iterable[Step]) -> list[Step]:
        """Return those of *steps* that have their first run before the one of *read*."""
        moment = self.position(read.step)
        return [step for step in steps if self.position(step) < moment]

    def always_runs(self, step: Step) -> bool:
        """Return whether every run has *step*: it and the loop around it have no condition, and the loop starts a pass."""
        if self.is_presented_first(step):
            return True
        loop = self.loop_around(step)
        if loop is None:
            return not step.is_conditional
        # A first loop is only shown, never entered; loops of other types may find a false condition, an empty list or a zero.
        is_entered = loop.loop_type in ("while", "until") and "condition" not in loop.config
        is_free = not step.is_conditional and not loop.is_conditional
        return is_entered and is_free and not self.is_presented_first(loop)

    def _variables(self, read: Read) -> frozenset[str]:
        """Return the loop variables in the scope of *read*: its prompt only inside inline bodies, its conditions inside all."""
        if read.use == "loop":
            return loop_variables(read.step)
        is_shown = read.use in ("token", "fragment")
        return loop_variables(read.step.loop if is_shown else self.loop_around(read.step))

    def repeats_before(self, writer: Step, read: Read) -> bool:
        """Return whether *writer* is in the loop that *read* tests, or in the one around it: a later pass finds the key."""
        loop = self.loop_around(writer)
        reader = read.step if read.use == "loop" else self.loop_around(read.step)
        return loop is not None and reader is not None and loop.route == reader.route


def _without_tokens(texts: Iterable[str]) -> str:
    return "\n".join(TOKEN.sub(" ", text) if "{{" in text else text for text in texts)


def _strings(value: Json, *, keys: bool = False) -> Iterator[str]:
    """Yield every string inside *value*, and the names of its fields if *keys* is set."""
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            yield part
        if keys and isinstance(part, dict):
            yield from part
        pending.extend(part.values() if isinstance(part, dict) else as_items(part))


_NAME = re.compile(
    r"(?<=`)[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*(?=`)|\b[a-z]+[A-Z][A-Za-z0-9]*\b|\b[a-z]+(?:_[a-z0-9]+)+\b"
)
