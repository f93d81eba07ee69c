"""Runs with undecided values: a key gets its value when a condition first reads it, so that what nothing reads stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Any

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.executable import ExecutableLoop, Failure
from workflowkit.runtime.interpreter import (
    Frame,
    Instance,
    State,
    StepSelection,
    complete,
    select,
)
from workflowkit.runtime.simulation import check_log
from workflowkit.runtime.submission import ContractErrorKind, check_contract
from workflowkit.simulation.choices import DECISION, ChoiceModel
from workflowkit.simulation.goals import RUN, Goal, GoalKind, goals_of_events
from workflowkit.simulation.runs import RunEnd, instance_name
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json

Choice = tuple[str, int]
"""A key, and the index of its value in the domain."""


@dataclass(frozen=True, slots=True)
class Node:
    """A run after a completed step, as far as it matters for what follows."""

    state: State
    values: frozenset[Choice] = frozenset()
    """What was chosen and may be read again."""
    fresh: frozenset[tuple[str, bool]] = frozenset()
    """Keys that were set since they were last read; true when they may also be unset."""
    _hash: int = field(init=False, repr=False, compare=False, default=0)
    """Computed once: nodes are looked up far more often than they are made."""

    def __post_init__(self) -> None:
        """Compute the hash."""
        object.__setattr__(self, "_hash", hash((self.state, self.values, self.fresh)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class PathEdge:
    """The way from one node to the next: a value that is chosen, or a step that is presented and completed."""

    choices: tuple[Choice, ...]
    instance: Instance | None
    """The presented step; None for a choice, and when the run ends without another step."""
    goals: frozenset[Goal]
    target: Node | None
    """None when the run ends here."""
    end: RunEnd | None = None
    """How it ends."""
    reason: str = ""
    """Why it fails or blocks."""

    @property
    def is_choice(self) -> bool:
        """True when a value is chosen, and no step is presented."""
        return self.instance is None and self.target is not None

    @property
    def label(self) -> str:
        """The step as paths name it; for an end without one, the end."""
        if self.instance is None:
            return f"<{self.end.value if self.end else ''}>"
        return instance_name(self.instance)


class _UndecidedError(Exception):
    """Raised when a condition reads a key that has no value yet."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _LazyContext(Mapping[str, Json]):
    """The context of a node; reading an undecided key raises."""

    def __init__(self, model: ChoiceModel, node: Node) -> None:
        self._values = {key: model.domains[key][index] for key, index in node.values}
        self._fresh = {key for key, _ in node.fresh}

    def __getitem__(self, key: str) -> Json:
        if key in self._fresh:
            raise _UndecidedError(key)
        value = self._values.get(key, UNSET)
        if value is UNSET:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        if key in self._fresh:
            raise _UndecidedError(str(key))
        return self._values.get(str(key), UNSET) is not UNSET

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class _LazyArtifacts(Sequence[Json]):
    """The artifacts that loop tests see: at most one decision, which raises when it is undecided."""

    def __init__(self, context: _LazyContext) -> None:
        self._context = context

    def _items(self) -> list[Json]:
        decision = self._context.get(DECISION)
        return [] if decision is None else [{"kind": "wr.loop_control", "decision": decision}]

    def __getitem__(self, index: Any) -> Any:
        return self._items()[index]

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[Json]:
        return iter(self._items())


@dataclass(frozen=True)
class AbstractRun:
    """The engine on nodes."""

    model: ChoiceModel

    @property
    def _executable(self) -> Any:
        return self.model.pinned.executable

    def start(self) -> PathEdge:
        """Return the edge to the first step, which the engine presents whatever its condition."""
        instance = Instance(self.model.pinned.first)
        fresh = frozenset((key, True) for key in self.model.initial)
        node = Node(State(pending=instance), fresh=fresh)
        return self._present(node, State(pending=instance), frozenset())

    def edges(self, node: Node) -> list[PathEdge]:
        """Return every way on from *node*: one for each value of the first key that is undecided, or else the one to the next step."""
        context = _LazyContext(self.model, node)
        artifacts = _LazyArtifacts(context)
        try:
            selection = select(self._executable, node.state, context, artifacts)
        except _UndecidedError as undecided:
            return [
                self._decided(branch, choice)
                for branch, choice in self._branches(node, undecided.key)
            ]
        return [self._edge(node, selection)]

    def _decided(self, node: Node, choice: Choice) -> PathEdge:
        if node.state.frame is not None:
            # Within a pass the next step is near, after which the node becomes canonical.
            return PathEdge((choice,), None, frozenset(), node)
        target = self._canonical(node)
        goals = self._false_later(node.state, target)
        return PathEdge((choice,), None, goals, target)

    @staticmethod
    def _false_later(state: State, target: Node) -> frozenset[Goal]:
        """Return the goals of the steps that will never run: a later scan finds their conditions false."""
        return frozenset(
            Goal(kind=GoalKind.CONDITION, step=step_id, name=RUN, outcome="false")
            for step_id in target.state.completed - state.completed
        )

    def _branches(self, node: Node, key: str) -> Iterator[tuple[Node, Choice]]:
        may_be_unset = (key, True) in node.fresh
        fresh = node.fresh - {(key, True), (key, False)}
        for index, value in enumerate(self.model.domains[key]):
            if value is UNSET and not may_be_unset:
                continue
            choice = (key, index)
            yield replace(node, values=node.values | {choice}, fresh=fresh), choice

    def _edge(self, node: Node, selection: StepSelection | Failure) -> PathEdge:
        if isinstance(selection, Failure):
            return PathEdge((), None, frozenset(), None, RunEnd.FAILED, selection.message)
        frame = node.state.frame
        passes = {} if frame is None else {frame.loop_id: frame.iteration + 1}
        goals = frozenset(goals_of_events(self._executable, selection.events, passes))
        unreadable = check_log(self._executable, selection.notes)
        if unreadable is not None:
            return PathEdge((), None, goals, None, RunEnd.FAILED, unreadable.message)
        if selection.state.pending is None:
            return PathEdge((), None, goals, None, RunEnd.COMPLETE)
        return self._present(node, selection.state, goals)

    def _present(self, node: Node, state: State, goals: frozenset[Goal]) -> PathEdge:
        instance = state.pending
        assert instance is not None
        step = self._executable.by_id[instance.step_id]
        if not isinstance(step, ExecutableLoop):
            goals |= {Goal(kind=GoalKind.STEP, step=instance.step_id)}
        reason = uncompletable(self.model.pinned, step.definition)
        if reason:
            return PathEdge((), instance, goals, None, RunEnd.BLOCKED, reason)
        completed = complete(state, instance)
        assert not isinstance(completed, Failure)
        after = self._after(node, completed, instance.step_id)
        target = self._canonical(after)
        goals |= self._false_later(completed, target)
        return PathEdge((), instance, goals, target)

    def _after(self, node: Node, state: State, step_id: str) -> Node:
        """Return the node after a step: what it sets is undecided again."""
        is_set = self.model.set_by.get(step_id, frozenset())
        known = dict(node.values)
        fresh = dict(node.fresh)
        if not self.model.pinned.behavior.remembers_artifacts and DECISION not in is_set:
            known.pop(DECISION, None)
            fresh.pop(DECISION, None)
        for key in is_set:
            old = known.pop(key, None)
            # A decision step has to send a decision; a value that was sent before stays when it is not sent again.
            may_be_unset = key != DECISION and (
                fresh.get(key, True) if old is None else self.model.domains[key][old] is UNSET
            )
            fresh[key] = may_be_unset
        return Node(state, frozenset(known.items()), frozenset(fresh.items()))

    def _canonical(self, node: Node) -> Node:
        """Return *node* without what nothing can read again, so that runs with the same future become one."""
        completed, alive = self._alive(node)
        frame = node.state.frame
        live = frozenset[str]().union(*(self.model.control_keys[step_id] for step_id in alive))
        if frame is not None:
            live |= self._live_in_loop(node.state, frame)
        return Node(
            replace(node.state, completed=completed),
            frozenset(choice for choice in node.values if choice[0] in live),
            frozenset(entry for entry in node.fresh if entry[0] in live),
        )

    def _live_in_loop(self, state: State, frame: Frame) -> frozenset[str]:
        """Return the keys that the open loop may read before one of its steps sets them again."""
        loop = self._executable.by_id[frame.loop_id]
        done = f"{loop.id}@{frame.iteration}::"
        rest = [
            step.id
            for step in loop.body[frame.body_index :]
            if f"{done}{step.id}" not in state.completed
        ]
        entry = self.model.entry_keys[loop.id]
        live, is_set = set(entry), set[str]()
        # The test is repeated before every step, so what it reads is read first.
        for step_id in (*rest, *(step.id for step in loop.body)):
            step = self._executable.by_id[step_id]
            live |= self._condition_keys[step_id] - is_set
            if step.run_condition is None:
                is_set |= self.model.set_by.get(step_id, frozenset())
        return frozenset(live)

    def _alive(self, node: Node) -> tuple[frozenset[str], list[str]]:
        """Return the steps that count as completed, and those that may still run.

        A step counts as completed when its condition is false and none of its keys can change.
        """
        state, frame = node.state, node.state.frame
        done = set(state.completed & self._top_level)
        waiting = [
            step_id
            for step_id in self._order
            if step_id not in done and (frame is None or step_id != frame.loop_id)
        ]
        context = _LazyContext(self.model, node)
        setters = Counter(
            key
            for step_id in (*waiting, *([] if frame is None else [frame.loop_id]))
            for key in self.model.sets_within[step_id]
        )
        changed = True
        while changed:
            dead = [step_id for step_id in waiting if self._is_dead(step_id, context, setters)]
            for step_id in dead:
                setters.subtract(self.model.sets_within[step_id])
            waiting = [step_id for step_id in waiting if step_id not in dead]
            done.update(dead)
            changed = bool(dead)
        if frame is not None:
            prefix = f"{frame.loop_id}@{frame.iteration}::"
            done.update(key for key in state.completed if key.startswith(prefix))
        return frozenset(done), waiting

    def _is_dead(self, step_id: str, context: _LazyContext, setters: Mapping[str, int]) -> bool:
        """Return whether the condition of a step is false for good: no other step that may still run sets its keys."""
        condition = self._executable.by_id[step_id].run_condition
        if condition is None:
            return False
        own = self.model.sets_within[step_id]
        keys = self._condition_keys[step_id]
        if any(setters.get(key, 0) > (key in own) for key in keys):
            return False
        try:
            return not evaluate(condition, context)
        except _UndecidedError:
            return False

    @cached_property
    def _condition_keys(self) -> Mapping[str, frozenset[str]]:
        return {
            step_id: frozenset(read.key for read in reads if read.use == "run")
            for step_id, reads in self.model.reads.items()
        }

    @cached_property
    def _order(self) -> tuple[str, ...]:
        """Ids of the steps and loops that run at the top level."""
        return tuple(
            step.id for step in self._executable.steps if step.id not in self._executable.body_ids
        )

    @cached_property
    def _top_level(self) -> frozenset[str]:
        return frozenset(step.id for step in self._executable.steps)


def uncompletable(pinned: PinnedWorkflow, definition: Mapping[str, Json]) -> str:
    """Return why no answer can complete a step; empty when one may."""
    contract = definition.get("outputContract")
    if contract is None:
        return ""
    kind, _ = check_contract(contract, [], pinned.behavior.contracts)
    if kind is ContractErrorKind.UNKNOWN:
        return f"the engine has no check for '{as_fields(contract).get('contractRef')}'"
    return ""
