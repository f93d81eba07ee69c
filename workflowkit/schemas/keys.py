"""The keys of the workflow format, each with its description, the values it takes, and the versions of the engine that know it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workflowkit.format.dialect import Dialect
from workflowkit.records import dataclass
from workflowkit.schemas.dialects import narrowed
from workflowkit.schemas.json_schema import whole_schema


@dataclass(frozen=True, slots=True)
class FormatKey:
    """One key of one kind of object."""

    kind: str
    """The kind of object, such as `standardStep`."""
    key: str
    description: str
    """What it is for."""
    values: str
    """What it takes in the newest version that knows it, in a few words."""
    versions: tuple[str, ...]
    """The versions that know it, oldest first."""
    limits: Mapping[str, int]
    """Version to the most items that it takes; empty when there is no limit."""

    @property
    def name(self) -> str:
        """The key with its kind: `standardStep.audit`."""
        return f"{self.kind}.{self.key}"


def format_keys(dialects: Mapping[str, Dialect]) -> Iterator[FormatKey]:
    """Yield every key that any of *dialects* knows; they are given by version, oldest first."""
    whole = whole_schema("workflow")
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for version, dialect in dialects.items():
        schema = narrowed(whole, dialect)
        for kind, definition in {"workflow": schema, **schema["$defs"]}.items():
            for key, part in definition.get("properties", {}).items():
                found.setdefault((kind, key), {})[version] = part
    for (kind, key), parts in found.items():
        newest = parts[list(parts)[-1]]
        yield FormatKey(
            kind,
            key,
            newest.get("description", ""),
            values_of(newest),
            tuple(parts),
            {version: part["maxItems"] for version, part in parts.items() if "maxItems" in part},
        )


def values_of(schema: dict[str, Any]) -> str:
    """Return what *schema* accepts, in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if "oneOf" in schema:
        return " or ".join(values_of(member) for member in schema["oneOf"])
    if "if" in schema:
        return " or ".join(values_of(schema[branch]) for branch in ("else", "then"))
    if schema.get("type") == "array":
        return f"array of {values_of(schema.get('items', {}))}"
    return str(schema.get("type", "any value"))
