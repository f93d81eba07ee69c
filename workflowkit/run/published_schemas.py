"""The schemas of formats for one engine: those that differ between engines, and all others."""

from __future__ import annotations

from workflowkit.schemas.editor import editor_schema
from workflowkit.schemas.json_schema import JsonSchema, json_schema
from workflowkit.schemas.trigger_schema import trigger_schema
from workflowkit.spec.pack import SpecPack

BY_ENGINE = frozenset({"workflow", "triggers"})
"""The formats whose schema depends on the engine."""


def schema_of(name: str, spec: SpecPack) -> JsonSchema:
    """Return the schema called *name* for the engine of *spec*."""
    if name == "workflow":
        return json_schema(name, spec.dialect)
    if name == "triggers":
        return trigger_schema({path: key.schema for path, key in spec.engine.trigger_keys.items()})
    return json_schema(name)


def schema_for_editors(name: str, spec: SpecPack) -> JsonSchema:
    """Return the same schema with what editors show and insert."""
    return editor_schema(schema_of(name, spec), name)
