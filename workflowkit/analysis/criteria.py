"""Criteria: the rules inside `validationCriteria`, how the engine treats each, and which of them a prompt states (docs/engine/interpreter.md#validation-criteria)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.javascript import is_number
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route

MOST_SHOWN = 5
"""The number of requirements that the engine lists in a prompt."""

MOST_WORDS = 50
"""The number of words of a pattern that are searched in the prompt."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One rule about the notes of a step."""

    step: Step
    route: Route
    rule: dict[str, Json]
    is_demanded: bool
    """True when all notes must pass it: below no `or` and no `not`, and without a condition."""
    is_shown: bool
    """True when the engine lists it in the prompt (docs/engine/prompt-rendering.md#validation-requirements)."""

    @property
    def type(self) -> str:
        """`contains`, `regex`, `length` or `schema`."""
        return as_text(self.rule.get("type"))


def criteria_of(step: Step) -> tuple[Criterion, ...]:
    """Return every rule of the criteria of *step*, in reading order."""
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
    """Yield rules with their routes and whether all of them must pass."""
    pending: list[tuple[Json, Route, bool]] = [(criteria, route, is_strict)]
    while pending:
        value, place, strict = pending.pop()
        if isinstance(value, list):
            members = [(member, (*place, index), strict) for index, member in enumerate(value)]
            pending.extend(reversed(members))
        elif isinstance(value, dict) and "type" in value:
            yield place, value, strict
        elif isinstance(value, dict):
            operator = next((key for key in ("and", "or", "not") if key in value), None)
            if operator is not None:
                pending.append((value[operator], (*place, operator), strict and operator == "and"))


def is_enforced(step: Step) -> bool:
    """Return whether the criteria of *step* count: a contract or an assessment takes their place."""
    return not step.contract and not step.assessment_refs


def unstated(
    criteria: Iterable[Criterion], shown: Callable[[Step], str]
) -> Mapping[Route, tuple[Criterion, ...]]:
    """Return the enforced criteria that no prompt states, by the route of their step.

    *shown* gives the texts that the agent of a step reads.
    """
    by_step: dict[Route, list[Criterion]] = {}
    for criterion in criteria:
        if is_enforced(criterion.step):
            by_step.setdefault(criterion.step.route, []).append(criterion)
    found: dict[Route, tuple[Criterion, ...]] = {}
    for route, of_step in by_step.items():
        text = shown(of_step[0].step)
        hidden = [
            criterion
            for criterion in of_step
            if not criterion.is_shown and not _states(text, criterion)
        ]
        # One alternative that the prompt states is enough to pass.
        if any(not criterion.is_demanded and _states(text, criterion) for criterion in of_step):
            hidden = [criterion for criterion in hidden if criterion.is_demanded]
        if hidden:
            found[route] = tuple(hidden)
    return found


def unstated_bounds(text: str, criterion: Criterion) -> list[tuple[str, int | float]]:
    """Return the bounds of a length that *text* does not state; any notes meet a bound of 0 or 1."""
    bounds = [(key, criterion.rule.get(key)) for key in ("min", "max")]
    digits = _SEPARATOR.sub("", text)
    return [
        (key, value)
        for key, value in bounds
        if is_number(value) and value > 1
        if re.search(rf"(?<!\d){re.escape(str(value))}(?!\d)", digits) is None
    ]


def _states(text: str, criterion: Criterion) -> bool:
    """Return whether *text* has the words or the numbers of the criterion."""
    match criterion.type:
        case "contains":
            return as_text(criterion.rule.get("value")) in text
        case "length":
            return not unstated_bounds(text, criterion)
        case "regex":
            pattern = as_text(criterion.rule.get("pattern"))
            words = _WORD.findall(_ESCAPE.sub(" ", pattern))[:MOST_WORDS]
            has = [word.lower() in text.lower() for word in words]
            return any(has) if "|" in pattern else bool(has) and all(has)
    return False


_SEPARATOR = re.compile(r"(?<=\d)[,.' ](?=\d{3}\b)")
_ESCAPE = re.compile(r"\\[A-Za-z]|\(\?[a-z]*\)|\(\?<?[^)\s]{0,2}|\[[^\]]*\]")
_WORD = re.compile(r"[A-Za-z]{3,}")


def _has_words(rule: dict[str, Json]) -> bool:
    """Return whether the engine describes *rule* in the prompt."""
    match rule.get("type"):
        case "contains":
            return bool(rule.get("value"))
        case "regex":
            return bool(rule.get("pattern"))
        case "length":
            return "min" in rule or "max" in rule
        case _:
            return False
