"""What can be wrong with an authored value, as data, and how it travels through pydantic.

Every validator of the model raises its mistakes inside a pydantic `ValidationError`, one custom error per mistake, at the route where it was made.
Nothing else of pydantic's own wording survives: `shape` turns mistakes into findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from workflowkit.source.routes import Json, Route

if TYPE_CHECKING:
    from workflowkit.model.authored import Authored


@dataclass(frozen=True, slots=True)
class WrongValue:
    """The value is of another kind, or out of its limits."""

    expected: str
    """With its article: `a number from 1 to 1000`."""
    known: tuple[str, ...] = ()
    """The allowed values, when they are a closed set."""
    shortest: int = 0
    longest: int | None = None
    """Limits of a text, in characters."""


@dataclass(frozen=True, slots=True)
class WrongCount:
    """A list has too few or too many items."""

    shortest: int
    longest: int | None
    rule: str = "schema-violation"


@dataclass(frozen=True, slots=True)
class RepeatedItem:
    """A list item equals an earlier one."""

    first: int
    """Index of the earlier one."""


@dataclass(frozen=True, slots=True)
class MissingKey:
    """An object lacks a required key."""

    owner: type[Authored]
    key: str


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """An object has a key that is not legal there."""

    owner: type[Authored]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A mistake that only its own sentence can tell."""

    message: str
    help: str = ""
    rule: str = "schema-violation"
    keys: tuple[str, ...] = ()
    """Keys of which one, once added, would settle it."""


Mistake = WrongValue | WrongCount | RepeatedItem | MissingKey | UnknownKey | Misfit
Located = tuple[Route, Mistake]


def refusal(mistakes: Iterable[Located]) -> ValidationError:
    """The exception that carries *mistakes*."""
    details = [
        InitErrorDetails(
            type=PydanticCustomError("mistake", "mistake", {"mistake": mistake}),
            loc=route,
            input=None,
        )
        for route, mistake in mistakes
    ]
    return ValidationError.from_exception_data("authored value", details)


def carried(error: ValidationError) -> Iterator[tuple[Route, str, Mistake | None]]:
    """Yield route, pydantic's error type and, unless it is pydantic's own error, the mistake."""
    for item in error.errors(include_url=False, include_input=False):
        yield item["loc"], item["type"], item.get("ctx", {}).get("mistake")


def run(handler: Callable[[Json], Any], value: Json) -> tuple[Any, list[Located]]:
    """Validate *value*; return the result and the mistakes made inside it, pydantic's own errors left out."""
    try:
        return handler(value), []
    except ValidationError as error:
        return None, [(route, found) for route, _, found in carried(error) if found is not None]
