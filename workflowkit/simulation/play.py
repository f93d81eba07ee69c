"""The player: what the engine answers to each submission (docs/engine/interpreter.md#the-gate).

Situations are values: going back is using an earlier one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, RenderedPrompt, render
from workflowkit.runtime.context import ContextValues, RejectedContext, merge
from workflowkit.runtime.executable import ExecutableStep, Failure, FailureKind
from workflowkit.runtime.interpreter import (
    Instance,
    Note,
    State,
    complete,
    select,
    start,
)
from workflowkit.runtime.simulation import check_log
from workflowkit.runtime.stored_output import unreadable_output
from workflowkit.runtime.submission import Blocker, Verdict, check_submission
from workflowkit.text.routes import Json

MAX_BLOCKS = 3
"""Blocked attempts after which the engine refuses every retry of a step."""

MAX_CONTEXT_DEPTH = 64
"""Levels of nesting in the context of a call."""


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """What an agent sends to complete a step."""

    context: Mapping[str, Json] | None = None
    notes: str | None = None
    artifacts: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """A run between two calls."""

    state: State
    context: ContextValues = field(default_factory=dict)
    """The stored context."""
    visible: ContextValues = field(default_factory=dict)
    """What the prompt of the pending step is rendered with."""
    artifacts: tuple[Json, ...] = ()
    """Those that loop tests see."""
    has_notes: bool = False
    """True when notes are stored."""
    n_blocks: int = 0
    """Blocked attempts at the pending step."""
    lost: Failure | None = None
    """Why the run cannot go on; None when it can."""
    events: tuple[Note, ...] = ()
    """What happened on the way to the pending step."""

    @property
    def pending(self) -> Instance | None:
        """The step that waits for an answer; None when the run is complete."""
        return self.state.pending

    @property
    def is_over(self) -> bool:
        """True when no answer can change anything."""
        return self.pending is None or self.lost is not None or self.n_blocks >= MAX_BLOCKS


class AttemptResult(StrEnum):
    """What a submission leads to."""

    COMPLETED = "completed"
    BLOCKED = "blocked"
    """Stored as an attempt; the context and the notes of the call are lost."""
    FAILED = "failed"
    """The engine answers with an error, and stores nothing."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The engine's answer to one submission."""

    result: AttemptResult
    situation: Situation
    """The run afterwards."""
    verdict: Verdict = field(default_factory=Verdict)
    failure: Failure | None = None
    """The error; None unless the submission failed, or the run is lost."""

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """Why the step is blocked, in the engine's order."""
        return self.verdict.blockers


def begin(pinned: PinnedWorkflow, context: Mapping[str, Json] | None = None) -> Situation | Failure:
    """Return the run at its first step, started with *context*; the failure when it cannot start."""
    state = start(pinned.executable, pinned.first)
    if isinstance(state, Failure):
        return state
    # The first prompt is rendered before there is a context.
    return Situation(state, context=dict(context or {}))


def prompt_at(pinned: PinnedWorkflow, situation: Situation) -> RenderedPrompt | None:
    """Return what the agent reads; None when nothing is pending."""
    if situation.pending is None:
        return None
    return render(pinned, Moment(situation.pending, situation.visible, situation.has_notes))


def submit(pinned: PinnedWorkflow, situation: Situation, answer: StepAnswer) -> Attempt:
    """Return what the engine answers to *answer*."""
    if situation.pending is None:
        return _failed(situation, FailureKind.INVALID_STATE, "the run is complete")
    if situation.lost is not None:
        return Attempt(AttemptResult.FAILED, situation, failure=situation.lost)
    if situation.n_blocks >= MAX_BLOCKS:
        message = f"after {MAX_BLOCKS} blocked attempts every retry is refused"
        return _failed(situation, FailureKind.INVALID_STATE, message)
    merged = _merged(pinned, situation, answer.context)
    if isinstance(merged, RejectedContext):
        return _failed(situation, FailureKind.INVALID_STATE, merged.message)
    definition = pinned.executable.by_id[situation.pending.step_id].definition
    # A loop in first place is presented and completed like a step.
    step = ExecutableStep(situation.pending.step_id, definition)
    verdict = check_submission(pinned.executable, step, answer.notes, answer.artifacts, merged)
    if verdict.internal_error:
        failed = _failed(situation, FailureKind.INVALID_STATE, verdict.internal_error)
        return replace(failed, verdict=verdict)
    if not verdict.is_completed:
        return _blocked(situation, answer, verdict)
    return _completed(pinned, situation, answer, merged, verdict)


def _merged(
    pinned: PinnedWorkflow, situation: Situation, delta: Mapping[str, Json] | None
) -> ContextValues | RejectedContext:
    if delta is None:
        return merge(situation.context, None)
    if _depth(delta) > MAX_CONTEXT_DEPTH:
        return RejectedContext(f"the context has more than {MAX_CONTEXT_DEPTH} levels")
    limit = pinned.engine.context_limit_bytes
    text = json.dumps(delta, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode("utf-8", "replace")) > limit:
        return RejectedContext(f"the context has more than {limit} bytes")
    return merge(situation.context, dict(delta))


def _depth(value: Json) -> int:
    """Return the levels of nesting in *value*, counted no further than needed."""
    level, current = 0, [value]
    while current and level <= MAX_CONTEXT_DEPTH + 1:
        current = [
            inner
            for part in current
            if isinstance(part, Mapping | list)
            for inner in (part.values() if isinstance(part, Mapping) else part)
        ]
        level += 1
    return level - 1


def _failed(situation: Situation, kind: FailureKind, message: str) -> Attempt:
    return Attempt(AttemptResult.FAILED, situation, failure=Failure(kind, message))


def _blocked(situation: Situation, answer: StepAnswer, verdict: Verdict) -> Attempt:
    lost = None
    if verdict.is_terminal:
        lost = Failure(FailureKind.INVALID_STATE, verdict.blockers[0].message)
    after = replace(
        situation,
        visible=situation.context,
        artifacts=situation.artifacts + tuple(answer.artifacts),
        n_blocks=situation.n_blocks + 1,
        lost=lost,
        events=(),
    )
    return Attempt(AttemptResult.BLOCKED, after, verdict, lost)


def _completed(
    pinned: PinnedWorkflow,
    situation: Situation,
    answer: StepAnswer,
    merged: ContextValues,
    verdict: Verdict,
) -> Attempt:
    assert situation.pending is not None
    state = complete(situation.state, situation.pending)
    remembers = pinned.behavior.remembers_artifacts
    artifacts = (situation.artifacts if remembers else ()) + tuple(answer.artifacts)
    selection = (
        state if isinstance(state, Failure) else select(pinned.executable, state, merged, artifacts)
    )
    if isinstance(selection, Failure):
        failed = _failed(situation, selection.kind, selection.message)
        return replace(failed, verdict=verdict)
    notes = answer.notes if verdict.keeps_notes else None
    after = Situation(
        selection.state,
        context=merged,
        visible=merged,
        artifacts=artifacts,
        has_notes=situation.has_notes or bool(notes),
        lost=check_log(pinned.executable, selection.notes)
        or unreadable_output(notes, answer.artifacts, verdict.recorded),
        events=selection.events,
    )
    return Attempt(AttemptResult.COMPLETED, after, verdict, after.lost)
