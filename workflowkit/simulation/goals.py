"""Goals: everything of a workflow that a run can cover, and what one move covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import RenderedPrompt, fragments_of, gate_condition
from workflowkit.runtime.assessments import follow_ups, references
from workflowkit.runtime.contracts import ASSESSMENT
from workflowkit.runtime.executable import (
    ContextDecision,
    Executable,
    ExecutableLoop,
    ExecutableStep,
    Failure,
)
from workflowkit.runtime.interpreter import InterpreterEvent, Note
from workflowkit.runtime.javascript import is_number
from workflowkit.runtime.loops import bound
from workflowkit.runtime.submission import CRITERIA, Code
from workflowkit.simulation.play import AttemptResult
from workflowkit.simulation.runs import Move, SimulatedRun
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json


class GoalKind(StrEnum):
    """What is covered, in the order of reports."""

    STEP = "step"
    CONDITION = "condition"
    FRAGMENT = "fragment"
    LOOP = "loop"
    GATE = "gate"
    CONSEQUENCE = "consequence"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Goal:
    """One thing that a run can cover."""

    kind: GoalKind
    """What it is."""
    step: str
    """Id of the compiled step or loop."""
    name: str = ""
    """What of the step: the field of a condition, the id of a fragment, the contract; empty for the step itself."""
    outcome: str = ""
    """What has to happen."""

    @property
    def text(self) -> str:
        """The goal, for people."""
        named = f" {self.name}" if self.name else ""
        result = f": {self.outcome}" if self.outcome else ""
        return f"{self.kind.value} {self.step}{named}{result}"


RUN = "runCondition"
LOOP = "loop.condition"
GATE = "requireConfirmation"
SHOWN = "shown"
ASKS = "asks"
PASSES = "passes"
TRIGGERED = "triggered"
ACCEPTED = "accepted"
REFUSED = "refused"


def all_goals(pinned: PinnedWorkflow) -> tuple[Goal, ...]:
    """Return every goal of a workflow, step by step; not all of them need to be feasible."""
    return tuple(
        dict.fromkeys(
            goal
            for step in _presentable(pinned.executable)
            for goal in (*_goals_of_selection(step), *_goals_of_step(pinned, step))
        )
    )


def _presentable(executable: Executable) -> Iterator[ExecutableStep | ExecutableLoop]:
    """Yield every step and loop, bodies after their loops."""
    for step in executable.steps:
        yield step
        if isinstance(step, ExecutableLoop) and step.is_inline:
            yield from step.body


def _goals_of_selection(step: ExecutableStep | ExecutableLoop) -> Iterator[Goal]:
    if step.run_condition is not None:
        yield from _both(step.id, RUN)
    if isinstance(step, ExecutableLoop):
        if isinstance(step.source, ContextDecision):
            yield from _both(step.id, LOOP)
        for outcome in possible_exits(step):
            yield Goal(kind=GoalKind.LOOP, step=step.id, outcome=outcome)
    else:
        yield Goal(kind=GoalKind.STEP, step=step.id)


def _goals_of_step(pinned: PinnedWorkflow, step: ExecutableStep | ExecutableLoop) -> Iterator[Goal]:
    if isinstance(step, ExecutableLoop):
        return
    definition = step.definition
    for _, name, fragment in fragments_of(definition):
        yield Goal(kind=GoalKind.FRAGMENT, step=step.id, name=name, outcome=SHOWN)
        if isinstance(fragment.get("when"), dict):
            yield from _both(step.id, f"promptFragments.{name}")
    gate = definition.get("requireConfirmation")
    if gate:
        yield Goal(kind=GoalKind.GATE, step=step.id, outcome=ASKS)
        if isinstance(gate_condition(pinned, definition), dict):
            yield Goal(kind=GoalKind.GATE, step=step.id, outcome=PASSES)
            yield from _both(step.id, GATE)
    for index, _ in enumerate(as_items(definition.get("assessmentConsequences"))):
        yield Goal(kind=GoalKind.CONSEQUENCE, step=step.id, name=str(index), outcome=TRIGGERED)
    contract = requirement(definition)
    if contract:
        for outcome in (ACCEPTED, REFUSED):
            yield Goal(kind=GoalKind.CONTRACT, step=step.id, name=contract, outcome=outcome)


def _both(step_id: str, name: str) -> Iterator[Goal]:
    for outcome in ("true", "false"):
        yield Goal(kind=GoalKind.CONDITION, step=step_id, name=name, outcome=outcome)


def requirement(definition: Mapping[str, Json]) -> str:
    """Return the name of the contract that decides whether a step is completed; empty when there is none."""
    contract = definition.get("outputContract")
    if contract is not None:
        return as_text(as_fields(contract).get("contractRef"))
    if references(definition):
        return ASSESSMENT
    return CRITERIA if definition.get("validationCriteria") is not None else ""


def possible_exits(loop: ExecutableLoop) -> tuple[str, ...]:
    """Return the ways in which a loop of its bound can end, by the number of passes: `none`, `one`, `many`, `bound`."""
    most = bound(loop)
    if isinstance(most, Failure):
        return ()
    config = loop.config
    count = config.get("count")
    if config.get("type") == "for" and is_number(count):
        return (exit_of(loop, max(-(-count // 1), 0)),)
    found = [exit_of(loop, n_passes) for n_passes in (0, 1, 2, most)]
    return tuple(dict.fromkeys(found))


def exit_of(loop: ExecutableLoop, n_passes: float) -> str:
    """Return how *loop* ended after *n_passes*."""
    most = bound(loop)
    if not isinstance(most, Failure) and n_passes >= most:
        return "bound"
    return {0: "none", 1: "one"}.get(int(n_passes), "many")


def goals_of_events(
    executable: Executable, events: tuple[Note, ...], passes: dict[str, int]
) -> Iterator[Goal]:
    """Yield what the choice of a step covers; *passes* are those that each loop has begun so far, and are counted on."""
    for note in events:
        match note.event:
            case InterpreterEvent.TESTED_LOOP:
                assert note.iteration is not None
                loop = executable.by_id[note.id]
                if note.holds:
                    passes[note.id] = note.iteration + 1
                if isinstance(loop, ExecutableLoop) and isinstance(loop.source, ContextDecision):
                    # The condition of `until` is true when the loop ends.
                    holds = bool(note.holds) is (loop.config.get("type") == "while")
                    yield _condition(note.id, LOOP, holds)
            case InterpreterEvent.EXITED_LOOP:
                loop = executable.by_id[note.id]
                if isinstance(loop, ExecutableLoop):
                    outcome = exit_of(loop, passes.get(note.id, 0))
                    yield Goal(kind=GoalKind.LOOP, step=note.id, outcome=outcome)
            case InterpreterEvent.TESTED_STEP:
                yield _condition(note.id, RUN, bool(note.holds))


def goals_of_prompt(pinned: PinnedWorkflow, rendered: RenderedPrompt) -> Iterator[Goal]:
    """Yield what presenting a step covers."""
    step_id = rendered.instance.step_id
    step = pinned.executable.by_id[step_id]
    if isinstance(step, ExecutableLoop):
        return
    yield Goal(kind=GoalKind.STEP, step=step_id)
    for fragment in rendered.fragments:
        if fragment.is_shown:
            yield Goal(kind=GoalKind.FRAGMENT, step=step_id, name=fragment.id, outcome=SHOWN)
        if fragment.has_condition:
            yield _condition(step_id, f"promptFragments.{fragment.id}", fragment.is_shown)
    gate = step.definition.get("requireConfirmation")
    if gate:
        outcome = ASKS if rendered.asks else PASSES
        yield Goal(kind=GoalKind.GATE, step=step_id, outcome=outcome)
        if isinstance(gate_condition(pinned, step.definition), dict):
            yield _condition(step_id, GATE, rendered.asks)


def goals_of_move(move: Move) -> Iterator[Goal]:
    """Yield what a submission covers: its contract, and consequences."""
    step_id = move.turn.step
    definition = move.turn.definition
    attempt = move.attempt
    contract = requirement(definition)
    output_codes = (Code.MISSING_OUTPUT, Code.INVALID_OUTPUT, Code.BROKEN_CRITERIA)
    is_refused = any(blocker.code in output_codes for blocker in attempt.blockers)
    if contract and is_refused:
        yield Goal(kind=GoalKind.CONTRACT, step=step_id, name=contract, outcome=REFUSED)
    elif contract and attempt.result is AttemptResult.COMPLETED:
        yield Goal(kind=GoalKind.CONTRACT, step=step_id, name=contract, outcome=ACCEPTED)
    for index, consequence in enumerate(as_items(definition.get("assessmentConsequences"))):
        # Early engines report the first consequence only, though others are triggered as well.
        if follow_ups({"assessmentConsequences": [consequence]}, attempt.verdict.recorded):
            yield Goal(kind=GoalKind.CONSEQUENCE, step=step_id, name=str(index), outcome=TRIGGERED)


def _condition(step_id: str, name: str, holds: bool) -> Goal:
    outcome = "true" if holds else "false"
    return Goal(kind=GoalKind.CONDITION, step=step_id, name=name, outcome=outcome)


def covered_by(run: SimulatedRun) -> frozenset[Goal]:
    """Return the goals that *run* covers."""
    found: set[Goal] = set()
    passes: dict[str, int] = {}
    for turn in run.turns:
        found.update(goals_of_prompt(run.pinned, turn.prompt))
    for move in run.moves:
        found.update(goals_of_move(move))
        events = move.attempt.situation.events
        found.update(goals_of_events(run.pinned.executable, events, passes))
    return frozenset(found)
