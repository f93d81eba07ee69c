"""What can be wrong with an authored value, as data, and how it travels through pydantic.

Every validator of the model refuses with one custom error that carries its mistakes and their routes.
Nothing of pydantic's own wording survives: `shape` turns mistakes into findings.
Pydantic is slow to import, so it is imported where something is validated, and never to declare a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflowkit.source.routes import Json, Route

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import CoreSchema, PydanticCustomError

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
    help: str = ""
    rule: str = "schema-violation"


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


def refusal(mistakes: list[Located]) -> PydanticCustomError:
    """The exception that carries *mistakes*; all in one, because pydantic copies every single error at every level."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError("mistakes", "mistakes", {"mistakes": mistakes})


def told(inner: CoreSchema, mistake: Mistake) -> CoreSchema:
    """Let *inner* refuse with *mistake*, whatever pydantic would say."""
    from pydantic_core import core_schema

    context: dict[str, Any] = {"mistakes": [((), mistake)]}
    return core_schema.custom_error_schema(
        inner,
        custom_error_type="mistakes",
        custom_error_message="mistakes",
        custom_error_context=context,
    )


def carried(error: ValidationError) -> Iterator[Located]:
    """Yield the mistakes inside *error*; errors of pydantic's own are left out."""
    for item in error.errors(include_url=False, include_input=False):
        for route, mistake in item.get("ctx", {}).get("mistakes", ()):
            yield item["loc"] + route, mistake


def run(handler: Callable[[Json], Any], value: Json) -> tuple[Any, list[Located]]:
    """Validate *value*; return the result and the mistakes made inside it."""
    from pydantic import ValidationError

    try:
        return handler(value), []
    except ValidationError as error:
        # What pydantic refuses for a reason of its own stays refused.
        return None, list(carried(error)) or [((), WrongValue("another value"))]
