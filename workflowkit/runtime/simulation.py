"""A whole run: the engine's steps one after another, with given answers (docs/engine/interpreter.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from workflowkit.records import dataclass
from workflowkit.runtime.context import ContextValues, RejectedContext, merge
from workflowkit.runtime.executable import (
    ArtifactDecision,
    Executable,
    ExecutableLoop,
    Failure,
    FailureKind,
    is_plain_id,
)
from workflowkit.runtime.gates import GateKind, gate_of
from workflowkit.runtime.interpreter import (
    Instance,
    InterpreterEvent,
    Note,
    State,
    StepSelection,
    complete,
    select,
)
from workflowkit.runtime.javascript import to_string
from workflowkit.runtime.tokens import loop_variables, substitute
from workflowkit.text.routes import Json

MAX_STEPS = 10_000
"""Steps after which a simulated run is cut off."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A step as it is presented to the agent."""

    instance: Instance
    title: str
    """With its tokens replaced."""
    notes: tuple[Note, ...]
    """The events by which the engine chose it."""
    asks: GateKind | None = None
    """Who is asked to decide about the step, by the context before it; None when nobody is."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What the agent sends when it completes a step."""

    context: Mapping[str, Json] | None = None
    artifacts: tuple[Json, ...] = ()


Agent = Callable[[int, Presented, ContextValues], Submission]
"""Answers a step, given how many came before it and the context so far."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A gate that asks as its step is completed."""

    instance: Instance
    kind: GateKind


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome of a run."""

    presented: tuple[Presented, ...]
    state: State
    context: ContextValues
    failure: Failure | None
    """None when the run is complete."""
    waits: tuple[Wait, ...] = ()
    """Where an unattended session waits for a decision; the runs go on as if it was positive."""


def scripted(submissions: Sequence[Submission]) -> Agent:
    """Return an agent that sends *submissions* one after another, and nothing when they have run out."""

    def answer(index: int, _: Presented, __: ContextValues) -> Submission:
        return submissions[index] if index < len(submissions) else Submission()

    return answer


def simulate(
    executable: Executable,
    state: State,
    agent: Agent,
    context: Mapping[str, Json] | None = None,
    *,
    is_attended: bool = True,
) -> Run:
    """Run *executable* from *state* to its end. Output requirements count as met.

    *is_attended* is False for the sessions of the daemon, in which later engines decide each gate again.
    """
    behavior = executable.behavior
    known: ContextValues = dict(context or {})
    # The first step is rendered before there is any context.
    visible: ContextValues = {}
    artifacts: tuple[Json, ...] = ()
    presented: list[Presented] = []
    waits: list[Wait] = []

    def ended(failure: Failure | None) -> Run:
        return Run(tuple(presented), state, known, failure, tuple(waits))

    while len(presented) < MAX_STEPS:
        selection = select(executable, state, known, artifacts)
        if isinstance(selection, Failure):
            return ended(selection)
        unreadable = check_log(executable, selection.notes)
        if unreadable is not None:
            return ended(unreadable)
        state = selection.state
        if state.pending is None:
            return ended(None)
        presented.append(_present(executable, state.pending, selection, visible))
        submission = agent(len(presented) - 1, presented[-1], known)
        merged = merge(known, submission.context)
        if isinstance(merged, RejectedContext):
            return ended(Failure(FailureKind.INVALID_STATE, merged.message))
        completed = complete(state, state.pending)
        if isinstance(completed, Failure):
            return ended(completed)
        if behavior.decides_gates_again and not is_attended:
            waits.extend(_waits(executable, state.pending, merged))
        earlier = artifacts if behavior.remembers_artifacts else ()
        artifacts = earlier + tuple(submission.artifacts)
        known = visible = merged
        state = completed
    return ended(Failure(FailureKind.INVALID_STATE, f"the run takes more than {MAX_STEPS} steps"))


def _waits(executable: Executable, instance: Instance, context: ContextValues) -> Iterator[Wait]:
    """Yield the wait at the gate of a step, decided with the *context* after it."""
    gate = gate_of(executable.by_id[instance.step_id].definition)
    if gate is not None and gate.asks(context, executable.behavior):
        yield Wait(instance, gate.kind)


def check_log(executable: Executable, notes: Sequence[Note]) -> Failure | None:
    """Return the failure with which the engine reads back its record of a selection; None when all is readable.

    The test of an artifact loop is recorded with the `loopId` of its condition source, which nothing else reads.
    """
    for note in notes:
        loop = executable.by_id.get(note.id)
        if (
            isinstance(loop, ExecutableLoop)
            and isinstance(loop.source, ArtifactDecision)
            # The first test of a loop either enters or leaves it.
            and note.event in (InterpreterEvent.ENTERED_LOOP, InterpreterEvent.EXITED_LOOP)
            and not is_plain_id(loop.source.loop_id)
        ):
            message = f"the condition source of the loop '{loop.id}' has no usable loopId"
            return Failure(FailureKind.SESSION_NOT_HEALTHY, message)
    return None


def _present(
    executable: Executable, instance: Instance, selection: StepSelection, context: ContextValues
) -> Presented:
    step = executable.by_id[instance.step_id]
    behavior = executable.behavior
    gate = gate_of(step.definition)
    asks = gate.kind if gate is not None and gate.asks(context, behavior) else None
    loop = executable.by_id.get(instance.loop_id) if instance.loop_id is not None else None
    # A body that is named by id does not get the variables of its loop, though its conditions do.
    if isinstance(loop, ExecutableLoop) and loop.is_inline:
        context = {**context, **loop_variables(loop, instance.iteration, context)}
    title = substitute(
        to_string(step.definition.get("title", "")),
        context,
        names_types=behavior.checks_item_fields,
    )
    return Presented(instance, title, selection.notes, asks)
