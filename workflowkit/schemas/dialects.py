"""Schemas by dialect: what one version of the engine knows of a schema that describes all versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflowkit.format.dialect import Dialect
from workflowkit.format.fields import CONSTRUCT, LIMIT

JsonSchema = dict[str, Any]


def narrowed(schema: JsonSchema, dialect: Dialect) -> JsonSchema:
    """Return *schema* without the constructs that *dialect* lacks, with its limits and the keys that its data declares."""
    made: JsonSchema = _narrowed(schema, dialect)
    definitions: dict[str, JsonSchema] = made.pop("$defs", {})
    for place, declared in dialect.keys.items():
        kind, _, key = place.rpartition(".")
        owner = made if kind == "workflow" else definitions.get(kind, {})
        if "properties" in owner:
            owner["properties"] = {**owner["properties"], key: declared}
    if definitions:
        made["$defs"] = _reached(made, definitions)
    return made


def _narrowed(schema: Any, dialect: Dialect) -> Any:
    if isinstance(schema, list):
        return [_narrowed(member, dialect) for member in schema if _is_known(member, dialect)]
    if not isinstance(schema, dict):
        return schema
    if not _is_known(schema, dialect) and "else" in schema:
        return _narrowed(schema["else"], dialect)
    made: JsonSchema = {}
    for key, part in schema.items():
        if key == CONSTRUCT:
            continue
        if key == LIMIT:
            made["maxItems"] = dialect.max_consequences
        elif key == "properties":
            made[key] = {
                name: _narrowed(inner, dialect)
                for name, inner in part.items()
                if _is_known(inner, dialect)
            }
        else:
            made[key] = _narrowed(part, dialect)
    return made


def _is_known(schema: Any, dialect: Dialect) -> bool:
    return (
        not isinstance(schema, dict)
        or dialect.has(schema.get(CONSTRUCT, ""))
        or (CONSTRUCT not in schema)
    )


def _reached(root: JsonSchema, definitions: dict[str, JsonSchema]) -> dict[str, JsonSchema]:
    """Return those of *definitions* that *root* leads to."""
    found: set[str] = set()
    pending = [*_references(root)]
    while pending:
        name = pending.pop()
        if name not in found and name in definitions:
            found.add(name)
            pending.extend(_references(definitions[name]))
    return {name: definition for name, definition in definitions.items() if name in found}


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix("#/$defs/")
        for inner in schema.values():
            yield from _references(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _references(inner)
