"""The JSON Schema of trigger files for one engine: the keys of every version, and those that the data of the version adds."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.schemas.json_schema import JsonSchema, json_schema

ROOT = "triggerSettings"
"""The definition of one trigger."""


def trigger_schema(keys: Mapping[str, JsonSchema]) -> JsonSchema:
    """Return the schema of trigger files with *keys*, written like `agentConfig.modelTier`, added or replaced."""
    made = json_schema("triggers")
    definitions: dict[str, JsonSchema] = made["$defs"]
    for path, schema in keys.items():
        block, _, key = path.rpartition(".")
        owner = definitions.get(_definition(definitions, block), {}) if block else definitions[ROOT]
        if "properties" in owner:
            described = owner["properties"].get(key, {}).get("description")
            kept = {} if described is None else {"description": described}
            owner["properties"][key] = {**kept, **schema}
    return made


def _definition(definitions: Mapping[str, JsonSchema], block: str) -> str:
    """Return the name of the definition of *block*; empty when it has none."""
    written = definitions[ROOT]["properties"].get(block, {})
    reference: str = written.get("$ref", "")
    return reference.removeprefix("#/$defs/")
