"""The generator of the fast validators: Python functions that check a value against a JSON Schema without loading the models.

Each schema becomes plain comparisons, several times faster than a validator that reads the schema again for every value.
A schema with constructs that not every version of the engine knows becomes functions that take a dialect, too.
`scripts/generate.py` writes the result to `fast_validator.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import count
from typing import Any

from workflowkit.format.fields import CONSTRUCT, LIMIT
from workflowkit.records import dataclass

Schema = Mapping[str, Any]

_HEADER = '''"""Tells whether a value fits a schema, yes or no. Generated from the models by scripts/generate.py."""

from __future__ import annotations

import re
from collections.abc import Hashable
from math import isfinite

from workflowkit.format.dialect import Dialect
from workflowkit.text.routes import Json


def _is_number(value: Json) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_integer(value: Json) -> bool:
    return _is_number(value) and (isinstance(value, int) or value.is_integer())


def _is_unique(items: list[Json]) -> bool:
    return len({_identity(member) for member in items}) == len(items)


def _identity(value: Json) -> Hashable:
    """Equal for equal JSON values: key order does not count, 1 and 1.0 are one number, true is not 1."""
    if isinstance(value, dict):
        return frozenset((key, _identity(member)) for key, member in value.items())
    if isinstance(value, list):
        return tuple(_identity(member) for member in value)
    return (isinstance(value, bool), value)
'''

_TYPES = {
    "object": "isinstance({}, dict)",
    "array": "isinstance({}, list)",
    "string": "isinstance({}, str)",
    "boolean": "isinstance({}, bool)",
    "number": "_is_number({})",
    "integer": "_is_integer({})",
}
_ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description"}
_BY_DIALECT = {CONSTRUCT, LIMIT}
_SCALAR = {"type", "const", "enum", "$ref", "minLength", "maxLength", "pattern"} | {
    "minimum",
    "maximum",
}
_OBJECT = {"required", "properties", "additionalProperties", "minProperties", "maxProperties"}
_ARRAY = {"items", "minItems", "maxItems", "uniqueItems"}
_COMBINED = {"oneOf", "anyOf", "allOf", "if", "then", "else"}


def fast_validators(schemas: Mapping[str, Schema]) -> str:
    """Return the module with one function `is_…` for each of *schemas*. Raises ValueError for a keyword it does not know."""
    constants: dict[str, str] = {}
    functions: list[str] = []
    for name, schema in schemas.items():
        has_dialects = any(f"{keyword!r}: " in repr(schema) for keyword in (CONSTRUCT, LIMIT))
        _Writer(_snake(name), constants, functions, has_dialects).write(schema)
    lines = (f"{constant} = {expression}\n" for expression, constant in constants.items())
    return "\n\n".join([_HEADER, "".join(lines), *functions])


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the functions of one schema."""

    name: str
    constants: dict[str, str]
    """Expression to the name of the constant that holds it; all schemas share them."""
    functions: list[str]
    has_dialects: bool = False
    """True when the functions take a dialect."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    """Numbers for local variables and for the functions of schemas without a name."""

    def write(self, schema: Schema) -> None:
        """Write the function of the whole *schema* and those of its definitions."""
        for name, definition in schema.get("$defs", {}).items():
            self._function(self._name_of(name), definition)
        self._function(f"is_{self.name}", schema)

    def _name_of(self, definition: str) -> str:
        return f"_is_{self.name}_{_snake(definition)}"

    def _function(self, name: str, schema: Schema) -> None:
        body = [*self._checks(schema, "value"), "return True"]
        text = "".join(f"    {line}\n" for line in body)
        dialect = ", dialect: Dialect" if self.has_dialects else ""
        self.functions.append(f"def {name}(value: Json{dialect}) -> bool:\n{text}")

    def _call(self, name: str, value: str) -> str:
        return f"{name}({value}, dialect)" if self.has_dialects else f"{name}({value})"

    def _checks(self, schema: Schema, value: str) -> Iterator[str]:
        """Yield the statements that return False unless *value*, an expression, fits *schema*."""
        known = _ANNOTATIONS | _BY_DIALECT | _SCALAR | _OBJECT | _ARRAY | _COMBINED
        unknown = schema.keys() - known
        if unknown:
            raise ValueError(f"no fast validator for {', '.join(sorted(unknown))}")
        if "if" not in schema:
            yield from _require(_has(schema))
        yield from _require(self._scalar(schema, value))
        for kind, keywords, checks in (
            ("object", _OBJECT, self._object),
            ("array", _ARRAY, self._array),
        ):
            if not keywords.isdisjoint(schema):
                lines = checks(schema, value)
                is_sure = schema.get("type") == kind
                yield from lines if is_sure else _under(f"if {_TYPES[kind].format(value)}:", lines)
        yield from self._combined(schema, value)

    def _scalar(self, schema: Schema, value: str) -> str:
        """Return the condition that the keywords for single values make; empty when there are none."""
        conditions: list[str] = []
        if "$ref" in schema:
            name = self._name_of(schema["$ref"].removeprefix("#/$defs/"))
            conditions.append(self._call(name, value))
        if "const" in schema:
            expected = schema["const"]
            conditions.append(
                f"type({value}) is {type(expected).__name__} and {value} == {expected!r}"
            )
        elif "enum" in schema:
            conditions.append(
                f"isinstance({value}, str) and {value} in {self._members(schema['enum'])}"
            )
        elif "type" in schema:
            conditions.append(_TYPES[schema["type"]].format(value))
        limits = [*_limits(schema, "Length", f"len({value})")]
        if "pattern" in schema:
            limits.append(f"{self._search(schema['pattern'])}({value}) is not None")
        limits += _limits(schema, "imum", value)
        if limits and "type" not in schema:
            raise ValueError(f"no fast validator for a limit without a type: {schema}")
        return " and ".join(conditions + limits)

    def _object(self, schema: Schema, value: str) -> Iterator[str]:
        properties: Schema = schema.get("properties", {})
        required = schema.get("required", ())
        yield from _require(" and ".join(f"{key!r} in {value}" for key in required))
        yield from _require(" and ".join(_limits(schema, "Properties", f"len({value})")))
        additional = schema.get("additionalProperties", True)
        if additional is False:
            yield from _require(f"{value}.keys() <= {self._members(properties)}")
        elif additional is not True:
            yield from self._additional(additional, value, properties)
        for key, part in properties.items():
            local = self._local()
            checks = [*self._checks(part, local)]
            lines = [f"{local} = {value}[{key!r}]", *checks] if checks else []
            if lines and key not in required:
                lines = [*_under(f"if {key!r} in {value}:", lines)]
            yield from lines

    def _additional(self, schema: Schema, value: str, properties: Schema) -> Iterator[str]:
        key, local = self._local(), self._local()
        checks: Iterator[str] = self._checks(schema, local)
        if properties:
            checks = _under(f"if {key} not in {self._members(properties)}:", checks)
        yield from _under(f"for {key}, {local} in {value}.items():", checks)

    def _array(self, schema: Schema, value: str) -> Iterator[str]:
        yield from _require(" and ".join(_limits(schema, "Items", f"len({value})")))
        if LIMIT in schema:
            yield from _require(f"len({value}) <= dialect.{_snake(schema[LIMIT])}")
        local = self._local()
        yield from _under(f"for {local} in {value}:", self._checks(schema.get("items", {}), local))
        if schema.get("uniqueItems"):
            yield from _require(f"len({value}) < 2 or _is_unique({value})")

    def _combined(self, schema: Schema, value: str) -> Iterator[str]:
        if "oneOf" in schema:
            tests = " + ".join(f"({self._test(part, value)})" for part in schema["oneOf"])
            yield from _require(f"{tests} == 1")
        if "anyOf" in schema:
            tests = " or ".join(f"({self._test(part, value)})" for part in schema["anyOf"])
            yield from _require(tests)
        for part in schema.get("allOf", ()):
            yield from self._checks(part, value)
        if "if" in schema:
            test = self._test(schema["if"], value)
            if CONSTRUCT in schema:
                test = f"{_has(schema)} and {test}"
            yield from _under(f"if {test}:", self._checks(schema.get("then", {}), value))
            yield from _under(f"if not ({test}):", self._checks(schema.get("else", {}), value))

    def _test(self, schema: Schema, value: str) -> str:
        """Return the expression that is true when *value* fits *schema*; a function of its own where one condition is not enough."""
        if schema.keys() <= _ANNOTATIONS | _SCALAR | {CONSTRUCT}:
            return " and ".join(filter(None, (_has(schema), self._scalar(schema, value)))) or "True"
        name = f"_is_{self.name}_{next(self.numbers)}"
        self._function(name, schema)
        return self._call(name, value)

    def _local(self) -> str:
        return f"v{next(self.numbers)}"

    def _members(self, names: Any) -> str:
        return self._constant(f"frozenset({sorted(names)!r})")

    def _search(self, pattern: str) -> str:
        # In ECMAScript `$` is the very end of the text.
        python = re.sub(r"\$$|\$(?=\))", r"\\Z", pattern)
        return self._constant(f"re.compile({python!r}).search")

    def _constant(self, expression: str) -> str:
        return self.constants.setdefault(expression, f"_K{len(self.constants) + 1}")


def _has(schema: Schema) -> str:
    """Return the condition that the dialect knows the construct of *schema*; empty when every version knows it."""
    return f"{schema[CONSTRUCT]!r} in dialect.constructs" if CONSTRUCT in schema else ""


def _limits(schema: Schema, suffix: str, size: str) -> Iterator[str]:
    """Yield the conditions of the keywords `min…` and `max…` that end in *suffix*."""
    if f"min{suffix}" in schema:
        yield f"{size} >= {schema[f'min{suffix}']!r}"
    if f"max{suffix}" in schema:
        yield f"{size} <= {schema[f'max{suffix}']!r}"


def _require(condition: str) -> Iterator[str]:
    if condition:
        yield from (f"if not ({condition}):", "    return False")


def _under(head: str, lines: Iterator[str] | list[str]) -> Iterator[str]:
    """Yield *lines* indented below *head*; nothing when there are no lines."""
    indented = [f"    {line}" for line in lines]
    if indented:
        yield from (head, *indented)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).replace("-", "_").lower()
