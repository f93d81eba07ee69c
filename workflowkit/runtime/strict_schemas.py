"""Strict schemas: what the engine's JSON Schema validator refuses to compile, although it is draft-07 (docs/engine/interpreter.md).

Only what is compiled is checked: the schema, its parts, and those definitions that a reference leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.runtime.javascript import BadPatternError, check_pattern, search
from workflowkit.text.routes import Json


class BadSchemaError(ValueError):
    """Raised when the engine's validator would not compile a schema."""


def check_strictly(schema: Json) -> None:
    """Raise BadSchemaError when a part of *schema* breaks the strict mode of the engine's validator."""
    for part in _compiled_parts(schema):
        _check_keywords(part)
        _check_companions(part)
        _check_nullable(part)
        _check_patterns(part)


def accepts_everything(schema: Json) -> bool:
    """Return true when *schema* has no keyword that could reject a value."""
    return schema is True or (isinstance(schema, dict) and schema.keys() <= _WITHOUT_RULE)


_SUBSCHEMA = (
    "additionalItems",
    "contains",
    "propertyNames",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
)
COMBINATIONS = ("anyOf", "oneOf", "allOf")
"""Keywords with a list of schemas for the same value."""
_SUBSCHEMA_BY_NAME = ("properties", "patternProperties", "dependencies")
_ANNOTATIONS = """$id $schema $vocabulary $defs definitions title description default deprecated
    readOnly writeOnly examples contentMediaType contentEncoding contentSchema"""
_WITHOUT_RULE = frozenset(_ANNOTATIONS.split())
"""Keywords that the validator knows and that never reject a value."""
_OTHER = """$ref $comment type nullable items maximum minimum
    exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength pattern maxProperties
    minProperties required maxItems minItems uniqueItems const enum"""
_KEYWORDS = {
    *_SUBSCHEMA,
    *COMBINATIONS,
    *_SUBSCHEMA_BY_NAME,
    *_WITHOUT_RULE,
    *_OTHER.split(),
}
_INDEX = re.compile("[0-9]{1,9}")
_DIALECTS = ("http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#")


def _compiled_parts(schema: Json) -> Iterator[Mapping[str, Json]]:
    pending = [schema]
    reached: set[int] = set()
    while pending:
        part = pending.pop()
        if not isinstance(part, dict) or id(part) in reached:
            continue
        reached.add(id(part))
        yield part
        pending.extend(part[key] for key in _SUBSCHEMA if key in part)
        for key in (*COMBINATIONS, "items"):
            value = part.get(key)
            pending.extend(value if isinstance(value, list) else [value])
        for key in _SUBSCHEMA_BY_NAME:
            value = part.get(key)
            pending.extend(value.values() if isinstance(value, dict) else ())
        if "$ref" in part:
            pending.append(_referenced(part["$ref"], schema))


def _referenced(reference: Json, root: Json) -> Json:
    """Return the schema that *reference*, a pointer into *root*, leads to; nothing else can be followed."""
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        raise BadSchemaError("a reference leads nowhere")
    value = root
    for part in reference[2:].split("/") if reference != "#" else ():
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and _INDEX.fullmatch(name) and int(name) < len(value):
            value = value[int(name)]
        else:
            raise BadSchemaError("a reference leads nowhere")
    if not isinstance(value, dict | bool):
        raise BadSchemaError("a reference leads to no schema")
    return value


def _check_keywords(part: Mapping[str, Json]) -> None:
    for key in part:
        if key not in _KEYWORDS:
            raise BadSchemaError(f"'{key}' is not a keyword that the engine knows")
    if "$schema" in part and part["$schema"] not in _DIALECTS:
        raise BadSchemaError("the schema is not draft-07")


def _check_companions(part: Mapping[str, Json]) -> None:
    """Raise BadSchemaError for keywords that have no effect without another one."""
    has_branch = "then" in part or "else" in part
    if has_branch != ("if" in part):
        raise BadSchemaError("'if' and one of 'then' and 'else' need each other")
    if "additionalItems" in part and not isinstance(part.get("items"), list):
        raise BadSchemaError("'additionalItems' needs a list in 'items'")


def _check_nullable(part: Mapping[str, Json]) -> None:
    if "nullable" not in part:
        return
    if not isinstance(part["nullable"], bool):
        raise BadSchemaError("'nullable' is not a boolean")
    if "type" not in part:
        raise BadSchemaError("'nullable' needs a 'type'")
    listed = part["type"]
    types = listed if isinstance(listed, list) else [listed]
    if "null" in types and not part["nullable"]:
        raise BadSchemaError("the type null contradicts 'nullable'")


def _check_patterns(part: Mapping[str, Json]) -> None:
    if isinstance(part.get("pattern"), str):
        _check_pattern(part["pattern"])
    by_pattern, by_name = part.get("patternProperties"), part.get("properties")
    patterns = by_pattern if isinstance(by_pattern, dict) else {}
    # Patterns whose schema rejects nothing are not compiled.
    if all(accepts_everything(schema) for schema in patterns.values()):
        return
    for pattern in patterns:
        _check_pattern(pattern)
        for name in by_name if isinstance(by_name, dict) else ():
            if _matches(pattern, name):
                raise BadSchemaError(f"the property '{name}' is also matched by a pattern")


def _check_pattern(pattern: str) -> None:
    try:
        check_pattern(pattern, "u")
    except BadPatternError as error:
        raise BadSchemaError(str(error)) from error


def _matches(pattern: str, text: str) -> bool:
    try:
        return search(pattern, "u", text)
    except BadPatternError as error:
        raise BadSchemaError(str(error)) from error
