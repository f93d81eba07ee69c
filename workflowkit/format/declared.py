"""Keys that the data of an engine version declares: the kind of value that a JSON Schema describes, so that its errors read like all others."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from workflowkit.format.conditions import ConditionTree
from workflowkit.format.data_record import shape_errors_in
from workflowkit.format.fields import Flag, Items, Number, OneOf, OpenObject, Text
from workflowkit.format.shape_errors import CustomError, LocatedError
from workflowkit.format.workflow_schema import KEY_ORDER
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json
from workflowkit.text.suggest import listed

KEYWORDS = (
    *("title", "description", "type", "enum", "$ref", "items", "additionalProperties"),
    *("minLength", "maxLength", "pattern", "minimum", "maximum"),
    *("minItems", "maxItems", "uniqueItems"),
)
"""What such a schema may say."""

CONDITION = "#/$defs/condition"
"""The only reference that such a schema may hold."""


def declaration_error(name: str, schema: Json) -> CustomError | None:
    """Return why *name* and *schema* do not declare a key; None when they do."""
    kind, _, key = name.rpartition(".")
    if kind not in KEY_ORDER or not key:
        return CustomError(
            f"'{name}' is no key of a kind of object", "write it like standardStep.audit"
        )
    if not isinstance(schema, dict):
        return CustomError(f"the schema of '{name}' is no object")
    unknown = [keyword for keyword in schema if keyword not in KEYWORDS]
    if unknown:
        return CustomError(f"the schema of '{name}' has '{unknown[0]}'", listed(KEYWORDS))
    if schema.get("$ref", CONDITION) != CONDITION:
        return CustomError(f"the schema of '{name}' refers to another than {CONDITION}")
    for inner in ("items", "additionalProperties"):
        if inner in schema and (error := declaration_error(name, schema[inner])):
            return error
    return None


def declared_errors(schema: Json, value: Json) -> list[LocatedError]:
    """Return every error of *value* as what *schema* describes; routes begin at the value."""
    return shape_errors_in(_kind(as_fields(schema)), value)


def _kind(schema: dict[str, Json]) -> Any:
    """Return the kind of value, declared with the annotations of `fields`; any value for a schema without a type."""
    if schema.get("$ref") == CONDITION:
        return ConditionTree
    if "enum" in schema:
        return Annotated[Literal[tuple(schema["enum"])], OneOf()]
    match schema.get("type"):
        case "string":
            return Annotated[str, _text(schema)]
        case "boolean":
            return Annotated[bool, Flag()]
        case "number":
            return Annotated[float, Number(schema.get("minimum"), schema.get("maximum"))]
        case "integer":
            return Annotated[int, Number(schema.get("minimum"), integral=True)]
        case "array":
            members: Any = _kind(as_fields(schema.get("items")))
            return Annotated[tuple[members, ...], _items(schema)]
        case "object":
            values: Any = _kind(as_fields(schema.get("additionalProperties")))
            return Annotated[dict[str, values], OpenObject()]
        case _:
            return Any


def _text(schema: dict[str, Json]) -> Text:
    pattern = schema.get("pattern")
    described = as_text(schema.get("title")) or (f"text that matches {pattern}" if pattern else "")
    return Text(schema.get("minLength", 0), schema.get("maxLength"), pattern, described)


def _items(schema: dict[str, Json]) -> Items:
    return Items(
        "items",
        shortest=schema.get("minItems", 0),
        longest=schema.get("maxItems"),
        unique=schema.get("uniqueItems") is True,
    )
