"""The base of every model of an authored object: frozen, closed, camelCase outside, and able to say what is wrong with a value.

What is wrong is data. Every validator of the model refuses with one custom error that carries its mistakes and their routes.
Nothing of pydantic's own wording survives: `validation` turns mistakes into findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from workflowkit.model.compile_error import ErrorName
from workflowkit.source.routes import Json, Route


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
    rule: ErrorName = "schema-violation"


@dataclass(frozen=True, slots=True)
class WrongCount:
    """A list has too few or too many items."""

    shortest: int
    longest: int | None
    rule: ErrorName = "schema-violation"


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
    rule: ErrorName = "schema-violation"
    keys: tuple[str, ...] = ()
    """Keys of which one, once added, would settle it."""


Mistake = WrongValue | WrongCount | RepeatedItem | MissingKey | UnknownKey | Misfit
Located = tuple[Route, Mistake]


class Authored(BaseModel):
    """One kind of object that an author may write."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, defer_build=True
    )

    noun: ClassVar[str] = "object"
    """What messages call it."""

    @classmethod
    def legal_keys(cls) -> tuple[str, ...]:
        """The keys that may be written, in the order of the documentation."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def expected(cls) -> str:
        """What messages expect where one belongs, with its article."""
        article = "an" if cls.noun[0] in "aeiou" else "a"
        return (
            f"{article} {cls.noun}"
            if cls.noun.endswith("object")
            else f"{article} {cls.noun} object"
        )

    @classmethod
    def misfits(cls, value: dict[str, Json]) -> Iterator[Located]:  # noqa: ARG003 - for subclasses
        """Mistakes that no single field shows. Must survive fields of any kind."""
        yield from ()

    @classmethod
    def mistakes(cls, value: Json) -> list[Located]:
        """Everything that is wrong with *value*; empty when it is legal."""
        return run(cls.model_validate, value)[1]

    @model_validator(mode="wrap")
    @classmethod
    def _explain(cls, value: Json, handler: Callable[[Json], Self]) -> Self:
        if not isinstance(value, dict):
            raise refusal([((), WrongValue(cls.expected()))])
        found = list(cls.misfits(value))
        try:
            result = handler(value)
        except ValidationError as error:
            raise refusal([*_of_keys(cls, error), *carried(error), *found]) from None
        if found:
            raise refusal(found)
        return result


def _of_keys(owner: type[Authored], error: ValidationError) -> Iterator[Located]:
    """The errors that pydantic itself makes of an object: about keys, never about values."""
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        if item["type"] == "missing":
            yield (), MissingKey(owner, str(item["loc"][-1]))
        elif item["type"] == "extra_forbidden":
            yield item["loc"], UnknownKey(owner)


def refusal(mistakes: list[Located]) -> PydanticCustomError:
    """The exception that carries *mistakes*; all in one, because pydantic copies every single error at every level."""
    return PydanticCustomError("mistakes", "mistakes", {"mistakes": mistakes})


def told(inner: CoreSchema, mistake: Mistake) -> CoreSchema:
    """Let *inner* refuse with *mistake*, whatever pydantic would say."""
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
    try:
        return handler(value), []
    except ValidationError as error:
        # What pydantic refuses for a reason of its own stays refused.
        return None, list(carried(error)) or [((), WrongValue("another value"))]
