"""Validation rules of type `schema`: JSON Schema as strict as the engine's validator (docs/engine/interpreter.md#schemas).

Draft-07, only local references; keywords and formats that the validator does not know make the schema unusable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflowkit.engine.javascript import BadPatternError, check_pattern, search
from workflowkit.errors import UsageError
from workflowkit.source import json_text
from workflowkit.source.routes import Json, format_route

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


class BadSchemaError(ValueError):
    """Raised when the engine's validator would not compile a schema."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a schema says of a text."""

    violation: str | None
    """None when the text is JSON and satisfies the schema."""
    is_unwrapped: bool = False
    """True when JSON inside a JSON text was read as if it stood alone."""


def check_text(schema: Json, text: str) -> Checked:
    """Hold *text* against *schema*. Raises BadSchemaError; raises UsageError when the validator is not installed."""
    value = json_text.parse(text)
    if isinstance(value, json_text.Broken):
        return Checked(f"the output is not JSON ({value.message})")
    validator = _compile(schema)
    is_unwrapped = False
    if isinstance(value, str) and _expects_structure(schema):
        inner = json_text.parse(value)
        if isinstance(inner, dict | list):
            value, is_unwrapped = inner, True
    from referencing.exceptions import Unresolvable

    try:
        error = next(validator.iter_errors(value), None)
    except (re.error, ValueError, ArithmeticError, RecursionError, Unresolvable) as error:
        # Names in `patternProperties` are matched by Python, an `$id` redirects references, a reference leads back to itself.
        raise BadSchemaError("the schema cannot be evaluated") from error
    if error is None:
        return Checked(None, is_unwrapped)
    place = format_route(tuple(error.absolute_path)) or "its top level"
    return Checked(f"the output breaks '{error.validator}' of its schema at {place}", is_unwrapped)


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
_SUBSCHEMAS = ("anyOf", "oneOf", "allOf")
_SUBSCHEMA_BY_NAME = ("properties", "patternProperties", "definitions", "$defs", "dependencies")
_OTHER = """$id $schema $ref $comment $vocabulary type nullable items maximum minimum
    exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength pattern maxProperties
    minProperties required maxItems minItems uniqueItems const enum title description default
    deprecated readOnly writeOnly examples contentMediaType contentEncoding contentSchema"""
_KEYWORDS = {*_SUBSCHEMA, *_SUBSCHEMAS, *_SUBSCHEMA_BY_NAME, *_OTHER.split()}
_INDEX = re.compile("[0-9]{1,9}")
_DIALECTS = ("http://json-schema.org/draft-07/schema", "http://json-schema.org/draft-07/schema#")


def _compile(schema: Json) -> Validator:
    try:
        from jsonschema import Draft7Validator, FormatChecker, SchemaError
        from jsonschema.validators import extend
        from referencing import Registry
    except ImportError as error:
        raise UsageError(
            "a validation rule of type 'schema' needs the package jsonschema",
            help="install workflowkit[schema]",
        ) from error
    if not isinstance(schema, dict | bool):
        raise BadSchemaError("a schema is an object or a boolean")
    for part in _subschemas(schema):
        _check_strictly(part, schema)
    try:
        # Without formats: patterns are not those of Python.
        Draft7Validator.check_schema(schema, FormatChecker(()))
    except SchemaError as error:
        raise BadSchemaError(error.message) from error
    # An empty registry: no reference is ever fetched.
    strict = extend(Draft7Validator, {"pattern": _check_pattern})  # type: ignore[no-untyped-call]  # The library leaves it open.
    validator: Validator = strict(schema, registry=Registry())
    return validator


def _check_pattern(_: Validator, pattern: str, value: Json, __: Json) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(value, str) and not search(pattern, "u", value):
        yield ValidationError("the text does not match")


def _subschemas(schema: Json) -> Iterator[Mapping[str, Json]]:
    pending = [schema]
    while pending:
        part = pending.pop()
        if not isinstance(part, dict):
            continue
        yield part
        pending.extend(part[key] for key in _SUBSCHEMA if key in part)
        for key in (*_SUBSCHEMAS, "items"):
            value = part.get(key)
            pending.extend(value if isinstance(value, list) else [value])
        for key in _SUBSCHEMA_BY_NAME:
            value = part.get(key)
            pending.extend(value.values() if isinstance(value, dict) else ())


def _check_strictly(part: Mapping[str, Json], root: Json) -> None:
    for key in part:
        if key not in _KEYWORDS:
            raise BadSchemaError(f"'{key}' is not a keyword that the engine knows")
    if "$schema" in part and part["$schema"] not in _DIALECTS:
        raise BadSchemaError("the schema is not draft-07")
    if "$ref" in part and not _resolves(part["$ref"], root):
        raise BadSchemaError("a reference leads nowhere")
    patterns = part.get("patternProperties")
    names = patterns if isinstance(patterns, dict) else {}
    for pattern in (*names, part.get("pattern")):
        if isinstance(pattern, str):
            try:
                check_pattern(pattern, "u")
            except BadPatternError as error:
                raise BadSchemaError(str(error)) from error


def _resolves(reference: Json, root: Json) -> bool:
    """True when *reference* is a pointer to something in *root*; nothing else can be followed here."""
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        return False
    value = root
    for part in reference[2:].split("/") if reference != "#" else ():
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and _INDEX.fullmatch(name) and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return isinstance(value, dict | bool)


def _expects_structure(schema: Json) -> bool:
    """True when *schema* says without a reference that it wants an object or a list."""
    if not isinstance(schema, dict):
        return False
    wanted = schema.get("type")
    types = wanted if isinstance(wanted, list) else [wanted]
    if "object" in types or "array" in types or "properties" in schema or "required" in schema:
        return True
    return any(
        _expects_structure(part)
        for key in _SUBSCHEMAS
        if isinstance(schema.get(key), list)
        for part in schema[key]
    )
