"""Witnesses: the answers that lead along one path of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.records import dataclass
from workflowkit.rendering.prompt import Moment, visible_context
from workflowkit.runtime.context import ContextValues
from workflowkit.runtime.interpreter import Instance
from workflowkit.simulation.abstract_run import PathEdge
from workflowkit.simulation.choices import DECISION, ChoiceModel
from workflowkit.simulation.default_answers import default_answer
from workflowkit.simulation.runs import instance_name
from workflowkit.simulation.scenario import Expectations, Scenario, ScenarioAnswer
from workflowkit.text.routes import Json

START = -1
"""The version of a key that a run is started with."""

Version = tuple[str, int]
"""A key, and the index of the presented step that set it, or START."""


@dataclass
class Witness:
    """One path, with values for the keys that are read on it."""

    model: ChoiceModel
    edges: Sequence[PathEdge]
    chosen: dict[Version, int] = field(default_factory=dict)
    """Index of the value of each key that has one; the others may have any."""

    @cached_property
    def steps(self) -> tuple[Instance, ...]:
        """The presented steps."""
        return tuple(edge.instance for edge in self.edges if edge.instance is not None)

    @cached_property
    def versions(self) -> tuple[Mapping[str, int], ...]:
        """For each edge, the version that each key has when the edge begins."""
        current = dict.fromkeys(self.model.initial, START)
        found: list[Mapping[str, int]] = []
        for index, edge in enumerate(self.edges):
            found.append(dict(current))
            if edge.instance is not None:
                for key in self.model.set_by.get(edge.instance.step_id, ()):
                    current[key] = index
        return tuple(found)

    def with_choices(self) -> Witness:
        """Return the same, with the values that the edges chose."""
        for index, edge in enumerate(self.edges):
            for key, value in edge.choices:
                self.chosen[key, self.versions[index][key]] = value
        return self

    def context_at(self, index: int) -> ContextValues:
        """Return what is stored when the step with *index* is presented; keys without a chosen value are unset."""
        known: ContextValues = {}
        for key, version in self.versions[index].items():
            value = self._value(key, version)
            if value is not UNSET and key != DECISION:
                known[key] = value
        return known

    def _value(self, key: str, version: int) -> Json:
        """Return the value of a key in *version*: what is not sent again stays."""
        while True:
            chosen = self.chosen.get((key, version))
            value = UNSET if chosen is None else self.model.domains[key][chosen]
            if value is not UNSET or version == START:
                return value
            previous = self.versions[version].get(key)
            if previous is None:
                return UNSET
            version = previous

    def free_at(self, index: int, keys: Sequence[str]) -> list[Version]:
        """Return the versions of *keys* at the step with *index* that have no value yet."""
        versions = self.versions[index]
        return [
            (key, versions[key])
            for key in keys
            if key in versions and (key, versions[key]) not in self.chosen
        ]

    def visible_at(self, index: int) -> Mapping[str, Json]:
        """Return what the prompt of the step with *index* is rendered with."""
        instance = self.edges[index].instance
        assert instance is not None
        # The first step is rendered before there is a context.
        context = {} if index == 0 else self.context_at(index)
        return visible_context(self.model.pinned, Moment(instance, context))

    def scenario(self, title: str) -> Scenario:
        """Return the scenario of this path: the answers that differ from the default, and the path and end that follow."""
        end = self.edges[-1].end
        start = {
            key: self._value(key, START)
            for key in sorted(self.model.initial)
            if (key, START) in self.chosen and self._value(key, START) is not UNSET
        }
        return Scenario(
            title=title,
            context=start or None,
            answers=tuple(self._answers()),
            expect=Expectations(
                path=tuple(map(instance_name, self.steps)), end=end.value if end else None
            ),
        )

    def _answers(self) -> Iterator[ScenarioAnswer]:
        for index, edge in enumerate(self.edges):
            if edge.instance is None:
                continue
            step_id = edge.instance.step_id
            sent: ContextValues = {}
            for key in sorted(self.model.set_by.get(step_id, ())):
                value = self._chosen_value(key, index)
                if value is not UNSET and key != DECISION:
                    sent[key] = value
            artifacts = None
            if self.model.decides(step_id) and self._chosen_value(DECISION, index) == "continue":
                artifacts = default_answer(self.model.pinned, step_id, "continue").artifacts
            if sent or artifacts is not None:
                name = instance_name(edge.instance)
                yield ScenarioAnswer(step=name, context=sent or None, artifacts=artifacts)

    def _chosen_value(self, key: str, index: int) -> Json:
        chosen = self.chosen.get((key, index))
        return UNSET if chosen is None else self.model.domains[key][chosen]
