"""Validation with the models: every mistake in a value as a finding, once, in plain words, with the key that was probably meant."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from workflowkit.diagnostics import Edit, Fix, Related
from workflowkit.format.compile_error import CompileError
from workflowkit.format.conditions import LoopConfig
from workflowkit.format.mistakes import (
    Located,
    Misfit,
    MissingKey,
    Mistake,
    ObjectKind,
    RepeatedItem,
    UnknownKey,
    WrongCount,
    WrongValue,
)
from workflowkit.format.prompts import PromptBlocks
from workflowkit.format.surrogates import without_surrogates
from workflowkit.format.workflow import AuthoredWorkflow, LoopStep, StandardStep
from workflowkit.text.routes import Json, Route, value_at
from workflowkit.text.suggest import closest, listed, near
from workflowkit.text.wording import place_name, quoted, spelled


def workflow_errors(value: Json) -> list[CompileError]:
    """Return every error of the shape of a workflow."""
    return find_errors(AuthoredWorkflow.mistakes, value)


def find_errors(check: Callable[[Json], list[Located]], value: Json) -> list[CompileError]:
    """Return every error that *check*, the `errors_in` of a model, finds in *value*."""
    readable, back = without_surrogates(value)
    mistakes = check(readable)
    guesses = {
        route: _guess(mistake.owner, route, readable)
        for route, mistake in mistakes
        if isinstance(mistake, UnknownKey)
    }
    meant = Counter(
        (route[:-1], guess.key) for route, guess in guesses.items() if guess is not None
    )
    found: list[CompileError] = []
    for route, mistake in mistakes:
        # A misspelled key explains the missing one beside it: one slip is told once.
        if any((route, key) in meant for key in _wanted(mistake)):
            continue
        place = tuple(part.translate(back) if isinstance(part, str) else part for part in route)
        if isinstance(mistake, UnknownKey):
            guess = guesses[route]
            # Two slips for one key cannot both become it.
            is_only = guess is not None and meant[route[:-1], guess.key] == 1
            found.append(_unknown_key(mistake.owner, place, guess, is_only))
        else:
            found.append(_error(mistake, place, value_at(value, place)))
    return found


def _wanted(mistake: Mistake) -> tuple[str, ...]:
    """Return the keys of which one would resolve *error*."""
    match mistake:
        case MissingKey(key=key):
            return (key,)
        case Misfit(keys=keys):
            return keys
        case _:
            return ()


def _error(mistake: Mistake, route: Route, value: Json) -> CompileError:
    match mistake:
        case MissingKey():
            return _missing_key(mistake, route)
        case WrongCount():
            return CompileError(route, _count_message(mistake, route, value), rule=mistake.rule)
        case RepeatedItem():
            return _repeated_item(mistake, route)
        case Misfit():
            return CompileError(route, mistake.message, mistake.help, rule=mistake.rule)
        case WrongValue():
            help = _wrong_value_help(mistake, value)
            message = _wrong_value_message(mistake, route, value)
            return CompileError(route, message, help, rule=mistake.rule)
        case UnknownKey():
            raise AssertionError("unknown keys are told with their guesses")


@dataclass(frozen=True, slots=True)
class _Guess:
    """What an unknown key was meant to be."""

    key: str
    is_free: bool
    """True when it is the only candidate and is not taken."""
    is_legal: bool
    """True when the value is legal there."""


def _guess(owner: type[ObjectKind], route: Route, document: Json) -> _Guess | None:
    name = str(route[-1])
    parent = value_at(document, route[:-1])
    if _elsewhere(owner, name):
        return None
    candidates = near(name, owner.legal_keys())
    if not candidates:
        return None
    key = candidates[0]
    wrong_there = owner.mistakes({key: parent[name]})
    is_legal = not any(place[:1] == (key,) for place, _ in wrong_there)
    return _Guess(key, len(candidates) == 1 and key not in parent, is_legal)


def _unknown_key(
    owner: type[ObjectKind], route: Route, guess: _Guess | None, is_only: bool
) -> CompileError:
    name = str(route[-1])
    fix: Fix | None = Fix("delete the key", (Edit("delete", route),))
    if name == "$schema":
        help = "delete the key, and associate the schema of 'wfk schema workflow' in the editor settings"
    elif guess is not None:
        help, fix = f"did you mean '{guess.key}'?", None
        if guess.is_free and is_only:
            edit = Edit("rename", route, guess.key)
            fix = Fix(f"rename it to '{guess.key}'", (edit,), safe=guess.is_legal)
    elif homes := _elsewhere(owner, name):
        help, fix = f"move it: {quoted(name)} belongs on {' or '.join(homes)}", None
    elif len(owner.legal_keys()) <= _MOST_KEYS_LISTED:
        help = listed(owner.legal_keys())
    else:
        help = "delete the key"
    message = f"unknown key {quoted(name)}"
    return CompileError(route, message, help, fix=fix, on_key=True, rule="unknown-key")


_MOST_KEYS_LISTED = 12
_CONTAINERS: tuple[type[ObjectKind], ...] = (
    AuthoredWorkflow,
    StandardStep,
    LoopStep,
    LoopConfig,
    PromptBlocks,
)
"""Models whose keys are easily written one level too high or too low."""


def _elsewhere(owner: type[ObjectKind], name: str) -> list[str]:
    if owner not in _CONTAINERS:
        return []
    return [f"a {model.noun}" for model in _CONTAINERS if name in model.legal_keys()]


def _missing_key(mistake: MissingKey, route: Route) -> CompileError:
    message = f"{mistake.owner.noun} has no '{mistake.key}'"
    if mistake.owner is LoopConfig and mistake.key == "maxIterations":
        fix = Fix("stop after 3 passes", (Edit("set", (*route, "maxIterations"), 3),))
        help = "add 'maxIterations', a number from 1 to 1000"
        return CompileError(route, message, help, fix=fix, rule="missing-loop-bound")
    return CompileError(route, message, f"add '{mistake.key}'", rule="invalid-schema")


def _repeated_item(mistake: RepeatedItem, route: Route) -> CompileError:
    first = (*route[:-1], mistake.first)
    return CompileError(
        route,
        f"{place_name(route)} repeats {place_name(first)}",
        "delete one of the two",
        related=(Related(first, "first given here"),),
        rule="invalid-schema",
    )


def _count_message(mistake: WrongCount, route: Route, value: Json) -> str:
    wanted = _range(mistake.shortest, mistake.longest)
    if not value:
        return f"{place_name(route)} is empty; expected {wanted} item{'s' * (wanted[-2:] != ' 1')}"
    return f"{place_name(route)} has {len(value)} item{'s' * (len(value) > 1)}; expected {wanted}"


def _wrong_value_message(mistake: WrongValue, route: Route, value: Json) -> str:
    name = place_name(route)
    if isinstance(value, str):
        if not value:
            return f"{name} is empty; expected {mistake.expected}"
        if mistake.longest is not None and len(value) > mistake.longest:
            limits = _range(mistake.shortest, mistake.longest)
            return f"{name} has {len(value)} characters; expected {limits}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{name} is {spelled(value)}; expected a finite number"
    return f"{name} is {spelled(value)}; expected {mistake.expected}"


def _wrong_value_help(mistake: WrongValue, value: Json) -> str:
    if not isinstance(value, str) or mistake.help:
        return mistake.help
    guess = closest(value, mistake.known)
    if guess is not None:
        return f"did you mean '{guess}'?"
    is_literal = (mistake.expected.startswith("true") and value in ("true", "false")) or (
        "number" in mistake.expected and _NUMBER.fullmatch(value)
    )
    return "remove the quotes" if is_literal else ""


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    if low == high:
        return f"exactly {low}"
    return f"{low} to {high}" if low else f"at most {high}"
