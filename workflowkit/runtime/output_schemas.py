"""Validation rules of type `schema`: JSON Schema as strict as the engine's validator (docs/engine/interpreter.md#schemas).

Draft-07, only local references; keywords and formats that the validator does not know make the schema unusable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.runtime.javascript import is_number, search
from workflowkit.runtime.strict_schemas import (
    COMBINATIONS,
    BadSchemaError,
    accepts_everything,
    check_strictly,
)
from workflowkit.text import json_text
from workflowkit.text.ecmascript import trim
from workflowkit.text.routes import Json, format_route

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of checking a text against a schema."""

    violation: str | None
    """None when the text is JSON and satisfies the schema."""
    is_unwrapped: bool = False
    """True when JSON inside a JSON text was read as if it stood alone."""


def check_text(schema: Json, text: str) -> Checked:
    """Check *text* against *schema*. Raises BadSchemaError; raises UsageError when the validator is not installed."""
    value = json_text.parse(text)
    if isinstance(value, json_text.BrokenJson):
        return Checked(f"the output is not JSON ({value.message})")
    validator = _compile(schema)
    is_unwrapped = False
    if isinstance(value, str) and _expects_structure(schema):
        inner = json_text.parse(trim(value))
        if isinstance(inner, dict | list):
            value, is_unwrapped = inner, True
    from referencing.exceptions import Unresolvable

    try:
        error = next(validator.iter_errors(value), None)
    except (ValueError, ArithmeticError, RecursionError, Unresolvable) as error:
        # An `$id` redirects references, or a reference leads back to itself.
        raise BadSchemaError("the schema cannot be evaluated") from error
    if error is None:
        return Checked(None, is_unwrapped)
    place = format_route(tuple(error.absolute_path)) or "its top level"
    return Checked(f"the output breaks '{error.validator}' of its schema at {place}", is_unwrapped)


def _compile(schema: Json) -> Validator:
    try:
        from jsonschema import Draft7Validator, FormatChecker, SchemaError
        from jsonschema.validators import create
        from referencing import Registry
    except ImportError as error:
        raise UsageError(
            "a validation rule of type 'schema' needs the package jsonschema",
            help="install workflowkit[schema]",
        ) from error
    if not isinstance(schema, dict | bool):
        raise BadSchemaError("a schema is an object or a boolean")
    check_strictly(schema)
    meta_schema = dict(Draft7Validator.META_SCHEMA)
    enumeration = {"type": "array", "items": True, "minItems": 1, "uniqueItems": True}
    meta_schema["properties"] = {**meta_schema["properties"], "enum": enumeration}
    types = Draft7Validator.TYPE_CHECKER.redefine_many(
        {"number": lambda _, value: _is_finite(value), "integer": lambda _, value: _is_whole(value)}
    )
    # Not an extension of the draft's own class: that one ignores the keywords beside a reference.
    strict = create(meta_schema, {**Draft7Validator.VALIDATORS, **_KEYWORDS}, type_checker=types)
    try:
        # Without formats: patterns are not those of Python.
        strict.check_schema(schema, FormatChecker(()))
    except SchemaError as error:
        raise BadSchemaError(error.message) from error
    # An empty registry: no reference is ever fetched.
    validator: Validator = strict(schema, registry=Registry())
    return validator


def _check_type(
    validator: Validator, wanted: Json, value: Json, part: Mapping[str, Json]
) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    types = wanted if isinstance(wanted, list) else [wanted]
    is_null = value is None and part.get("nullable") is True
    if not is_null and not any(validator.is_type(value, name) for name in types):
        yield ValidationError("the value is of another type")


def _check_pattern(_: Validator, pattern: str, value: Json, __: Json) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(value, str) and not search(pattern, "u", value):
        yield ValidationError("the text does not match")


def _check_named(
    validator: Any, schemas: Mapping[str, Json], value: Json, _: Json
) -> Iterator[ValidationError]:
    for pattern, schema in schemas.items() if isinstance(value, dict) else ():
        # A pattern whose schema rejects nothing may be invalid.
        if accepts_everything(schema):
            continue
        for name, member in value.items():
            if search(pattern, "u", name):
                yield from validator.descend(member, schema, path=name, schema_path=pattern)


def _check_others(
    validator: Any, schema: Json, value: Json, part: Mapping[str, Json]
) -> Iterator[ValidationError]:
    """Check the members that neither a name nor a pattern covers."""
    from jsonschema import ValidationError

    patterns = part.get("patternProperties", {})
    for name, member in value.items() if isinstance(value, dict) else ():
        if name in part.get("properties", {}) or any(
            search(pattern, "u", name) for pattern in patterns
        ):
            continue
        if schema is False:
            yield ValidationError("a member is not expected")
        else:
            yield from validator.descend(member, schema, path=name)


_KEYWORDS: Mapping[str, Any] = {
    "type": _check_type,
    "pattern": _check_pattern,
    "patternProperties": _check_named,
    "additionalProperties": _check_others,
}
"""Keywords that the engine's validator reads differently from the library."""


def _is_finite(value: Json) -> bool:
    return is_number(value) and math.isfinite(value)


def _is_whole(value: Json) -> bool:
    return is_number(value) and math.isfinite(value) and value == value // 1


def _expects_structure(schema: Json) -> bool:
    """Return true when *schema* states without a reference that it requires an object or a list."""
    if not isinstance(schema, dict):
        return False
    wanted = schema.get("type")
    types = wanted if isinstance(wanted, list) else [wanted]
    if "object" in types or "array" in types or "properties" in schema or schema.get("required"):
        return True
    return any(
        _expects_structure(part)
        for key in COMBINATIONS
        if isinstance(schema.get(key), list)
        for part in schema[key]
    )
