"""What an agent can choose: the values of each key that conditions and loops distinguish, and the steps that set it.

A key is set by the steps whose texts ask for it; one that no step asks for has its value from the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.analysis.data_flow.value_domains import UNSET, domain
from workflowkit.format.reader import Step, Workflow
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.contracts import LOOP_CONTROL
from workflowkit.runtime.executable import (
    ArtifactDecision,
    ExecutableLoop,
    ExecutableStep,
    Failure,
)
from workflowkit.runtime.loops import bound
from workflowkit.simulation.default_answers import captures, list_entries
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json

DECISION = "<loop decision>"
"""Stands for the decision of a loop among the keys."""

MAX_VALUES = 200
"""Values of one key that are tried; of a key with more the paths are not known."""

MAX_TESTS = 40_000
"""Tests of single values with which values of one kind are sought."""

MAX_LIST = 10_000
"""Entries of the longest list that is tried."""

CONTROL = ("run", "loop", "items", "count")
"""Uses of keys that decide which step is next."""


@dataclass(frozen=True)
class ChoiceModel:
    """The choices of one workflow."""

    pinned: PinnedWorkflow

    @cached_property
    def captures(self) -> Mapping[str, tuple[Capture, ...]]:
        """Id of a step to what it asks for."""
        return captures(self.pinned)

    @cached_property
    def reads(self) -> Mapping[str, tuple[Read, ...]]:
        """Id of a step or loop to what its conditions and loop fields read."""
        return {
            step_id: tuple(condition_reads(_read_step(step)))
            for step_id, step in self.pinned.executable.by_id.items()
        }

    @cached_property
    def _reads_by_key(self) -> Mapping[str, tuple[Read, ...]]:
        found: dict[str, list[Read]] = {}
        for reads in self.reads.values():
            for read in reads:
                found.setdefault(read.key, []).append(read)
        return {key: tuple(reads) for key, reads in found.items()}

    @cached_property
    def domains(self) -> Mapping[str, tuple[Json, ...]]:
        """Key to the values worth trying, UNSET last where the key may stay unset."""
        asked: dict[str, list[Capture]] = {}
        for listed in self.captures.values():
            for capture in listed:
                asked.setdefault(capture.key, []).append(capture)
        found = {
            key: self._domain(asked.get(key, ()), reads)[:MAX_VALUES]
            for key, reads in self._reads_by_key.items()
        }
        return {**found, DECISION: ("stop", "continue")}

    @cached_property
    def cut_off(self) -> tuple[str, ...]:
        """Keys with more values than are tried."""
        return tuple(key for key, values in self.domains.items() if len(values) >= MAX_VALUES)

    def _domain(self, asked: Sequence[Capture], reads: Sequence[Read]) -> tuple[Json, ...]:
        tests = [read for read in reads if read.use not in ("items", "count")]
        values = _without_twins(domain(asked, tests), tests, bool(asked)) if tests else []
        sizes = [size for read in reads for size in self._sizes(read)]
        if not sizes:
            return tuple(values)
        # Without its list or count a loop is an error, after which the agent sends it.
        return (*sizes, *(value for value in values if value is not UNSET))

    def _sizes(self, read: Read) -> Iterator[Json]:
        """Yield lists or counts for each way in which the loop can end."""
        loop = self.pinned.executable.by_id[read.step.id]
        most = bound(loop) if isinstance(loop, ExecutableLoop) else 0
        if isinstance(most, Failure) or read.use not in ("items", "count"):
            return
        for size in sorted({0, 1, min(2, most), min(most, MAX_LIST)}):
            yield list_entries(self.pinned, read.key, size) if read.use == "items" else size

    def act_alike(self, key: str, value: Json, other: Json) -> bool:
        """Return whether no condition tells two values of *key* apart; UNSET stands for none."""
        tests = [
            read for read in self._reads_by_key.get(key, ()) if read.use not in ("items", "count")
        ]
        return all(_holds(test, value) == _holds(test, other) for test in tests)

    @cached_property
    def initial(self) -> frozenset[str]:
        """Keys that may have a value from the start."""
        workflow = Workflow(as_fields(self.pinned.compilation.workflow))
        given = self.pinned.engine.given_context_keys
        inputs = Context(workflow, (), given).inputs
        asked = {capture.key for listed in self.captures.values() for capture in listed}
        return frozenset(key for key in self._reads_by_key if key in inputs or key not in asked)

    @cached_property
    def set_by(self) -> Mapping[str, frozenset[str]]:
        """Id of a step to the keys that it sets, the decision of a loop included."""
        return {
            step_id: frozenset(
                [
                    *(capture.key for capture in listed if capture.key in self.domains),
                    *([DECISION] if self.decides(step_id) else []),
                ]
            )
            for step_id, listed in self.captures.items()
        }

    def decides(self, step_id: str) -> bool:
        """Return whether the step sends the decision of a loop."""
        step = self.pinned.executable.by_id[step_id]
        return isinstance(step, ExecutableStep) and step.contract == LOOP_CONTROL

    @cached_property
    def control_keys(self) -> Mapping[str, frozenset[str]]:
        """Id of a step or loop to the keys that decide whether it runs or repeats; those of a loop include its body's."""
        own = {
            step_id: frozenset(read.key for read in reads if read.use in CONTROL)
            for step_id, reads in self.reads.items()
        }
        found = dict(own)
        for loop in self.loops:
            inner = frozenset[str]().union(*(own[step.id] for step in loop.body))
            is_decided = isinstance(loop.source, ArtifactDecision)
            decision = frozenset({DECISION} if is_decided else ())
            found[loop.id] = own[loop.id] | inner | decision
        return found

    @cached_property
    def entry_keys(self) -> Mapping[str, frozenset[str]]:
        """Id of a loop to the keys that its entry test reads."""
        return {
            loop.id: frozenset(
                read.key for read in self.reads[loop.id] if read.use in ("loop", "items", "count")
            )
            | frozenset({DECISION} if isinstance(loop.source, ArtifactDecision) else ())
            for loop in self.loops
        }

    @cached_property
    def prompt_keys(self) -> frozenset[str]:
        """Keys that fragments and gates read."""
        return frozenset(
            read.key for reads in self.reads.values() for read in reads if read.use not in CONTROL
        )

    @property
    def loops(self) -> tuple[ExecutableLoop, ...]:
        """Every loop."""
        return tuple(
            step for step in self.pinned.executable.steps if isinstance(step, ExecutableLoop)
        )

    @cached_property
    def sets_within(self) -> Mapping[str, frozenset[str]]:
        """Id of a top-level step or loop to the keys that it and its body set."""
        found = {
            step_id: self.set_by.get(step_id, frozenset())
            for step_id in self.pinned.executable.by_id
        }
        for loop in self.loops:
            found[loop.id] = frozenset[str]().union(
                *(self.set_by.get(step.id, frozenset()) for step in loop.body)
            )
        return found


def _without_twins(values: Sequence[Json], tests: Sequence[Read], is_asked: bool) -> Sequence[Json]:
    """Return *values* without the one that no test distinguishes from an unset key; of a key that nobody asks for, without its twins."""
    if len(values) * len(tests) > MAX_TESTS:
        return values
    answers = {
        index: tuple(_holds(test, value) for test in tests) for index, value in enumerate(values)
    }
    unset = answers[len(values) - 1]
    twins = [index for index, found in answers.items() if found == unset]
    if len(twins) == 1:
        return values
    dropped = {len(values) - 1} if is_asked else set(twins[:-1])
    return [value for index, value in enumerate(values) if index not in dropped]


def _holds(read: Read, value: Json) -> bool:
    test: dict[str, Json] = {"var": read.key}
    if read.operator != "truthy":
        test[read.operator] = read.operand
    return evaluate(test, {} if value is UNSET else {read.key: value})


def _read_step(step: ExecutableStep | ExecutableLoop) -> Step:
    return Step(dict(step.definition), ("steps", step.id))
