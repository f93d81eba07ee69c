"""Goals of prompts: fragments that are shown or not, and gates that ask or not; the graph of steps does not tell these apart.

A witness of a path leaves keys open that no step depends on; they are given the values that fragments need.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.records import dataclass
from workflowkit.rendering.prompt import Moment, fragments_of, gate_condition, visible_context
from workflowkit.runtime.conditions import evaluate, variables
from workflowkit.runtime.interpreter import Instance
from workflowkit.simulation.abstract_run import Node, PathEdge
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.goals import GATE, Goal, GoalKind
from workflowkit.simulation.path_graph import PathGraph
from workflowkit.simulation.witness import Witness
from workflowkit.text.routes import Json

MAX_COMBINATIONS = 256
"""Combinations of values that are tried for one condition."""

MAX_VISITS = 20_000
"""Places of the graph that are visited for one goal."""

_ABSENT, _FREE, _SET = -1, -2, -3
"""The value of a key that is not set; that may be anything; that may be anything but unset."""


@dataclass(frozen=True, slots=True)
class PromptCondition:
    """A condition of a step that decides what its prompt is like."""

    step: str
    name: str
    """The field, as goals name it."""
    condition: Json
    keys: tuple[str, ...]

    def goal(self, holds: bool) -> Goal:
        """Return the goal that it holds, or does not."""
        outcome = "true" if holds else "false"
        return Goal(kind=GoalKind.CONDITION, step=self.step, name=self.name, outcome=outcome)


@dataclass(frozen=True)
class PromptGoals:
    """The conditions of the prompts of one workflow."""

    model: ChoiceModel

    @cached_property
    def conditions(self) -> Mapping[str, tuple[PromptCondition, ...]]:
        """Id of a step to its conditions."""
        return {
            step_id: tuple(self._conditions(step_id))
            for step_id in self.model.pinned.executable.by_id
        }

    def _conditions(self, step_id: str) -> Iterator[PromptCondition]:
        definition = self.model.pinned.executable.by_id[step_id].definition
        listed = [
            (f"promptFragments.{name}", fragment.get("when"))
            for _, name, fragment in fragments_of(definition)
        ]
        listed.append((GATE, gate_condition(self.model.pinned, definition)))
        for name, condition in listed:
            if isinstance(condition, dict):
                keys = dict.fromkeys(read.variable for read in variables(condition))
                known = tuple(key for key in keys if key in self.model.domains)
                yield PromptCondition(step_id, name, condition, known)

    @property
    def all(self) -> frozenset[Goal]:
        """Both goals of every condition."""
        return frozenset(
            each.goal(holds)
            for listed in self.conditions.values()
            for each in listed
            for holds in (True, False)
        )

    def fill(self, witness: Witness, uncovered: set[Goal]) -> None:
        """Give open keys of *witness* values that cover goals of *uncovered*, and remove these."""
        for index, edge in enumerate(witness.edges):
            if edge.instance is None:
                continue
            for each in self.conditions[edge.instance.step_id]:
                self._fill_one(witness, index, each, uncovered)

    def _fill_one(
        self, witness: Witness, index: int, each: PromptCondition, uncovered: set[Goal]
    ) -> None:
        free = witness.free_at(index, each.keys) if index else []
        # A key that is set again without a value keeps the one it had, which the witness may not know.
        domains = [range(len(self.model.domains[key])) for key, _ in free]
        first: tuple[int, ...] | None = None
        for values in islice(product(*domains), MAX_COMBINATIONS):
            for version, value in zip(free, values, strict=True):
                witness.chosen[version] = value
            holds = evaluate(each.condition, witness.visible_at(index))
            if each.goal(holds) in uncovered:
                uncovered.discard(each.goal(holds))
                return
            first = first or values
        for version in free:
            del witness.chosen[version]

    def search(self, graph: PathGraph, goal: Goal) -> Witness | bool | None:
        """Return a witness whose prompts cover *goal*; None when there is none, False when the search was cut off."""
        each = next(found for found in self.conditions[goal.step] if found.name == goal.name)
        return _Search(self.model, graph, each, goal.outcome == "true").run()


Place = tuple[Node, tuple[int, ...]]
"""A node, and the values of the keys of one condition there."""


@dataclass
class _Search:
    """A search, breadth first, for a run that presents a step while a condition has a given result."""

    model: ChoiceModel
    graph: PathGraph
    wanted: PromptCondition
    holds: bool

    def run(self) -> Witness | bool | None:
        start = self.graph.start
        if start.target is None or start.instance is None:
            return None
        keys = self.wanted.keys
        if start.instance.step_id == self.wanted.step and self._fits(
            start.instance, {}, is_first=True
        ):
            return self._finished([start], {}, start.target, tuple(_FREE for _ in keys))
        first = tuple(_FREE if key in self.model.initial else _ABSENT for key in keys)
        place: Place = (start.target, self._after(first, start.instance.step_id))
        came: dict[Place, tuple[Place | None, PathEdge]] = {place: (None, start)}
        waiting = deque([place])
        while waiting:
            here = waiting.popleft()
            if len(came) > MAX_VISITS:
                return False
            for edge in self.graph.edges.get(here[0], ()):
                values = self._chosen(here[1], edge)
                if edge.instance is None:
                    if edge.target is not None and (edge.target, values) not in came:
                        came[edge.target, values] = (here, edge)
                        waiting.append((edge.target, values))
                    continue
                found = None
                if edge.instance.step_id == self.wanted.step:
                    found = self._solution(edge.instance, values)
                if found is not None:
                    path = [*_way(came, here), edge]
                    witness = self._finished(path, found, edge.target, tuple(found.values()))
                    if witness is not None:
                        return witness
                if edge.target is not None:
                    after = (edge.target, self._after(values, edge.instance.step_id))
                    if after not in came:
                        came[after] = (here, edge)
                        waiting.append(after)
        return None if self.graph.is_complete else False

    def _chosen(self, values: tuple[int, ...], edge: PathEdge) -> tuple[int, ...]:
        chosen = dict(edge.choices)
        return tuple(
            chosen.get(key, value) for key, value in zip(self.wanted.keys, values, strict=True)
        )

    def _after(self, values: tuple[int, ...], step_id: str) -> tuple[int, ...]:
        is_set = self.model.set_by.get(step_id, frozenset())
        return tuple(
            self._set_again(key, value) if key in is_set else value
            for key, value in zip(self.wanted.keys, values, strict=True)
        )

    def _set_again(self, key: str, value: int) -> int:
        if value in (_ABSENT, _FREE):
            return _FREE
        is_unset = value >= 0 and self.model.domains[key][value] is UNSET
        return _FREE if is_unset else _SET

    def _solution(self, instance: Instance, values: tuple[int, ...]) -> dict[str, int] | None:
        """Return the values of the keys with which the condition has the wanted result; None when there are none."""
        for combination in islice(product(*self._options(values)), MAX_COMBINATIONS):
            chosen = dict(zip(self.wanted.keys, combination, strict=True))
            if self._fits(instance, chosen):
                return chosen
        return None

    def _options(self, values: tuple[int, ...]) -> Iterator[Sequence[int]]:
        for key, value in zip(self.wanted.keys, values, strict=True):
            if value >= 0 or value == _ABSENT:
                yield (value,)
            else:
                yield [
                    index
                    for index, option in enumerate(self.model.domains[key])
                    if value == _FREE or option is not UNSET
                ]

    def _fits(
        self, instance: Instance, chosen: Mapping[str, int], *, is_first: bool = False
    ) -> bool:
        context = {
            key: self.model.domains[key][index]
            for key, index in chosen.items()
            if index >= 0 and self.model.domains[key][index] is not UNSET
        }
        moment = Moment(instance, {} if is_first else context)
        visible = visible_context(self.model.pinned, moment)
        return evaluate(self.wanted.condition, visible) is self.holds

    def _finished(
        self,
        path: list[PathEdge],
        found: Mapping[str, int],
        node: Node | None,
        values: tuple[int, ...],
    ) -> Witness | None:
        """Return the witness that goes on from *node* to a nearest end, without choosing other values for what was *found*."""
        last = path[-1].instance
        assert last is not None
        rest = self._to_end(node, self._after(values, last.step_id))
        if rest is None:
            return None
        witness = Witness(self.model, (*path, *rest)).with_choices()
        versions = witness.versions[len(path) - 1]
        for key, value in found.items():
            if value >= 0 and key in versions:
                witness.chosen[key, versions[key]] = value
        return witness

    def _to_end(self, node: Node | None, pinned: tuple[int, ...]) -> list[PathEdge] | None:
        if node is None:
            return []
        place: Place = (node, pinned)
        came: dict[Place, tuple[Place | None, PathEdge | None]] = {place: (None, None)}
        waiting = deque([place])
        while waiting and len(came) < MAX_VISITS:
            here = waiting.popleft()
            for edge in self.graph.edges.get(here[0], ()):
                known = dict(zip(self.wanted.keys, here[1], strict=True))
                if any(
                    known.get(key, _FREE) >= 0 and known[key] != value
                    for key, value in edge.choices
                ):
                    continue
                if edge.target is None:
                    return [*_way(came, here), edge]
                values = self._chosen(here[1], edge)
                if edge.instance is not None:
                    values = self._after(values, edge.instance.step_id)
                after = (edge.target, values)
                if after not in came:
                    came[after] = (here, edge)
                    waiting.append(after)
        return None


def _way(
    came: Mapping[Place, tuple[Place | None, PathEdge | None]], place: Place
) -> list[PathEdge]:
    """Return the edges that lead to *place*."""
    found: list[PathEdge] = []
    here: Place | None = place
    while here is not None:
        here, edge = came[here]
        if edge is not None:
            found.append(edge)
    return found[::-1]
