"""Gaps: runs on which a tested key has not been set, although other runs set it, and what the test then gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from math import prod

from workflowkit.analysis.conditions import Condition
from workflowkit.analysis.data_flow.context import Context, Definedness
from workflowkit.analysis.data_flow.flow import MAX_ASSIGNMENTS, MAX_WORK, Flow, Path
from workflowkit.analysis.data_flow.mentions import is_only_read
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.analysis.data_flow.value_domains import OTHER, UNSET
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.conditions import evaluate, variables
from workflowkit.text.routes import Json, Route

Shape = frozenset[tuple[object, ...]]
"""What of a path decides a condition; equal for paths that give the same answer."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One test that a missing key decides."""

    read: Read
    path: Path
    """A run on which the key is missing."""
    holds: bool
    """What the condition gives without the key; with some value it gives the opposite."""


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of one run: the position of each step, and the first step that sets a key."""

    index_of: Mapping[Route, int]
    first_set: Mapping[str, int]

    @classmethod
    def of(cls, path: Path, flow: Flow) -> _Order:
        """Return the order of *path*."""
        index_of: dict[Route, int] = {}
        first_set: dict[str, int] = {}
        for index, step in enumerate(path.steps):
            index_of.setdefault(step.route, index)
            for key in flow.sets(step):
                first_set.setdefault(key, index)
        return cls(index_of, first_set)

    def set_before(self, index: int | None, keys: Iterable[str]) -> frozenset[str]:
        """Return those of *keys* that a step before the one at *index* sets; any step, when there is no index."""
        end = len(self.index_of) if index is None else index
        return frozenset(key for key in keys if self.first_set.get(key, end) < end)


@dataclass(frozen=True)
class Gaps:
    """The gaps of one workflow."""

    context: Context
    flow: Flow
    conditions: tuple[Condition, ...]

    @property
    def are_too_many(self) -> bool:
        """True when there is too much to try; no gap is known then."""
        return len(self._intended) * len(self.context.condition_reads) > MAX_WORK

    @cached_property
    def all(self) -> tuple[Gap, ...]:
        """One gap for every key and condition that has one, in reading order; none when there is too much to try."""
        if self.are_too_many:
            return ()
        found: list[Gap] = []
        by_step: dict[Step, list[Read]] = {}
        for read in self.context.condition_reads:
            by_step.setdefault(read.step, []).append(read)
        for condition in self.conditions:
            reads = [
                read
                for read in by_step.get(condition.step, ())
                if read.route[: len(condition.route)] == condition.route
            ]
            for key in dict.fromkeys(read.key for read in reads):
                gaps = self._gaps(condition, key, reads)
                found.extend([gap for gap in [next(gaps, None)] if gap is not None])
        return tuple(found)

    def unset_path(self, key: str, step: Step, route: Route) -> Path | None:
        """Return a run that shows the text at *route* of *step* while *key* is unset, although other runs set it before.

        None when there is none, or none is found.
        """
        when = _condition_around(step, route)
        element = self.context.loop_around(step) or step
        if element.route != step.route and (step.is_conditional or key in self.flow.sets(element)):
            return None
        setters = {capture.step.route for capture in self.context.captures_of_key(key)}
        # A step that only names the key may set it, too.
        setters |= {mention.route for mention in self.context.mentions(key)}
        for path, order in self._intended:
            index = order.index_of.get(element.route)
            if index is None or not _is_shown(when, path):
                continue
            earlier = (
                earlier_step
                for top in path.steps[:index]
                for earlier_step in (top, *self.context.body_of(top))
            )
            if all(earlier_step.route not in setters for earlier_step in earlier):
                return path
        return None

    @cached_property
    def _intended(self) -> tuple[tuple[Path, _Order], ...]:
        """The runs that set every key, and no key to a value beside several alternatives that conditions name."""
        unlikely = {
            key: (UNSET, OTHER) if len(domain) > 3 else (UNSET,)
            for key, domain in self.flow.domains.items()
        }
        return tuple(
            (path, _Order.of(path, self.flow))
            for path in self.flow.runs
            if all(path.values[key] not in unlikely[key] for key in path.decided_by)
        )

    def _is_set_elsewhere(self, read: Read) -> bool:
        """Return true when a step before sets the key, but none that always runs, and no other step may set it in other words."""
        captures = self.context.captures_of_key(read.key)
        here = self.context.position(read.step)
        setters = {capture.step.route for capture in captures}
        if not any(self.context.position(capture.step) < here for capture in captures):
            return False
        others = (
            step
            for step in self.context.mentions(read.key)
            if step.route not in setters and self.context.position(step) < here
        )
        is_maybe = self.context.definedness(read) is Definedness.MAYBE
        return is_maybe and is_only_read(read.key, others)

    def _gaps(self, condition: Condition, key: str, reads: list[Read]) -> Iterator[Gap]:
        read = next(read for read in reads if read.key == key)
        if not self._is_set_elsewhere(read):
            return
        element = self.context.loop_around(read.step) or read.step
        is_inside = element.route != read.step.route
        domain = self._domain(key, reads)
        keys = {read.key for read in reads}
        # A step of a loop may follow every other step of that loop.
        set_around = self.flow.sets(element) if is_inside else frozenset[str]()
        tried: set[Shape] = set()
        for path, order in self._intended:
            index = order.index_of.get(element.route)
            if index is None and (read.use != "run" or is_inside):
                continue
            known = order.set_before(index, keys) | (keys & set_around)
            # The same keys are open on many paths, and give the same answer.
            if key not in known and (shape := self._shape(keys, path, known)) not in tried:
                tried.add(shape)
                for values in self._others(key, reads, path, known):
                    holds = _holds(condition, values)
                    if any(_holds(condition, {**values, key: one}) is not holds for one in domain):
                        yield Gap(read, path, holds)

    def _shape(self, keys: set[str], path: Path, known: frozenset[str]) -> Shape:
        """Return what the outcome of a condition on *keys* depends on where *known* of them have been set."""
        return frozenset(
            (key, key in known, key in path.decided_by, (type(value), value))
            for key in keys
            for value in [path.values.get(key, UNSET)]
        )

    def _others(
        self, key: str, reads: list[Read], path: Path, known: frozenset[str]
    ) -> Iterator[Mapping[str, Json]]:
        """Yield every combination of the keys in *reads* other than *key* that *path* leaves open."""
        values: dict[str, tuple[Json, ...]] = {}
        for other in dict.fromkeys(read.key for read in reads if read.key != key):
            domain = self._domain(other, reads)
            values[other] = self._values(other, path, known, domain)
        if prod(map(len, values.values())) <= MAX_ASSIGNMENTS:
            for chosen in product(*values.values()):
                yield dict(zip(values, chosen, strict=True))

    def _domain(self, key: str, reads: list[Read]) -> tuple[Json, ...]:
        return self.flow.domain(key, [read for read in reads if read.key == key])

    def _values(
        self, key: str, path: Path, known: frozenset[str], domain: tuple[Json, ...]
    ) -> tuple[Json, ...]:
        """Return what *key* can be on *path* where the keys *known* have been set."""
        if self.context.captures_of_key(key) and key not in known | self.context.inputs:
            return (UNSET,)
        return (path.values[key],) if key in path.decided_by else domain


def _condition_around(step: Step, route: Route) -> Json:
    """Return the condition of the fragment that *route* leads into; None outside of fragments."""
    for place, fragment in step.fragments:
        if route[: len(place)] == place:
            return fragment.get("when")
    return None


def _is_shown(when: Json, path: Path) -> bool:
    """Return whether a fragment with the condition *when* is surely shown on *path*."""
    keys = {read.variable for read in variables(when)}
    values = {key: path.values[key] for key in keys & path.decided_by}
    return keys <= path.decided_by and evaluate(when, values)


def _holds(condition: Condition, values: Mapping[str, Json]) -> bool:
    context = {key: value for key, value in values.items() if value is not UNSET}
    return evaluate(condition.value, context)
