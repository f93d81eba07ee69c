"""Schemas for editors: the published ones with keywords that validators ignore, for completion and hover.

The keywords are those of the JSON support of VS Code, which the YAML and TOML extensions read as well:
`markdownDescription`, `markdownEnumDescriptions` and `defaultSnippets`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflowkit.schemas.editor_snippets import SNIPPETS
from workflowkit.schemas.editor_values import VALUES
from workflowkit.schemas.json_schema import JsonSchema
from workflowkit.schemas.keys import values_of

KEYWORDS = frozenset({"markdownDescription", "markdownEnumDescriptions", "defaultSnippets"})
"""The keywords that are added: annotations, which change no verdict."""


def editor_schema(schema: JsonSchema, name: str) -> JsonSchema:
    """Return *schema*, published as *name*, with what editors show and insert."""
    definitions: dict[str, JsonSchema] = schema.get("$defs", {})
    made = _object(schema, name)
    if "description" in schema:
        made["markdownDescription"] = _escaped(schema["description"])
    if definitions:
        # Their own descriptions would replace those of the keys that refer to them.
        made["$defs"] = {kind: _object(part, kind) for kind, part in definitions.items()}
    return made


def _object(schema: JsonSchema, kind: str) -> JsonSchema:
    """Return *schema*, the objects called *kind*, with its keys described."""
    made = _with_snippets(dict(schema), kind)
    if "properties" in schema:
        required = schema.get("required", ())
        made["properties"] = {
            key: _property(part, kind, key, is_required=key in required)
            for key, part in schema["properties"].items()
        }
    return made


def _property(schema: JsonSchema, kind: str, key: str, *, is_required: bool) -> JsonSchema:
    place = f"{kind}.{key}"
    made = _with_values(schema, place)
    facts = [*_facts(schema), *(["required"] if is_required else [])]
    text = _escaped(schema.get("description", ""))
    made["markdownDescription"] = f"{text}\n\n*{' · '.join(facts)}*\n\n`{place}`"
    return _with_entry_snippets(made, place)


def _with_entry_snippets(schema: JsonSchema, place: str) -> JsonSchema:
    """Return *schema* with the snippets of *place*: at its entries when it is a list, or one of its branches is."""
    if isinstance(schema.get("items"), dict):
        return {**schema, "items": _with_snippets(schema["items"], place)}
    for branches in ("anyOf", "oneOf"):
        lists = [part for part in schema.get(branches, ()) if "items" in part]
        if lists:
            marked = [
                _with_entry_snippets(part, place) if part in lists else part
                for part in schema[branches]
            ]
            return {**schema, branches: marked}
    return _with_snippets(schema, place)


def _with_snippets(schema: JsonSchema, place: str) -> JsonSchema:
    found = SNIPPETS.get(place)
    if not found:
        return schema
    return {**schema, "defaultSnippets": [snippet.as_keyword for snippet in found]}


def _with_values(schema: Any, place: str) -> Any:
    """Return a copy of *schema* in which the listed values of *place* have their meaning."""
    if isinstance(schema, list):
        return [_with_values(part, place) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {
        key: part if key in ("enum", "properties") else _with_values(part, place)
        for key, part in schema.items()
    }
    known = VALUES.get(place, {})
    if isinstance(schema.get("enum"), list) and known:
        made["markdownEnumDescriptions"] = [known.get(str(value), "") for value in schema["enum"]]
    return made


def _facts(schema: JsonSchema) -> Iterator[str]:
    """Yield what a key takes, and its limits."""
    yield values_of(schema)
    yield from _limits(schema, ("minLength", "maxLength"), "characters")
    yield from _limits(schema, ("minItems", "maxItems"), "entries")
    yield from _limits(schema, ("minimum", "maximum"), "")


def _limits(schema: JsonSchema, names: tuple[str, str], unit: str) -> Iterator[str]:
    least, most = (schema.get(name) for name in names)
    words = f" {unit}" if unit else ""
    if least is not None and most is not None:
        yield f"{least} to {most}{words}"
    elif most is not None:
        yield f"at most {most}{words}"
    elif least is not None:
        yield f"at least {least}{words}"


def _escaped(text: str) -> str:
    """Return *text* with the signs escaped that Markdown or an editor would interpret."""
    return "".join(f"\\{sign}" if sign in "\\*_[]<>" else sign for sign in text)
