"""Telling every problem once: later phases meet again what earlier ones have found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.prompts import PROMPT_SOURCES
from workflowkit.source.routes import Json, Route, value_at


def told_once(
    workflow: Json, shape: Sequence[Problem], phases: Iterable[Sequence[Problem]]
) -> list[Problem]:
    """The problems of the *shape* and of all later *phases*, without what only repeats or follows from one of an earlier phase."""
    told = {(item.rule, _owner(item.finding.route)) for item in shape}
    kept = list(shape)
    faults = _Faults(workflow, shape)
    for phase in phases:
        fresh = [
            item
            for item in phase
            if (_cause(item), _owner(item.finding.route)) not in told and not faults.explain(item)
        ]
        kept.extend(fresh)
        told.update((item.rule, _owner(item.finding.route)) for item in fresh)
    return kept


def _cause(item: Problem) -> str:
    """The rule that has told *item* already, if it was told: a token is left over because its slot is unknown."""
    token = item.detail.get("token", "")
    return "undeclared-slot" if token.startswith("{{wr.bindings.") else item.rule


def _owner(route: Route) -> Route:
    """The route of the step that *route* is in, or *route* itself outside steps."""
    if len(route) >= 4 and route[0] == "steps" and route[2] == "body":
        return route[:4]
    return route[:2] if route[:1] == ("steps",) else route


class _Faults:
    """What the shape has found wrong in one workflow."""

    def __init__(self, workflow: Json, shape: Sequence[Problem]) -> None:
        self._workflow = workflow
        self._shape = shape

    @cached_property
    def _places(self) -> frozenset[Route]:
        return frozenset(item.finding.route for item in self._shape)

    @cached_property
    def _parents(self) -> frozenset[Route]:
        return frozenset(place[:-1] for place in self._places)

    @cached_property
    def _repeated(self) -> frozenset[Route]:
        """List items that equal an earlier one; so do the names in them."""
        return frozenset(item.finding.route for item in self._shape if item.finding.related)

    @cached_property
    def _misspelled_sources(self) -> frozenset[Route]:
        """Steps that have a prompt source under a name that is a slip."""
        fixes = (item.finding.fix for item in self._shape)
        edits = (edit for fix in fixes if fix for edit in fix.edits)
        return frozenset(edit.route[:-1] for edit in edits if edit.value in PROMPT_SOURCES)

    def explain(self, item: Problem) -> bool:
        """True when *item* is about a value that is wrong, missing, misspelled or repeated as a whole."""
        if not self._shape:
            return False
        route = item.finding.route
        try:
            value = value_at(self._workflow, route)
        except (LookupError, TypeError):
            return route[:-1] in self._places | self._parents
        # What the shape says of an object is about a key that it lacks.
        if route in self._places and not isinstance(value, dict):
            return True
        if any(route[:length] in self._repeated for length in range(len(route))):
            return True
        if item.rule == "blank-prompt":
            return route in self._places | self._parents
        return item.rule == "prompt-source-conflict" and route in self._misspelled_sources
