"""Flow: the order in which top-level steps run, for every value that the tested keys can have.

The engine presents the first step, then scans from the beginning for one that has not run and whose condition holds, runs it, and scans again (docs/engine/interpreter.md#selection-of-the-next-step).
So a step that was skipped runs later if its condition turns true.
Later engines present a step of their own first, and then scan for the first step as for all others.
A key is set once a step that captures it has run, and then keeps its value; a key that nothing captures has its value from the start.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.analysis.data_flow.value_domains import UNSET, domain
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate
from workflowkit.text.routes import Json, Route

__all__ = ("MAX_ASSIGNMENTS", "MAX_WORK", "UNSET", "Flow", "Path")

MAX_ASSIGNMENTS = 10_000
"""Above this many combinations of values with different outcomes no paths are enumerated."""

MAX_WORK = 400_000
"""Above this many visits of steps, tests and copies of values no paths are enumerated either: the file is too large."""

Values = Mapping[str, Json]
"""The value of each tested key; UNSET when it has none."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a workflow."""

    values: Values
    steps: tuple[Step, ...]
    """Top-level steps in the order in which they run."""
    decided_by: frozenset[str]
    """The keys that some condition read on this path; the others may have any value."""


class Flow:
    """The top-level control flow of one workflow."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._workflow = context.workflow
        self._outcomes: dict[tuple[Hashable, ...], bool] = {}
        self._n_tests = 0

    @cached_property
    def elements(self) -> tuple[Step, ...]:
        """Steps that run by themselves: all top-level steps but those that are some loop's body, and the first if it is presented anyway."""
        context = self._context
        return tuple(
            step
            for step in self._workflow.steps
            if context.is_presented_first(step) or context.loop_around(step) is None
        )

    @cached_property
    def scanned(self) -> tuple[Step, ...]:
        """The elements whose conditions count: all but one that is presented whatever its condition."""
        return self.elements[self._n_presented :]

    @cached_property
    def later(self) -> tuple[Step, ...]:
        """The elements behind the one with which every run begins; all of them where the first one has a condition that counts."""
        is_certain = self._n_presented or not (self.elements and self.elements[0].is_conditional)
        return self.elements[1:] if is_certain else self.elements

    @cached_property
    def _n_presented(self) -> int:
        return int(self._context.presented_first is not None)

    @cached_property
    def domains(self) -> Mapping[str, tuple[Json, ...]]:
        """Key to the values worth trying, UNSET last; only keys that decide whether a top-level step runs."""
        reads: dict[str, list[Read]] = {}
        tops = {step.route for step in self.scanned}
        for read in self._context.condition_reads:
            if read.use == "run" and read.step.route in tops:
                reads.setdefault(read.key, []).append(read)
        return {key: self.domain(key, items) for key, items in reads.items()}

    def domain(self, key: str, reads: Sequence[Read]) -> tuple[Json, ...]:
        """Return the values of *key* that the conditions in *reads* distinguish, UNSET last."""
        return domain(self._context.captures_of_key(key), reads)

    @cached_property
    def is_exhaustive(self) -> bool:
        """False when there are too many combinations to try; what depends on paths is then not known."""
        return self._all_runs is not None

    @property
    def runs(self) -> tuple[Path, ...]:
        """One path for every combination of values that conditions read; empty when there are too many."""
        return self._all_runs or ()

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Every distinct order of steps with one combination of values that leads to it; empty when there are too many."""
        by_order: dict[tuple[Route, ...], Path] = {}
        for path in self.runs:
            by_order.setdefault(tuple(step.route for step in path.steps), path)
        return tuple(by_order.values())

    @cached_property
    def _all_runs(self) -> tuple[Path, ...] | None:
        """Every run, found by following each value of a key from the moment it is tested; None when there are too many."""
        first = {key: values[0] for key, values in self.domains.items()}
        found: list[Path] = []
        pending = [self._start({})] if self.elements else []
        work = 0
        tests_before = self._n_tests
        while pending:
            run = pending.pop()
            before = run.n_visits
            key = self._advance(run, {})
            work += run.n_visits - before
            if key is None:
                steps = tuple(self.elements[index] for index in run.order)
                values = ChainMap(run.values, first)
                found.append(Path(values, steps, frozenset(run.values)))
            else:
                domain = self.domains[key]
                work += len(domain) * run.size
                pending.extend(run.branch(key, value) for value in reversed(domain))
            if len(found) > MAX_ASSIGNMENTS or work + self._n_tests - tests_before > MAX_WORK:
                return None
        return tuple(found)

    def run(self, values: Values, changes: Mapping[Route, Values] | None = None) -> Iterator[Step]:
        """Run with *values*: yield top-level steps in the engine's order.

        *changes* are values that steps give to keys anew, by the route of the step.
        """
        run = self._start(dict.fromkeys(self.domains, UNSET) | dict(values))
        self._advance(run, changes or {})
        return (self.elements[index] for index in run.order)

    def _start(self, values: dict[str, Json]) -> _Run:
        return _Run(values, frozenset(self.domains) - self._captured)

    def _advance(self, run: _Run, changes: Mapping[Route, Values]) -> str | None:
        """Continue *run* to its end, or to a key whose value has not been chosen; return that key."""
        while run.index < len(self.elements):
            run.n_visits += 1
            if run.index in run.done:
                run.index += 1
                continue
            is_scanned = run.index >= self._n_presented
            tested = self._tested[run.index] if is_scanned else ()
            undecided = [key for key in tested if key in run.available and key not in run.values]
            if undecided:
                return undecided[0]
            known = [run.values[key] if key in run.available else UNSET for key in tested]
            if is_scanned and not self._holds(run.index, tested, known):
                run.index += 1
            else:
                self._complete(run, changes.get(self.elements[run.index].route, {}))
        return None

    def _complete(self, run: _Run, changed: Values) -> None:
        """Record the current element of *run* as done, and continue where the next scan can find something new."""
        here = run.index
        run.order.append(here)
        run.done.add(here)
        run.values.update(changed)
        fresh = (self._set_by[here] - run.available) | changed.keys()
        run.available |= fresh
        # Scanning again from the beginning finds another step only if a key that it tests is new.
        run.index = here + 1
        if fresh:
            waiting = (index for index in range(here) if index not in run.done)
            found = (index for index in waiting if not fresh.isdisjoint(self._tested[index]))
            run.index = next(found, here + 1)

    def _holds(self, index: int, tested: tuple[str, ...], known: list[Json]) -> bool:
        memo = (index, *((type(value), value) for value in known))
        if memo not in self._outcomes:
            self._n_tests += self._sizes[index]
            pairs = zip(tested, known, strict=True)
            context = {key: value for key, value in pairs if value is not UNSET}
            condition = self.elements[index].value.get("runCondition")
            self._outcomes[memo] = evaluate(condition, context)
        return self._outcomes[memo]

    @cached_property
    def _tested(self) -> tuple[tuple[str, ...], ...]:
        """The keys that the condition of each element reads."""
        tested: dict[Route, dict[str, None]] = {step.route: {} for step in self.elements}
        for read in self._context.condition_reads:
            if read.use == "run" and read.step.route in tested:
                tested[read.step.route][read.key] = None
        return tuple(tuple(keys) for keys in tested.values())

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        """How many tests the condition of each element has."""
        sizes = {step.route: 0 for step in self.elements}
        for read in self._context.condition_reads:
            if read.use == "run" and read.step.route in sizes:
                sizes[read.step.route] += 1
        return tuple(sizes.values())

    @cached_property
    def _set_by(self) -> tuple[frozenset[str], ...]:
        """The tested keys that are set once each element has run."""
        by_route: dict[Route, set[str]] = {}
        for key in self.domains:
            for capture in self._context.captures_of_key(key):
                by_route.setdefault(capture.step.route, set()).add(key)
        return tuple(
            frozenset(key for inside in self._parts(step) for key in by_route.get(inside.route, ()))
            for step in self.elements
        )

    @cached_property
    def _captured(self) -> frozenset[str]:
        """The tested keys that have no value from the start."""
        captured = frozenset(key for key in self.domains if self._context.captures_of_key(key))
        return captured - self._context.inputs

    def sets(self, step: Step) -> frozenset[str]:
        """Return keys that are set once *step* and the body of the loop it may be have run."""
        keys = self._context.captured_keys
        return frozenset().union(
            *(keys.get(inside.route, frozenset()) for inside in self._parts(step))
        )

    def _parts(self, step: Step) -> tuple[Step, ...]:
        """Return *step* and the steps of the loop it may be, as far as they run."""
        # A loop in first place is presented as if it were a step; its body never runs.
        inner = () if self._context.is_presented_first(step) else self._context.body_of(step)
        return (step, *inner)


@dataclass(slots=True)
class _Run:
    """A run in progress."""

    values: dict[str, Json]
    available: frozenset[str]
    """The keys that have been set, or had a value from the start."""
    order: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)
    index: int = 0
    """The element to test next."""
    n_visits: int = 0
    """How many elements have been tested or skipped."""

    @property
    def size(self) -> int:
        """What a copy of it costs, in entries."""
        return len(self.values) + len(self.order) + 1

    def branch(self, key: str, value: Json) -> _Run:
        """Return a copy in which *key* has *value*."""
        values = {**self.values, key: value}
        return _Run(values, self.available, [*self.order], {*self.done}, self.index)
