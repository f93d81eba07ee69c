"""The quick verdict: is a value a workflow, yes or no, without loading the models.

The schema comes from the models (`scripts/generate.py` writes it), and a property test holds both verdicts together.
Nearly every file is right, so most runs never load the models, which take longer to import than a catalogue takes to compile.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping, Sized
from functools import cache
from typing import Any

from workflowkit.model import quick_verdict
from workflowkit.model.workflow_schema import SCHEMA
from workflowkit.source.routes import Json

Test = Callable[[Json], bool]


def is_workflow(value: Json) -> bool:
    """True when the engine's schema accepts *value*. Raises RecursionError for values nested too deeply to tell."""
    return quick_verdict.is_workflow(value)


@cache
def _test_of(ref: str) -> Test:
    """The test of the schema at *ref*; `#` is the whole schema."""
    if ref == "#":
        return _compile(SCHEMA)
    return _compile(SCHEMA["$defs"][ref.removeprefix("#/$defs/")])


def test_for(schema: Mapping[str, Any]) -> Test:
    """The test of another generated schema; its references lead into itself."""
    return _compile(_inlined(schema, schema.get("$defs", {})))


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """*schema* with its references replaced by what they lead to; the schemas of data files have no circles."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            target = definitions[schema["$ref"].removeprefix("#/$defs/")]
            return _inlined(
                {**target, **{k: v for k, v in schema.items() if k != "$ref"}}, definitions
            )
        return {key: _inlined(item, definitions) for key, item in schema.items() if key != "$defs"}
    return [_inlined(item, definitions) for item in schema] if isinstance(schema, list) else schema


def _compile(schema: Mapping[str, Any]) -> Test:
    tests = [make(schema[key], schema) for key, make in _KEYWORDS.items() if key in schema]
    if len(tests) == 1:
        return tests[0]
    return lambda value: all(test(value) for test in tests)


def _ref(ref: str, _: Any) -> Test:
    # Looked up when it is used: definitions refer to each other in circles.
    return lambda value: _test_of(ref)(value)


_TYPES: Mapping[str, Test] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: _is_number(value) and (isinstance(value, int) or math.isfinite(value)),
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or value.is_integer()),
}


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _type(name: str, _: Any) -> Test:
    return _TYPES[name]


def _const(expected: Json, _: Any) -> Test:
    return lambda value: type(value) is type(expected) and value == expected


def _enum(members: list[Json], _: Any) -> Test:
    known = frozenset(members)
    return lambda value: isinstance(value, str) and value in known


def _required(keys: list[str], _: Any) -> Test:
    wanted = frozenset(keys)
    return lambda value: not isinstance(value, dict) or wanted <= value.keys()


def _properties(properties: Mapping[str, Any], _: Any) -> Test:
    tests = {key: _compile(schema) for key, schema in properties.items()}

    def test(value: Json) -> bool:
        if not isinstance(value, dict):
            return True
        return all(tests[key](item) for key, item in value.items() if key in tests)

    return test


def _additional(allowed: Any, schema: Mapping[str, Any]) -> Test:
    known = frozenset(schema.get("properties", ()))
    if allowed is True:
        return lambda _: True
    if allowed is False:
        return lambda value: not isinstance(value, dict) or value.keys() <= known
    test = _compile(allowed)
    return lambda value: (
        not isinstance(value, dict)
        or all(test(item) for key, item in value.items() if key not in known)
    )


def _items(schema: Mapping[str, Any], _: Any) -> Test:
    test = _compile(schema)
    return lambda value: not isinstance(value, list) or all(test(item) for item in value)


def _unique(_: Any, __: Any) -> Test:
    def test(value: Json) -> bool:
        if not isinstance(value, list) or len(value) < 2:
            return True
        return len({_identity(item) for item in value}) == len(value)

    return test


def _identity(value: Json) -> Hashable:
    """Equal for equal JSON values: key order does not count, 1 and 1.0 are one number, true is not 1."""
    if isinstance(value, dict):
        return frozenset((key, _identity(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(_identity(item) for item in value)
    return (isinstance(value, bool), value)


def _pattern(pattern: str, _: Any) -> Test:
    # In ECMAScript `$` is the very end of the text.
    search = re.compile(re.sub(r"\$$|\$(?=\))", r"\\Z", pattern)).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _size(kind: type[Sized], is_right: Callable[[int, int], bool]) -> Callable[[int, Any], Test]:
    return lambda limit, _: lambda value: not isinstance(value, kind) or is_right(len(value), limit)


def _at_least(size: int, limit: int) -> bool:
    return size >= limit


def _at_most(size: int, limit: int) -> bool:
    return size <= limit


def _minimum(limit: float, _: Any) -> Test:
    return lambda value: not _is_number(value) or value >= limit


def _maximum(limit: float, _: Any) -> Test:
    return lambda value: not _is_number(value) or value <= limit


def _one_of(schemas: list[Mapping[str, Any]], _: Any) -> Test:
    tests = [_compile(schema) for schema in schemas]
    return lambda value: sum(test(value) for test in tests) == 1


def _any_of(schemas: list[Mapping[str, Any]], _: Any) -> Test:
    tests = [_compile(schema) for schema in schemas]
    return lambda value: any(test(value) for test in tests)


def _all_of(schemas: list[Mapping[str, Any]], _: Any) -> Test:
    tests = [_compile(schema) for schema in schemas]
    return lambda value: all(test(value) for test in tests)


def _if(schema: Mapping[str, Any], whole: Mapping[str, Any]) -> Test:
    test = _compile(schema)
    yes, no = _compile(whole.get("then", {})), _compile(whole.get("else", {}))
    return lambda value: (yes if test(value) else no)(value)


_KEYWORDS: Mapping[str, Callable[[Any, Any], Test]] = {
    # Cheap tests first: the others are not reached by values that fail them.
    "type": _type,
    "const": _const,
    "enum": _enum,
    "required": _required,
    "additionalProperties": _additional,
    "minLength": _size(str, _at_least),
    "maxLength": _size(str, _at_most),
    "pattern": _pattern,
    "minimum": _minimum,
    "maximum": _maximum,
    "minItems": _size(list, _at_least),
    "maxItems": _size(list, _at_most),
    "minProperties": _size(dict, _at_least),
    "maxProperties": _size(dict, _at_most),
    "uniqueItems": _unique,
    "$ref": _ref,
    "properties": _properties,
    "items": _items,
    "if": _if,
    "oneOf": _one_of,
    "anyOf": _any_of,
    "allOf": _all_of,
}
"""Every keyword that the generated schema uses, and what makes its test."""

ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "title", "description", "then", "else"})
"""Keywords that test nothing by themselves."""


def keywords() -> frozenset[str]:
    """All keywords that are understood."""
    return ANNOTATIONS | frozenset(_KEYWORDS)
