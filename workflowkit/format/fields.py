"""The kinds of values that fields are declared with, each with its limits, its JSON Schema and its messages.

Verdicts follow the engine's schema library (docs/engine/format.md#schema-rules): lengths in code points, `$` only at the very end, ASCII digits, finite numbers, null is not absent, true is not a number.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from workflowkit.format.compile_error import ErrorName
from workflowkit.format.identity import first_indexes
from workflowkit.format.shape_errors import (
    LocatedError,
    RepeatedItem,
    ShapeError,
    TooMany,
    Use,
    WrongCount,
    WrongValue,
    pydantic_error,
    run,
    with_error,
)
from workflowkit.records import dataclass
from workflowkit.text.routes import Json, Route

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

JsonSchema = dict[str, Any]


class _Absent:
    """Marks a field that may be omitted; null is still invalid."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        kept = [arg for arg in get_args(source) if arg is not types.NoneType]
        return handler.generate_schema(Union[tuple(kept)] if len(kept) > 1 else kept[0])  # noqa: UP007 - the members are known at run time only


T = TypeVar("T")
Maybe = Annotated[T | None, _Absent()]
"""A field that may be omitted."""


@dataclass(frozen=True, slots=True)
class Later:
    """A field that not every version of the engine knows; its use is reported, and a dialect judges it."""

    construct: str
    """Name of the field among the constructs of engine profiles: `standardStep.audit`."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_wrap_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        return handler(schema) | {CONSTRUCT: self.construct}

    def _check(self, value: Json, handler: Callable[[Json], Any]) -> Any:
        _, found = run(handler, value)
        raise pydantic_error([((), Use(self.construct)), *found])


CONSTRUCT = "x-construct"
"""Keyword of a JSON Schema: only versions that know this construct have the schema."""

LIMIT = "x-limit"
"""Keyword of a JSON Schema: the maximum number of items is the limit of this name in the engine profile."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string, its length counted in code points."""

    shortest: int = 0
    longest: int | None = None
    pattern: str | None = None
    """Means the same to Rust's regex crate and to ECMAScript: no `\\d`, no `$` but at the end."""
    described: str = ""
    """What is expected, when limits alone do not state it."""
    help: str = ""
    """How to write it, when the expectation does not state it."""

    @property
    def expected(self) -> str:
        """What a message expects here."""
        return self.described or _limits("text", "character", self.shortest, self.longest)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        wrong = WrongValue(
            self.expected, shortest=self.shortest, longest=self.longest, help=self.help
        )
        inner = core_schema.str_schema(
            strict=True,
            min_length=self.shortest or None,
            max_length=self.longest,
            pattern=self.pattern,
        )
        return with_error(inner, wrong)


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number between two limits."""

    low: float | None = None
    high: float | None = None
    integral: bool = False

    @property
    def expected(self) -> str:
        """What a message expects here."""
        noun = "a whole number" if self.integral else "a number"
        if self.low is not None and self.high is not None:
            return f"{noun} from {self.low:g} to {self.high:g}"
        return noun if self.low is None else f"{noun} of at least {self.low:g}"

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        inner: CoreSchema
        if self.integral:
            low = None if self.low is None else int(self.low)
            inner = core_schema.int_schema(strict=True, ge=low)
        else:
            inner = core_schema.float_schema(strict=True, ge=self.low, le=self.high)
        wrong = with_error(inner, WrongValue(self.expected))
        return core_schema.no_info_after_validator_function(self._check, wrong)

    def _check(self, value: float) -> float:
        if not math.isfinite(value):
            use = Use("number.infinite", refusal=WrongValue(self.expected))
            raise pydantic_error([((), use)])
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    expected: str = "true or false"

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return with_error(core_schema.bool_schema(strict=True), WrongValue(self.expected))


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the words of the `Literal` it annotates."""

    among: tuple[str, ...] = ()
    """The words to list, when other branches of a union take others."""
    rule: ErrorName = "invalid-schema"
    """The rule that reports any other value."""

    def __get_pydantic_core_schema__(self, source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        if get_origin(source) is not Literal:
            raise TypeError(f"OneOf annotates a Literal, not {source}")
        words = self.among or get_args(source)
        expected = " or ".join(f"'{word}'" for word in words)
        if len(words) > 2:
            expected = "one of " + ", ".join(words)
        wrong = WrongValue(expected, known=words, rule=self.rule)
        return with_error(core_schema.literal_schema(list(get_args(source))), wrong)


@dataclass(frozen=True, slots=True)
class OpenObject:
    """An object with any keys; annotates a `dict[str, X]`, where X is the type of their values."""

    expected: str = "an object"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        values = handler.generate_schema(get_args(source)[1])
        inner = core_schema.dict_schema(core_schema.str_schema(), values, strict=True)
        return core_schema.no_info_wrap_validator_function(self._check, inner)

    def _check(self, value: Json, handler: Callable[[Json], Any]) -> Any:
        if not isinstance(value, dict):
            raise pydantic_error([((), WrongValue(self.expected))])
        result, found = run(handler, value)
        if found:
            raise pydantic_error(found)
        return result


@dataclass(frozen=True, slots=True)
class Items:
    """A list; annotates a `tuple[X, ...]`."""

    of: str
    """What the items are, in the plural."""
    shortest: int = 0
    longest: int | None = None
    unique: bool = False
    """No two items may be equal; the order of keys does not matter."""
    too_many: ErrorName = "invalid-schema"
    """The rule that reports too many items."""
    limit: str = ""
    """Name of the maximum number of items in engine profiles, when versions differ in it."""

    @property
    def expected(self) -> str:
        """What a message expects here."""
        return f"a list of {self.of}"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        items = handler.generate_schema(get_args(source)[0])
        return core_schema.no_info_wrap_validator_function(
            self._check, core_schema.list_schema(items, strict=True)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        limits: JsonSchema = {}
        if self.shortest:
            limits["minItems"] = self.shortest
        if self.longest is not None:
            limits["maxItems"] = self.longest
        if self.limit:
            limits[LIMIT] = self.limit
        if self.unique:
            limits["uniqueItems"] = True
        return handler(schema) | limits

    def _check(self, value: Json, handler: Callable[[Json], Any]) -> Any:
        if not isinstance(value, list):
            raise pydantic_error([((), WrongValue(self.expected))])
        result, found = run(handler, value)
        if len(value) < self.shortest:
            found.append(((), WrongCount(self.shortest, self.longest)))
        elif self.longest is not None and len(value) > self.longest:
            found.append(((), WrongCount(self.shortest, self.longest, self.too_many)))
        if self.limit and value:
            found.append(((), TooMany(self.limit, len(value), self.too_many)))
        if self.unique:
            found.extend(
                ((index,), RepeatedItem(first)) for index, first in first_indexes(value).items()
            )
        if found:
            raise pydantic_error(found)
        return tuple(result)


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """A union; *choose* names, for any value, the only branch that could accept it."""

    choose: Callable[[Json], str | ShapeError]
    """Returns the name of a branch, or the error when no branch fits."""
    branches: tuple[str, ...]
    """Names, in the order of the union's members."""
    conditions: Mapping[str, JsonSchema] = field(default_factory=dict)
    """Schemas that distinguish branches from the first, for a JSON Schema whose errors name one branch only."""
    later: Mapping[str, Use] = field(default_factory=dict)
    """Branches that not every version of the engine knows."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        from pydantic_core import core_schema

        is_union = get_origin(source) in (Union, types.UnionType)
        kinds = get_args(source) if is_union else (source,)
        members = [handler.generate_schema(kind) for kind in kinds]
        inner = core_schema.tagged_union_schema(
            dict(zip(self.branches, members, strict=True)), discriminator=self._branch
        )
        return core_schema.no_info_wrap_validator_function(self._check, inner)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        members: list[JsonSchema] = handler(schema)["oneOf"]
        named = dict(zip(self.branches, members, strict=True))
        for branch, use in self.later.items():
            named[branch] = named[branch] | {CONSTRUCT: use.construct}
        if not self.conditions:
            return members[0] if len(members) == 1 else {"oneOf": list(named.values())}
        made = named[self.branches[0]]
        for branch, condition in self.conditions.items():
            construct = {CONSTRUCT: named[branch].pop(CONSTRUCT)} if branch in self.later else {}
            made = {"if": condition, "then": named[branch], "else": made} | construct
        return made

    def _branch(self, value: Json) -> str | None:
        chosen = self.choose(value)
        return chosen if isinstance(chosen, str) else None

    def _check(self, value: Json, handler: Callable[[Json], Any]) -> Any:
        chosen = self.choose(value)
        if not isinstance(chosen, str):
            raise pydantic_error([((), chosen)])
        result, found = run(handler, value)
        # The first part of each route is the branch, put there by pydantic.
        found = [(route[1:], error) for route, error in found]
        if chosen in self.later:
            found.insert(0, ((), self.later[chosen]))
        if found:
            raise pydantic_error(found)
        return result


@dataclass(frozen=True, slots=True)
class Nested:
    """A value that may hold values of its own kind, to any depth.

    Checked node by node without recursion: pydantic gives up after 255 levels, the engine does not.
    """

    node: Callable[[Json], list[LocatedError]]
    """The errors of a node without those of its inner nodes."""
    children: Callable[[Json], Iterator[tuple[Route, Json]]]
    """The inner nodes of a node, for values of any kind."""
    schema: str
    """Name of the definition in a JSON Schema."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> JsonSchema:
        return {"x-definition": self.schema}

    def _check(self, value: Json) -> Json:
        found: list[LocatedError] = []
        pending: list[tuple[Route, Json]] = [((), value)]
        while pending:
            route, node = pending.pop()
            found.extend((route + inner, error) for inner, error in self.node(node))
            pending.extend((route + inner, child) for inner, child in self.children(node))
        if found:
            raise pydantic_error(found)
        return value


@dataclass(frozen=True, slots=True)
class DeclaredIn:
    """A kind of value from a module that is slow to import; it is imported for a validation only."""

    module: str
    name: str

    def __get_pydantic_core_schema__(
        self, _source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler.generate_schema(getattr(import_module(self.module), self.name))


@dataclass(frozen=True, slots=True)
class Inner:
    """An inner node of a nested value: unchecked here, because `Nested` visits it."""

    schema: str

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.any_schema()

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> JsonSchema:
        return {"x-definition": self.schema}


def _limits(noun: str, unit: str, low: int, high: int | None) -> str:
    if high is not None:
        return f"{noun} of {low} to {high} {unit}s" if low else f"{noun} of at most {high} {unit}s"
    return f"{noun} of at least {low} {unit}{'' if low == 1 else 's'}" if low else noun
