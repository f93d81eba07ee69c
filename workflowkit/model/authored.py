"""The base of every model of an authored object: frozen, closed, camelCase outside, and able to say what is wrong with a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema

from workflowkit.model.mistakes import (
    Located,
    MissingKey,
    UnknownKey,
    WrongValue,
    carried,
    refusal,
)
from workflowkit.source.routes import Json


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
        try:
            cls.model_validate(value)
        except ValidationError as error:
            return [(route, found) for route, _, found in carried(error) if found is not None]
        return []

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(cls._explain, handler(source))

    @classmethod
    def _explain(cls, value: Json, handler: Callable[[Json], Any]) -> Any:
        if not isinstance(value, dict):
            raise refusal([((), WrongValue(cls.expected()))])
        result = None
        found: list[Located] = []
        try:
            result = handler(value)
        except ValidationError as error:
            for route, kind, mistake in carried(error):
                if mistake is not None:
                    found.append((route, mistake))
                elif kind == "missing":
                    found.append(((), MissingKey(cls, str(route[-1]))))
                else:
                    found.append((route, UnknownKey(cls)))
        found.extend(cls.misfits(value))
        if found:
            raise refusal(found)
        return result
