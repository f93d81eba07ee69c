"""The shape that the JSON Schema of a contract describes (docs/engine/contracts.md).

Only the keywords that contracts use are read, and every other one is ignored: a schema of a spec folder may have any content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from workflowkit.runtime import shapes
from workflowkit.runtime.javascript import is_number
from workflowkit.runtime.shapes import Shape
from workflowkit.text.routes import Json


def shape_of(schema: Json) -> Shape:
    """Return the check of the values that *schema* allows."""
    if not isinstance(schema, dict):
        return shapes.anything
    for keyword in ("const", "enum"):
        if keyword in schema:
            return _listed(schema[keyword] if keyword == "enum" else [schema[keyword]])
    alternatives = schema.get("oneOf", schema.get("anyOf"))
    if isinstance(alternatives, list):
        return _alternatives([entry for entry in alternatives if isinstance(entry, dict)])
    kind = schema.get("type")
    make = _SHAPES.get(kind) if isinstance(kind, str) else None
    return make(schema) if make else shapes.anything


def _listed(values: Json) -> Shape:
    if isinstance(values, list) and len(values) == 1 and is_number(values[0]):
        return shapes.number(values[0])
    if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
        return shapes.word(*values)
    return shapes.anything


def _alternatives(schemas: list[dict[str, Json]]) -> Shape:
    found = [
        (_TYPES[kind], shape_of(schema))
        for schema in schemas
        if isinstance(kind := schema.get("type"), str) and kind in _TYPES
    ]
    is_known = found and len(found) == len(schemas)
    return shapes.by_type(found) if is_known else shapes.anything


def _object(schema: Mapping[str, Json]) -> Shape:
    properties, required = schema.get("properties"), schema.get("required")
    fields = properties if isinstance(properties, dict) else {}
    others = schema.get("additionalProperties")
    return shapes.record(
        {key: shape_of(inner) for key, inner in fields.items()},
        [key for key in required if isinstance(key, str)] if isinstance(required, list) else (),
        None if others is False else shape_of(others),
        least=_limit(schema, "minProperties") or 0,
    )


def _array(schema: Mapping[str, Json]) -> Shape:
    return shapes.list_of(shape_of(schema.get("items")), _limit(schema, "maxItems"))


def _string(schema: Mapping[str, Json]) -> Shape:
    return shapes.text(
        _limit(schema, "minLength") or 0, _limit(schema, "maxLength"), _pattern(schema)
    )


def _pattern(schema: Mapping[str, Json]) -> str | None:
    """Return the pattern that a whole text must match; None for others, and for what is no pattern."""
    pattern = schema.get("pattern")
    if not isinstance(pattern, str) or not (pattern.startswith("^") and pattern.endswith("$")):
        return None
    try:
        re.compile(pattern[1:-1])
    except (re.error, OverflowError, RecursionError):
        return None
    return pattern[1:-1]


def _integer(schema: Mapping[str, Json]) -> Shape:
    return shapes.integer(_limit(schema, "minimum"), _limit(schema, "maximum"))


_SHAPES: Mapping[str, Callable[[Mapping[str, Json]], Shape]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
}
_TYPES: Mapping[str, type] = {"object": dict, "array": list, "string": str}


def _limit(schema: Mapping[str, Json], keyword: str) -> int | None:
    value = schema.get(keyword)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
