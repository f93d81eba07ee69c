"""Criteria: the rules inside `validationCriteria`, with what the engine makes of each (docs/engine/interpreter.md#validation-criteria)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflowkit.model.view import Step
from workflowkit.source.routes import Json, Route
from workflowkit.source.values import as_text

MOST_SHOWN = 5
"""How many requirements the engine lists in a prompt."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One rule about the notes of a step."""

    step: Step
    route: Route
    rule: dict[str, Json]
    is_demanded: bool
    """True when the notes cannot pass without it: below no `or` and no `not`, and without a condition."""
    is_shown: bool
    """True when the engine lists it in the prompt (docs/engine/prompt-rendering.md#validation-requirements)."""

    @property
    def type(self) -> str:
        """`contains`, `regex`, `length` or `schema`."""
        return as_text(self.rule.get("type"))


def criteria_of(step: Step) -> tuple[Criterion, ...]:
    """Every rule of the step's criteria, in reading order."""
    criteria = step.value.get("validationCriteria")
    in_tree = isinstance(criteria, dict)
    found: list[Criterion] = []
    n_shown = 0
    for route, rule, is_strict in _rules(criteria, (*step.route, "validationCriteria"), True):
        is_listed = in_tree and is_strict and _has_words(rule)
        n_shown += is_listed
        found.append(
            Criterion(
                step,
                route,
                rule,
                is_demanded=is_strict and not rule.get("condition"),
                is_shown=is_listed and n_shown <= MOST_SHOWN,
            )
        )
    return tuple(found)


def _rules(
    criteria: Json, route: Route, is_strict: bool
) -> Iterator[tuple[Route, dict[str, Json], bool]]:
    """Rules with their routes; the flag is true as long as every one of them must pass."""
    pending: list[tuple[Json, Route, bool]] = [(criteria, route, is_strict)]
    while pending:
        value, place, strict = pending.pop()
        if isinstance(value, list):
            members = [(item, (*place, index), strict) for index, item in enumerate(value)]
            pending.extend(reversed(members))
        elif isinstance(value, dict) and "type" in value:
            yield place, value, strict
        elif isinstance(value, dict):
            operator = next((key for key in ("and", "or", "not") if key in value), None)
            if operator is not None:
                pending.append((value[operator], (*place, operator), strict and operator == "and"))


def _has_words(rule: dict[str, Json]) -> bool:
    """True when the engine finds something to say about *rule*."""
    match rule.get("type"):
        case "contains":
            return bool(rule.get("value"))
        case "regex":
            return bool(rule.get("pattern"))
        case "length":
            return "min" in rule or "max" in rule
        case _:
            return False
