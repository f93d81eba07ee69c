"""Telling every problem once: later phases meet again what earlier ones have found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflowkit.compiler.problem import Problem
from workflowkit.compiler.structure.prompts import PROMPT_SOURCES
from workflowkit.source.routes import Json, Route, value_at


def told_once(
    workflow: Json, shape: Sequence[Problem], phases: Iterable[Sequence[Problem]]
) -> list[Problem]:
    """The problems of the *shape* and of all later *phases*, without what only repeats or follows from one of an earlier phase."""
    told: set[tuple[str, Route]] = set()
    kept: list[Problem] = []
    for phase in (shape, *phases):
        fresh = [
            item
            for item in phase
            if (_cause(item), _owner(item.finding.route)) not in told
            and (phase is shape or not _follows(item, shape, workflow))
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


def _follows(item: Problem, shape: Sequence[Problem], workflow: Json) -> bool:
    """True when *item* is about a value that the shape has found wrong, missing or misspelled."""
    route = item.finding.route
    wrong = {found.finding.route for found in shape}
    if route in wrong:
        return True
    if not _exists(route, workflow):
        return route[:-1] in wrong or any(place[:-1] == route[:-1] for place in wrong)
    if item.rule == "blank-prompt":
        return any(place[: len(route)] == route for place in wrong)
    return item.rule == "prompt-source-conflict" and any(
        edit.route[:-1] == route and edit.value in PROMPT_SOURCES
        for found in shape
        if found.finding.fix
        for edit in found.finding.fix.edits
    )


def _exists(route: Route, workflow: Json) -> bool:
    try:
        value_at(workflow, route)
    except (LookupError, TypeError):
        return False
    return True
