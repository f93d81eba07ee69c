"""Validation with the models: every error of the shape of a value, once, with its message and the key that was probably meant."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from workflowkit.diagnostics import Edit, Fix, Related
from workflowkit.format.compile_error import CompileError
from workflowkit.format.conditions import AuthoredCondition, LoopConfig
from workflowkit.format.dialect import Dialect, judged
from workflowkit.format.prompts import PromptBlocks
from workflowkit.format.shape_errors import (
    CustomError,
    LocatedError,
    MissingKey,
    MissingKeys,
    ObjectKind,
    RepeatedItem,
    ShapeError,
    TooMany,
    UnknownKey,
    Use,
    WrongCount,
    WrongValue,
)
from workflowkit.format.steps import LoopStep, ParallelStep, StandardStep
from workflowkit.format.surrogates import without_surrogates
from workflowkit.format.workflow import AuthoredWorkflow
from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route, value_at
from workflowkit.text.suggest import closest, is_abbreviation, listed, near
from workflowkit.text.wording import enumerated, place_name, quoted, spelled

_DEFAULT = Dialect()


def workflow_errors(value: Json, dialect: Dialect = _DEFAULT) -> list[CompileError]:
    """Return every error of the shape of a workflow in *dialect*."""
    return find_errors(AuthoredWorkflow.shape_errors, value, dialect)


def find_errors(
    check: Callable[[Json], list[LocatedError]], value: Json, dialect: Dialect = _DEFAULT
) -> list[CompileError]:
    """Return every error that *check*, the `shape_errors` of a model, finds in *value*."""
    readable, back = without_surrogates(value)
    errors = judged(check(readable), readable, dialect)
    missing = {(route, key) for route, error in errors for key in _wanted(error)}
    suggestions = {
        route: _suggestion(error.owner, route, readable, dialect, missing)
        for route, error in errors
        if isinstance(error, UnknownKey)
    }
    meant = Counter(
        (route[:-1], suggestion.key)
        for route, suggestion in suggestions.items()
        if suggestion is not None
    )
    # A misspelled key explains the missing one: one typo is reported once.
    unexplained = [
        (route, error)
        for route, error in errors
        if not any((route, key) in meant for key in _wanted(error))
    ]
    found: list[CompileError] = []
    for route, error in _with_missing_keys_together(unexplained):
        place = tuple(part.translate(back) if isinstance(part, str) else part for part in route)
        if isinstance(error, UnknownKey):
            suggestion = suggestions[route]
            # Of two typos of one key only one can be renamed.
            is_only = suggestion is not None and meant[route[:-1], suggestion.key] == 1
            stands_in = suggestion is not None and (route[:-1], suggestion.key) in missing
            unknown = _unknown_key(error.owner, place, suggestion, is_only, dialect)
            # No version of the engine does without the key that is missing.
            found.append(replace(unknown, is_unknown=not stands_in))
        else:
            found.append(_error(error, place, value_at(value, place), dialect))
    return found


def _with_missing_keys_together(errors: Sequence[LocatedError]) -> Iterator[LocatedError]:
    """Yield *errors*, with the keys that one object lacks as one error, in the place of the first."""
    keys: dict[tuple[Route, type[ObjectKind]], list[str]] = {}
    for route, error in errors:
        if isinstance(error, MissingKey) and not _has_own_rule(error):
            keys.setdefault((route, error.owner), []).append(error.key)
    for route, error in errors:
        if not isinstance(error, MissingKey) or _has_own_rule(error):
            yield route, error
        elif together := keys.pop((route, error.owner), ()):
            yield route, MissingKeys(error.owner, tuple(sorted(together)))


def _has_own_rule(error: MissingKey) -> bool:
    return error.owner is LoopConfig and error.key == "maxIterations"


def _wanted(error: ShapeError) -> tuple[str, ...]:
    """Return the keys of which one would resolve *error*."""
    match error:
        case MissingKey(key=key):
            return (key,)
        case CustomError(keys=keys):
            return keys
        case _:
            return ()


def _error(error: ShapeError, route: Route, value: Json, dialect: Dialect) -> CompileError:
    match error:
        case Use():
            return _unknown_construct(error, route, value, dialect)
        case MissingKey():
            return _missing_loop_bound(error, route)
        case MissingKeys():
            names = [quoted(key) for key in error.keys]
            message = f"{error.owner.noun} has no {enumerated(names, 'or')}"
            help = "add them" if names[1:] else f"add {names[0]}"
            return CompileError(route, message, help, rule="invalid-schema")
        case WrongCount():
            return _wrong_count(error, route, value, dialect)
        case RepeatedItem():
            return _repeated_item(error, route)
        case CustomError():
            return CompileError(route, error.message, error.help, rule=error.rule)
        case WrongValue():
            help = _wrong_value_help(error, value)
            message = _wrong_value_message(error, route, value)
            return CompileError(route, message, help, rule=error.rule, is_unknown=bool(error.known))
        case UnknownKey() | TooMany():
            raise AssertionError("unknown keys are reported with their suggestions")


@dataclass(frozen=True, slots=True)
class _Suggestion:
    """The key that an unknown key was probably meant to be."""

    key: str
    is_free: bool
    """True when it is the only candidate and is not taken."""
    is_legal: bool
    """True when the value is legal there."""


def _suggestion(
    owner: type[ObjectKind],
    route: Route,
    document: Json,
    dialect: Dialect,
    missing: Collection[tuple[Route, str]],
) -> _Suggestion | None:
    name = str(route[-1])
    parent = value_at(document, route[:-1])
    if _elsewhere(owner, name, dialect):
        return None
    candidates = near(name, _known_keys(owner, dialect))
    if not candidates:
        candidates = [
            key
            for place, key in sorted(missing)
            if place == route[:-1] and is_abbreviation(name, key)
        ]
    if not candidates:
        return None
    key = candidates[0]
    moved = {key: parent[name]}
    wrong_there = judged(owner.shape_errors(moved), moved, dialect)
    is_legal = not any(place[:1] == (key,) for place, _ in wrong_there)
    return _Suggestion(key, len(candidates) == 1 and key not in parent, is_legal)


def _known_keys(owner: type[ObjectKind], dialect: Dialect) -> tuple[str, ...]:
    """Return the keys of *owner* that *dialect* knows, in the order of the documentation."""
    later = owner.later_keys()
    return tuple(key for key in owner.legal_keys() if key not in later or dialect.has(later[key]))


def _unknown_construct(use: Use, route: Route, value: Json, dialect: Dialect) -> CompileError:
    """Return the error of a construct that other versions of the engine know."""
    place = (*route, use.key) if use.key and use.key in value else route
    what = use.what or f"unknown key {quoted(str(place[-1]))}"
    known = dialect.known_in(use.construct, 0)
    # A key that shows a construct cannot simply go: the rest of the construct would be left.
    is_part = bool(use.key)
    instead = use.instead if is_part else "delete the key"
    return CompileError(
        place,
        f"{what}; {known.words} know it" if known else what,
        f"use --engine {known.engine}, or {instead}" if known else instead,
        fix=None if is_part else Fix(instead, (Edit("delete", place),)),
        on_key=not use.what,
        rule="invalid-schema" if use.what else "unknown-key",
    )


def _unknown_key(
    owner: type[ObjectKind],
    route: Route,
    suggestion: _Suggestion | None,
    is_only: bool,
    dialect: Dialect,
) -> CompileError:
    name = str(route[-1])
    # A condition without its operator means something else.
    is_operator = owner is AuthoredCondition
    fix = None if is_operator else Fix("delete the key", (Edit("delete", route),))
    if name == "$schema":
        help = "delete the key, and associate the schema of 'wfk schema workflow' in the editor settings"
    elif suggestion is not None:
        help, fix = f"did you mean '{suggestion.key}'?", None
        if suggestion.is_free and is_only:
            edit = Edit("rename", route, suggestion.key)
            fix = Fix(f"rename it to '{suggestion.key}'", (edit,), safe=suggestion.is_legal)
    elif is_operator and name in _OPERATORS:
        help = f"write {_OPERATORS[name]}"
    elif homes := _elsewhere(owner, name, dialect):
        help, fix = f"move it: {quoted(name)} belongs on {' or '.join(homes)}", None
    elif len(known := _known_keys(owner, dialect)) <= _MOST_KEYS_LISTED:
        help = listed(known)
    else:
        help = "delete the key"
    message = f"unknown key {quoted(name)}"
    return CompileError(
        route, message, help, fix=fix, on_key=True, rule="unknown-key", is_unknown=True
    )


_MOST_KEYS_LISTED = 12
_OPERATORS = {
    **dict.fromkeys(("eq", "is", "=", "=="), "'equals'"),
    **dict.fromkeys(("ne", "neq", "!=", "isNot"), "'not_equals'"),
    **dict.fromkeys(("greater", "greaterThan", "moreThan", "above", ">"), "'gt'"),
    **dict.fromkeys(("less", "lessThan", "below", "<"), "'lt'"),
    **dict.fromkeys(("ge", "min", "atLeast", ">="), "'gte'"),
    **dict.fromkeys(("le", "max", "atMost", "<="), "'lte'"),
    **dict.fromkeys(("oneOf", "anyOf", "any"), "'in'"),
    **dict.fromkeys(("notIn", "not_in", "nin"), "'in' inside of 'not'"),
    **dict.fromkeys(
        ("exists", "isSet", "defined"),
        "'var' alone, which tests for a value that is not empty, zero or false",
    ),
}
"""Operators of other languages, with what the format has for them."""
_CONTAINERS: tuple[type[ObjectKind], ...] = (
    AuthoredWorkflow,
    StandardStep,
    LoopStep,
    ParallelStep,
    LoopConfig,
    PromptBlocks,
)
"""Models whose keys are easily written one level too high or too low."""


def _elsewhere(owner: type[ObjectKind], name: str, dialect: Dialect) -> list[str]:
    if owner not in _CONTAINERS:
        return []
    return [
        f"a {model.noun}"
        for model in _CONTAINERS
        if name in _known_keys(model, dialect)
        and (model is not ParallelStep or dialect.has("parallelStep"))
    ]


def _missing_loop_bound(error: MissingKey, route: Route) -> CompileError:
    message = f"{error.owner.noun} has no '{error.key}'"
    fix = Fix("stop after 3 passes", (Edit("set", (*route, "maxIterations"), 3),))
    help = "add 'maxIterations', a number from 1 to 1000"
    return CompileError(route, message, help, fix=fix, rule="missing-loop-bound")


def _repeated_item(error: RepeatedItem, route: Route) -> CompileError:
    first = (*route[:-1], error.first)
    return CompileError(
        route,
        f"{place_name(route)} repeats {place_name(first)}",
        "delete one of the two",
        related=(Related(first, "first given here"),),
        rule="invalid-schema",
    )


def _wrong_count(error: WrongCount, route: Route, value: Json, dialect: Dialect) -> CompileError:
    message = _count_message(error, route, value)
    known = dialect.known_in(error.limit, len(value)) if error.limit else None
    if known is None:
        is_limited = bool(error.limit) and len(value) > error.shortest
        return CompileError(route, message, rule=error.rule, is_unknown=is_limited)
    return CompileError(
        route,
        f"{message}; {known.words} take as many",
        f"use --engine {known.engine}, or keep {error.longest} of them",
        rule=error.rule,
    )


def _count_message(error: WrongCount, route: Route, value: Json) -> str:
    wanted = _range(error.shortest, error.longest)
    if not value:
        return f"{place_name(route)} is empty; expected {wanted} item{'s' * (wanted[-2:] != ' 1')}"
    return f"{place_name(route)} has {len(value)} item{'s' * (len(value) > 1)}; expected {wanted}"


def _wrong_value_message(error: WrongValue, route: Route, value: Json) -> str:
    name = place_name(route)
    if isinstance(value, str):
        if not value:
            return f"{name} is empty; expected {error.expected}"
        if error.longest is not None and len(value) > error.longest:
            limits = _range(error.shortest, error.longest)
            return f"{name} has {len(value)} characters; expected {limits}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{name} is {spelled(value)}; expected a finite number"
    return f"{name} is {spelled(value)}; expected {error.expected}"


def _wrong_value_help(error: WrongValue, value: Json) -> str:
    if not isinstance(value, str) or error.help:
        return error.help
    suggestion = closest(value, error.known)
    if suggestion is not None:
        return f"did you mean '{suggestion}'?"
    is_literal = (error.expected.startswith("true") and value in ("true", "false")) or (
        "number" in error.expected and _NUMBER.fullmatch(value)
    )
    return "remove the quotes" if is_literal else ""


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    if low == high:
        return f"exactly {low}"
    return f"{low} to {high}" if low else f"at most {high}"
