"""The base of every model of an authored object: frozen, closed, with keys in camelCase; it returns the errors of a value as data.

How they pass through pydantic is in `shape_errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from workflowkit.format.fields import Later
from workflowkit.format.shape_errors import (
    LocatedError,
    ObjectKind,
    WrongValue,
    errors_inside,
    errors_of_keys,
    pydantic_error,
    run,
)
from workflowkit.text.routes import Json


class Authored(ObjectKind, BaseModel):
    """One kind of object that an author may write."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, defer_build=True
    )

    @classmethod
    def legal_keys(cls) -> tuple[str, ...]:
        """Return the keys that may be written, in the order of the documentation."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def later_keys(cls) -> dict[str, str]:
        """Return the keys that not every version of the engine knows, to the names of their constructs."""
        return {
            field.alias or name: mark.construct
            for name, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Later)
        }

    @classmethod
    def object_errors(cls, value: dict[str, Json]) -> Iterator[LocatedError]:  # noqa: ARG003 - for subclasses
        """Yield the errors that no single field shows. Must survive fields of any kind."""
        yield from ()

    @classmethod
    def shape_errors(cls, value: Json) -> list[LocatedError]:
        """Return every error of the shape of *value*; empty when it is valid."""
        return run(cls.model_validate, value)[1]

    @model_validator(mode="wrap")
    @classmethod
    def _explain(cls, value: Json, handler: Callable[[Json], Self]) -> Self:
        if not isinstance(value, dict):
            raise pydantic_error([((), WrongValue(cls.expected()))])
        found = list(cls.object_errors(value))
        try:
            result = handler(value)
        except ValidationError as error:
            raise pydantic_error(
                [*errors_of_keys(cls, error), *errors_inside(error), *found]
            ) from None
        if found:
            raise pydantic_error(found)
        return result
