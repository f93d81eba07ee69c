"""The base of the records in data files that people write: dataclasses that can say what is wrong with a value.

They are declared with the vocabulary of the models, and checked by pydantic, which is imported for a check only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from workflowkit.format.fields import Maybe, Text
from workflowkit.format.mistakes import (
    Located,
    ObjectKind,
    WrongValue,
    carried,
    of_keys,
    refusal,
    run,
)
from workflowkit.text.json_records import json_key, json_keys
from workflowkit.text.routes import Json

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

T = TypeVar("T")

Line = Annotated[str, Text(1)]


class DataRecord(ObjectKind):
    """One kind of object in a data file; the dataclasses below it are its fields."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "alias_generator": json_key,
        "extra": "forbid",
    }

    @classmethod
    def legal_keys(cls) -> tuple[str, ...]:
        """Return the keys that may be written, in the order of the documentation."""
        return tuple(json_keys(cls))  # type: ignore[arg-type] # A class is hashable.

    @classmethod
    def mistakes(cls, value: Json) -> list[Located]:
        """Return everything that is wrong with *value*; empty when it is legal."""
        return mistakes_in(cls, value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_wrap_validator_function(cls._explain, handler(source))

    @classmethod
    def _explain(cls, value: Json, handler: Callable[[Json], T]) -> T:
        from pydantic import ValidationError

        if not isinstance(value, dict):
            raise refusal([((), WrongValue(cls.expected()))])
        try:
            return handler(value)
        except ValidationError as error:
            raise refusal([*of_keys(cls, error), *carried(error)]) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile(DataRecord):
    """A file of its own, which may name its schema for editors."""

    schema_: Maybe[Line] = None
    """Where editors find the schema of this file."""


def mistakes_in(kind: Any, value: Json) -> list[Located]:
    """Return what keeps *value* from being of the *kind*, a type declared with the vocabulary."""
    return run(_validator(kind).validate_python, value)[1]


@cache
def _validator(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
