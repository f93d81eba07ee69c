"""The base of the records in data files that people write: dataclasses that return the errors of a value.

They are declared with the annotations of `fields`, and validated by pydantic, which is imported for a validation only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, cast

from workflowkit.format.fields import Maybe, Text
from workflowkit.format.shape_errors import (
    LocatedError,
    ObjectKind,
    WrongValue,
    errors_inside,
    errors_of_keys,
    pydantic_error,
    run,
)
from workflowkit.records import dataclass
from workflowkit.text.json_records import json_key, json_keys
from workflowkit.text.routes import Json

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

T = TypeVar("T")

Line = Annotated[str, Text(1)]


class DataRecord(ObjectKind):
    """One kind of object in a data file; its subclasses are the records."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "alias_generator": json_key,
        "extra": "forbid",
    }

    @classmethod
    def legal_keys(cls) -> tuple[str, ...]:
        """Return the keys that may be written, in the order of the documentation."""
        return tuple(json_keys(cls))

    @classmethod
    def shape_errors(cls, value: Json) -> list[LocatedError]:
        """Return every error of the shape of *value*; empty when it is valid."""
        return shape_errors_in(cls, value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        inner = {**handler.resolve_ref_schema(handler(source))}
        # A class that is used twice is validated by reference, which has to lead here and not past it.
        ref = inner.pop("ref", None)
        explained: Any = core_schema.no_info_wrap_validator_function(
            cls._explain, cast("CoreSchema", inner)
        )
        return cast("CoreSchema", explained if ref is None else {**explained, "ref": ref})

    @classmethod
    def _explain(cls, value: Json, handler: Callable[[Json], T]) -> T:
        from pydantic import ValidationError

        if not isinstance(value, dict):
            raise pydantic_error([((), WrongValue(cls.expected()))])
        try:
            return handler(value)
        except ValidationError as error:
            raise pydantic_error([*errors_of_keys(cls, error), *errors_inside(error)]) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile(DataRecord):
    """A file of its own, which may name its schema for editors."""

    schema_: Maybe[Line] = None
    """Where editors find the schema of this file."""


def shape_errors_in(kind: Any, value: Json) -> list[LocatedError]:
    """Return every error of *value* as a *kind*, a type declared with the annotations of `fields`."""
    return run(_validator(kind).validate_python, value)[1]


@cache
def _validator(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
