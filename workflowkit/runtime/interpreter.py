"""The interpreter: the state of a run, and the choice of the next step (docs/engine/interpreter.md).

Everything is a value: choosing and completing return a new state.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.executable import (
    Executable,
    ExecutableLoop,
    ExecutableStep,
    Failure,
    FailureKind,
)
from workflowkit.runtime.loops import bound, check_items, test_entry
from workflowkit.runtime.tokens import loop_variables
from workflowkit.text.routes import Json

MAX_TURNS = 10_000
"""Turns without a step after which choosing fails."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One occurrence of a step."""

    step_id: str
    loop_id: str | None = None
    iteration: int = 0
    """Of the loop, from 0."""

    @property
    def key(self) -> str:
        """What is remembered when it is completed."""
        if self.loop_id is None:
            return self.step_id
        return f"{self.loop_id}@{self.iteration}::{self.step_id}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The loop that is open."""

    loop_id: str
    iteration: int = 0
    body_index: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """Where a run is."""

    completed: frozenset[str] = frozenset()
    """Keys of instances, and the ids of loops that have been left."""
    frame: Frame | None = None
    pending: Instance | None = None
    is_complete: bool = False


class InterpreterEvent(StrEnum):
    """What happens while the engine chooses; it records all but the last two."""

    EVALUATED_CONDITION = "evaluated_condition"
    ENTERED_LOOP = "entered_loop"
    EXITED_LOOP = "exited_loop"
    SELECTED = "selected_next_step"
    TESTED_STEP = "tested_step"
    """The condition of a step was evaluated, also of one in a body, which the engine does not record."""
    TESTED_LOOP = "tested_loop"
    """The entry test of a loop of any type, also where the engine records it as a condition."""


_UNRECORDED = frozenset({InterpreterEvent.TESTED_STEP, InterpreterEvent.TESTED_LOOP})


@dataclass(frozen=True, slots=True)
class Note:
    """One event on the way to a step."""

    event: InterpreterEvent
    id: str
    """Of the step or loop."""
    holds: bool | None = None
    """For a condition, whether the step may run or the loop goes on; None for other events."""
    iteration: int | None = None
    """For the entry test of a loop, the pass that it is for, from 0; None for other events."""


@dataclass(frozen=True, slots=True)
class StepSelection:
    """The next step, pending in *state*, or a complete state; and the events on the way."""

    state: State
    notes: tuple[Note, ...]
    """What the engine records."""
    events: tuple[Note, ...] = ()
    """What happens, tests of body steps included."""


def start(executable: Executable, first: str | None = None) -> State | Failure:
    """Return the state in which the engine starts: the first step is pending, whatever its condition and even when it is a loop.

    *first* is the id of the first step that the author wrote; None when it has not changed by compilation.
    Behind a step of the engine it is a step like any other.
    """
    if not executable.steps:
        return Failure(FailureKind.INVALID_STATE, "the workflow has no steps")
    if first is None or executable.behavior.starts_with_onboarding:
        first = executable.steps[0].id
    if first not in executable.by_id:
        return Failure(FailureKind.INVALID_STATE, f"there is no step '{first}'")
    return State(pending=Instance(first))


def complete(state: State, instance: Instance) -> State | Failure:
    """Return the state after *instance* has been completed; it must be the pending one."""
    if state.is_complete:
        return state
    if state.pending != instance:
        return Failure(FailureKind.INVALID_STATE, f"'{instance.key}' is not pending")
    return replace(state, completed=state.completed | {instance.key}, pending=None)


def select(
    executable: Executable, state: State, context: Mapping[str, Json], artifacts: Sequence[Json]
) -> StepSelection | Failure:
    """Choose what comes after *state*. *artifacts* are those that loop tests see, in the order of submission."""
    notes: list[Note] = []
    for _ in range(MAX_TURNS):
        if state.is_complete or state.pending is not None:
            return _selection(state, notes)
        if state.frame is None:
            state = _scan(executable, state, context, notes)
            continue
        turned = _turn(executable, state, state.frame, context, artifacts, notes)
        if isinstance(turned, Failure):
            return turned
        state = turned
    return Failure(FailureKind.INVALID_STATE, f"no step was found in {MAX_TURNS} turns")


def _selection(state: State, notes: Sequence[Note]) -> StepSelection:
    return StepSelection(
        state,
        tuple(note for note in notes if note.event not in _UNRECORDED),
        tuple(notes),
    )


def _scan(
    executable: Executable, state: State, context: Mapping[str, Json], notes: list[Note]
) -> State:
    """Choose at the top level. Always from the beginning: a step that was skipped runs as soon as its condition holds."""
    for step in executable.steps:
        if step.id in executable.body_ids or step.id in state.completed:
            continue
        if step.run_condition is not None:
            holds = evaluate(step.run_condition, context)
            notes.append(Note(InterpreterEvent.EVALUATED_CONDITION, step.id, holds))
            notes.append(Note(InterpreterEvent.TESTED_STEP, step.id, holds))
            if not holds:
                continue
        if isinstance(step, ExecutableLoop):
            return replace(state, frame=Frame(step.id))
        notes.append(Note(InterpreterEvent.SELECTED, step.id))
        return replace(state, pending=Instance(step.id))
    return replace(state, is_complete=True)


def _turn(
    executable: Executable,
    state: State,
    frame: Frame,
    context: Mapping[str, Json],
    artifacts: Sequence[Json],
    notes: list[Note],
) -> State | Failure:
    """Choose in the body of the open loop, or go to its next pass, or leave it."""
    loop = executable.by_id.get(frame.loop_id)
    if not isinstance(loop, ExecutableLoop):
        return Failure(FailureKind.INVALID_STATE, f"there is no loop '{frame.loop_id}'")
    most = bound(loop)
    if isinstance(most, Failure):
        return most
    if not 0 <= frame.iteration < most or not 0 <= frame.body_index <= len(loop.body):
        return Failure(FailureKind.INVALID_STATE, f"the loop '{loop.id}' is beyond its end")

    # The test is repeated before every step of the body, so that a pass can be cut short.
    if executable.behavior.checks_item_fields and frame == Frame(loop.id):
        mistyped = check_items(loop, context)
        if mistyped is not None:
            return mistyped
    enters = _enters(loop, frame.iteration, context, artifacts, notes)
    if isinstance(enters, Failure):
        return enters
    if not enters:
        return _leave(state, loop, notes)
    if frame.iteration == 0:
        notes.append(Note(InterpreterEvent.ENTERED_LOOP, loop.id))

    index = _eligible(loop, state, frame, context, notes)
    if index is not None:
        step = loop.body[index]
        notes.append(Note(InterpreterEvent.SELECTED, step.id))
        return replace(
            state,
            frame=replace(frame, body_index=index),
            pending=Instance(step.id, loop.id, frame.iteration),
        )
    following = frame.iteration + 1
    if following >= most:
        return _leave(state, loop, notes)
    enters = _enters(loop, following, context, artifacts, notes)
    if isinstance(enters, Failure):
        return enters
    if not enters:
        return _leave(state, loop, notes)
    return replace(state, frame=Frame(loop.id, following))


def _enters(
    loop: ExecutableLoop,
    iteration: int,
    context: Mapping[str, Json],
    artifacts: Sequence[Json],
    notes: list[Note],
) -> bool | Failure:
    entry = test_entry(loop, iteration, context, artifacts)
    if isinstance(entry, Failure):
        return entry
    notes.extend(
        [Note(InterpreterEvent.EVALUATED_CONDITION, loop.id, entry.enters)] * entry.n_conditions
    )
    notes.append(Note(InterpreterEvent.TESTED_LOOP, loop.id, entry.enters, iteration))
    return entry.enters


def _eligible(
    loop: ExecutableLoop,
    state: State,
    frame: Frame,
    context: Mapping[str, Json],
    notes: list[Note],
) -> int | None:
    """Return the index of the next step of the body. Selection only moves forward within a pass."""
    # The context may be one that computes its values when they are read, so it is not copied.
    visible = ChainMap(loop_variables(loop, frame.iteration, context), context)  # type: ignore[arg-type]
    for index in range(frame.body_index, len(loop.body)):
        step: ExecutableStep = loop.body[index]
        key = Instance(step.id, loop.id, frame.iteration).key
        if key in state.completed:
            continue
        holds = evaluate(step.run_condition, visible)
        if step.run_condition is not None:
            notes.append(Note(InterpreterEvent.TESTED_STEP, step.id, holds))
        if holds:
            return index
    return None


def _leave(state: State, loop: ExecutableLoop, notes: list[Note]) -> State:
    notes.append(Note(InterpreterEvent.EXITED_LOOP, loop.id))
    return replace(state, completed=state.completed | {loop.id}, frame=None)
