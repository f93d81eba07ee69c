"""What can be wrong with an authored value, as data, and how it travels through pydantic.

Every validator of the model refuses with one custom error that carries its mistakes and their routes.
Nothing of pydantic's own wording survives: `shape` turns mistakes into findings.
Pydantic is slow to import, so it is imported where something is validated, and never to declare a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from workflowkit.format.compile_error import ErrorName
from workflowkit.text.routes import Json, Route

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import CoreSchema, PydanticCustomError


class ObjectKind:
    """One kind of object that an author may write."""

    __slots__ = ()

    noun: ClassVar[str] = "object"
    """What messages call it."""

    @classmethod
    def legal_keys(cls) -> tuple[str, ...]:
        """Return the keys that may be written, in the order of the documentation."""
        raise NotImplementedError

    @classmethod
    def expected(cls) -> str:
        """Return what messages expect where one belongs, with its article."""
        article = "an" if cls.noun[0] in "aeiou" else "a"
        return (
            f"{article} {cls.noun}"
            if cls.noun.endswith("object")
            else f"{article} {cls.noun} object"
        )

    @classmethod
    def mistakes(cls, value: Json) -> list[Located]:
        """Return everything that is wrong with *value*; empty when it is legal."""
        raise NotImplementedError


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
    rule: ErrorName = "invalid-schema"


@dataclass(frozen=True, slots=True)
class WrongCount:
    """A list has too few or too many items."""

    shortest: int
    longest: int | None
    rule: ErrorName = "invalid-schema"


@dataclass(frozen=True, slots=True)
class RepeatedItem:
    """A list item equals an earlier one."""

    first: int
    """Index of the earlier one."""


@dataclass(frozen=True, slots=True)
class MissingKey:
    """An object lacks a required key."""

    owner: type[ObjectKind]
    key: str


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """An object has a key that is not legal there."""

    owner: type[ObjectKind]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A mistake that only its own sentence can tell."""

    message: str
    help: str = ""
    rule: ErrorName = "invalid-schema"
    keys: tuple[str, ...] = ()
    """Keys of which one, once added, would settle it."""


Mistake = WrongValue | WrongCount | RepeatedItem | MissingKey | UnknownKey | Misfit
Located = tuple[Route, Mistake]


def refusal(mistakes: list[Located]) -> PydanticCustomError:
    """Return the exception that contains *errors*; one for all, because pydantic copies every single error at every level."""
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


def of_keys(owner: type[ObjectKind], error: ValidationError) -> Iterator[Located]:
    """Yield the errors that pydantic itself makes of an object: about keys, never about values."""
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        if item["type"] == "missing":
            yield (), MissingKey(owner, str(item["loc"][-1]))
        elif item["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            yield item["loc"], UnknownKey(owner)


def run(handler: Callable[[Json], Any], value: Json) -> tuple[Any, list[Located]]:
    """Validate *value*; return the result and the mistakes made inside it."""
    from pydantic import ValidationError

    try:
        return handler(value), []
    except ValidationError as error:
        # What pydantic refuses for a reason of its own stays refused.
        return None, list(carried(error)) or [((), WrongValue("another value"))]
