"""Whole runs: an agent answers step after step, and every move is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, RenderedPrompt, render
from workflowkit.runtime.context import ContextValues
from workflowkit.runtime.executable import Failure, FailureKind
from workflowkit.runtime.interpreter import Instance
from workflowkit.sessions.metrics import Metrics, project
from workflowkit.simulation.play import Attempt, AttemptResult, Situation, StepAnswer, begin, submit
from workflowkit.text.routes import Json

MAX_MOVES = 10_000
"""Submissions after which a run is cut off."""


class RunEnd(StrEnum):
    """How a run ends."""

    COMPLETE = "complete"
    BLOCKED = "blocked"
    """A step can no longer be completed."""
    FAILED = "failed"
    """The engine answers with an error, or cannot start."""
    WAITING = "waiting"
    """The agent gave no further answer."""


@dataclass(frozen=True)
class Turn:
    """A step that waits for an answer."""

    pinned: PinnedWorkflow
    situation: Situation
    last: Attempt | None = None
    """The previous attempt at this step; None for the first."""

    @property
    def instance(self) -> Instance:
        """The step, with its loop and pass."""
        assert self.situation.pending is not None
        return self.situation.pending

    @property
    def step(self) -> str:
        """Id of the step."""
        return self.instance.step_id

    @property
    def loop(self) -> str | None:
        """Id of the loop; None outside loops."""
        return self.instance.loop_id

    @property
    def iteration(self) -> int | None:
        """Number of the pass, from 1; None outside loops."""
        return None if self.loop is None else self.instance.iteration + 1

    @property
    def name(self) -> str:
        """The step as paths name it: `step`, or `loop@2/step` in the second pass of a loop."""
        return instance_name(self.instance)

    @property
    def context(self) -> ContextValues:
        """The stored context."""
        return self.situation.context

    @property
    def definition(self) -> Mapping[str, Json]:
        """The compiled step."""
        return self.pinned.executable.by_id[self.step].definition

    @cached_property
    def prompt(self) -> RenderedPrompt:
        """What the agent reads."""
        moment = Moment(self.instance, self.situation.visible, self.situation.has_notes)
        return render(self.pinned, moment)


@dataclass(frozen=True)
class Move:
    """One submission."""

    turn: Turn
    answer: StepAnswer
    attempt: Attempt


Agent = Callable[[Turn], StepAnswer | None]
"""Answers a turn; None ends the run."""


@dataclass(frozen=True)
class SimulatedRun:
    """A run, from its start to its end."""

    pinned: PinnedWorkflow
    start: Situation | None
    """None when the run cannot start."""
    moves: tuple[Move, ...]
    end: RunEnd
    failure: Failure | None
    """The last error; None when the run did not fail."""

    @property
    def last(self) -> Situation | None:
        """The run after the last move."""
        return self.moves[-1].attempt.situation if self.moves else self.start

    @property
    def context(self) -> ContextValues:
        """The stored context at the end."""
        return self.last.context if self.last else {}

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The first turn of each presented step, in order, and the one that was left without an answer."""
        turns = [move.turn for move in self.moves if move.turn.last is None]
        last = self.last
        is_new = not self.moves or self.moves[-1].attempt.result is AttemptResult.COMPLETED
        # An engine that has lost the session presents nothing any more.
        if is_new and last is not None and last.pending is not None and last.lost is None:
            turns.append(Turn(self.pinned, last))
        return tuple(turns)

    @property
    def path(self) -> tuple[str, ...]:
        """Names of the presented steps, in order."""
        return tuple(turn.name for turn in self.turns)

    @property
    def completed(self) -> tuple[str, ...]:
        """Names of the completed steps, in order."""
        return tuple(
            move.turn.name for move in self.moves if move.attempt.result is AttemptResult.COMPLETED
        )

    @cached_property
    def passes(self) -> Mapping[str, int]:
        """Id of every loop that was reached to the number of its passes."""
        count: dict[str, int] = {}
        for move in self.moves:
            for note in move.attempt.situation.events:
                if note.iteration is not None:
                    begun = note.iteration + 1 if note.holds else 0
                    count[note.id] = max(count.get(note.id, 0), begun)
        return count

    @property
    def metrics(self) -> Metrics | None:
        """The metrics that the engine would project; None unless the run is complete."""
        return project(self._events()) if self.end is RunEnd.COMPLETE else None

    def _events(self) -> Iterator[Json]:
        """Yield the events of the session that metrics are projected from."""
        scope = {"runId": "run"}
        commits: list[str] = []
        start = self.start.context if self.start else {}
        yield {"kind": "context_set", "scope": scope, "data": {"context": start}}
        for move in self.moves:
            if move.attempt.result is not AttemptResult.COMPLETED:
                continue
            after = move.attempt.situation
            if after.pending is None:
                # The engine reads the commits before it stores the context of the last call.
                given = "high" if commits else "none"
                data = {
                    "startGitSha": None,
                    "endGitSha": None,
                    "gitBranch": None,
                    "agentCommitShas": commits,
                    "captureConfidence": given,
                }
            if move.answer.context is not None:
                yield {"kind": "context_set", "scope": scope, "data": {"context": after.context}}
                listed = after.context.get("metrics_commit_shas")
                if isinstance(listed, list) and all(isinstance(sha, str) for sha in listed):
                    commits = listed
            if after.pending is None:
                yield {"kind": "run_completed", "scope": scope, "data": data}


def instance_name(instance: Instance) -> str:
    """Return an occurrence of a step as paths name it: `step`, or `loop@2/step` in the second pass of a loop."""
    if instance.loop_id is None:
        return instance.step_id
    return f"{instance.loop_id}@{instance.iteration + 1}/{instance.step_id}"


def play(
    pinned: PinnedWorkflow,
    agent: Agent,
    context: Mapping[str, Json] | None = None,
    *,
    max_moves: int = MAX_MOVES,
) -> SimulatedRun:
    """Run *pinned* with the answers of *agent*, started with *context*, to its end.

    After a blocked or failed attempt the agent is asked again; a failed answer that is repeated ends the run.
    """
    start = begin(pinned, context)
    if isinstance(start, Failure):
        return SimulatedRun(pinned, None, (), RunEnd.FAILED, start)
    situation = start
    last: Attempt | None = None
    moves: list[Move] = []
    while not situation.is_over:
        if len(moves) >= max_moves:
            failure = Failure(
                FailureKind.INVALID_STATE, f"the run takes more than {max_moves} submissions"
            )
            return SimulatedRun(pinned, start, tuple(moves), RunEnd.FAILED, failure)
        turn = Turn(pinned, situation, last)
        answer = agent(turn)
        if answer is None:
            break
        attempt = submit(pinned, situation, answer)
        is_repeated = bool(moves) and last is not None and moves[-1].answer == answer
        moves.append(Move(turn, answer, attempt))
        situation = attempt.situation
        if attempt.result is AttemptResult.FAILED and is_repeated:
            break
        last = None if attempt.result is AttemptResult.COMPLETED else attempt
    return SimulatedRun(pinned, start, tuple(moves), *run_end(situation, last))


def run_end(situation: Situation, last: Attempt | None) -> tuple[RunEnd, Failure | None]:
    """Return how a run ends that is left in *situation*, after the attempt *last* at the pending step; and its error."""
    if situation.lost is not None:
        is_blocked = situation.n_blocks > 0
        return (RunEnd.BLOCKED if is_blocked else RunEnd.FAILED), situation.lost
    if situation.pending is None:
        return RunEnd.COMPLETE, None
    if situation.is_over:
        return RunEnd.BLOCKED, None
    if last is not None and last.failure is not None:
        return RunEnd.FAILED, last.failure
    return RunEnd.WAITING, None
