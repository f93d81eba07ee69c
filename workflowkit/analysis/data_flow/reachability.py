"""Reachability: whether a step can run at all; in doubt it can.

Captures are read from prose and may be incomplete, so a step counts as unreachable only if it stays so when every step that merely names a key may set it, at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, combinations, product
from math import prod

from workflowkit.analysis.data_flow.context import Context
from workflowkit.analysis.data_flow.flow import MAX_WORK, Flow
from workflowkit.analysis.data_flow.reads import condition_reads
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.format.reader import Step
from workflowkit.runtime.conditions import evaluate
from workflowkit.text.routes import Json, Route

Values = Mapping[str, Json]

MOST = 1_000
"""Above this many combinations of values every step counts as reachable."""


class Reach:
    """Which top-level steps of one workflow can run."""

    def __init__(self, context: Context, flow: Flow) -> None:
        self._context = context
        self._flow = flow
        self._setters = {key: self._routes_that_set(key) for key in flow.domains}

    def can_hold(self, step: Step) -> bool:
        """Return whether some values of its keys satisfy the condition of *step*, whichever step sets them; also when there are too many to try."""
        keys = _keys(step)
        if prod(len(self._flow.domains[key]) for key in keys) > MOST:
            return True
        return any(_holds(step, values) for values in self._assignments(keys))

    def can_run(self, step: Step) -> bool:
        """Return whether some values of the tested keys lead to *step*; also when there are too many to try."""
        return self._runnable is None or step.route in self._runnable

    @property
    def is_exhaustive(self) -> bool:
        """False when there are too many combinations to try; every step then counts as reachable."""
        return self._runnable is not None

    @cached_property
    def _runnable(self) -> frozenset[Route] | None:
        """The elements that can run; None when there are too many combinations to try."""
        n_tests = sum(2 ** len(_keys(step)) for step in self._flow.elements)
        n_assignments = prod(map(len, self._flow.domains.values()))
        if n_assignments > MOST or n_assignments * n_tests > MAX_WORK:
            return None
        found: set[Route] = set()
        for values in self._assignments(self._flow.domains):
            found |= {step.route for step in self._may_run(values)}
            if len(found) == len(self._flow.elements):
                break
        return frozenset(found)

    def _assignments(self, keys: Iterable[str]) -> Iterator[Values]:
        domains = {key: self._flow.domains[key] for key in keys}
        for chosen in product(*domains.values()):
            pairs = zip(domains, chosen, strict=True)
            yield {key: value for key, value in pairs if value is not UNSET}

    def _may_run(self, values: Values) -> list[Step]:
        """Return every element that may run with *values*: no fewer than do."""
        waiting = list(self._flow.scanned)
        found = [step for step in self._flow.elements if step not in waiting]
        while True:
            routes = {
                inside.route for step in found for inside in (step, *self._context.body_of(step))
            }
            known = {
                key: value
                for key, value in values.items()
                if (setters := self._setters[key]) is None or setters & routes
            }
            more = [step for step in waiting if _may_hold(step, known)]
            if not more:
                return found
            found.extend(more)
            taken = {step.route for step in more}
            waiting = [step for step in waiting if step.route not in taken]

    def _routes_that_set(self, key: str) -> frozenset[Route] | None:
        """Return the steps that capture or name *key*; None when it can come from anywhere."""
        context = self._context
        captures = context.captures_by_key.get(key)
        if not captures or key in context.inputs or context.unread_calls:
            return None
        steps = chain((capture.step for capture in captures), context.mentions(key))
        return frozenset(step.route for step in steps)


def _keys(step: Step) -> list[str]:
    return list(dict.fromkeys(read.key for read in condition_reads(step) if read.use == "run"))


def _holds(step: Step, known: Values) -> bool:
    return evaluate(step.value.get("runCondition"), known)


def _may_hold(step: Step, known: Values) -> bool:
    """Return whether the condition holds while some of the *known* keys are set and the others are not yet."""
    keys = [key for key in _keys(step) if key in known]
    subsets = chain.from_iterable(combinations(keys, size) for size in range(len(keys) + 1))
    return any(_holds(step, {key: known[key] for key in chosen}) for chosen in subsets)
