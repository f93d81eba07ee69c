"""The base of every model of an authored object: frozen, closed, camelCase outside, and able to say what is wrong with a value.

What is wrong is data. Every validator of the model refuses with one custom error that carries its mistakes and their routes.
Nothing of pydantic's own wording survives: `validation` turns mistakes into findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from workflowkit.format.mistakes import (
    Located,
    ObjectKind,
    WrongValue,
    carried,
    of_keys,
    refusal,
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
    def misfits(cls, value: dict[str, Json]) -> Iterator[Located]:  # noqa: ARG003 - for subclasses
        """Yield the errors that no single field shows. Must survive fields of any kind."""
        yield from ()

    @classmethod
    def mistakes(cls, value: Json) -> list[Located]:
        """Return every error of the shape of *value*; empty when it is valid."""
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
            raise refusal([*of_keys(cls, error), *carried(error), *found]) from None
        if found:
            raise refusal(found)
        return result
