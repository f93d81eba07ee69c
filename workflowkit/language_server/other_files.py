"""Trigger files, scenarios, the configuration and Markdown: what their keys are for, and what they take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from workflowkit.language_server import config_places, yaml_tree
from workflowkit.language_server.completed_scenarios import (
    Proposal,
    names_of_keys,
    names_of_values,
)
from workflowkit.language_server.completion import Completion
from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.format_places import PlaceSchema, schemas_at
from workflowkit.language_server.hover import Hover
from workflowkit.language_server.knowledge import Knowledge
from workflowkit.language_server.yaml_places import LinePlace, place_at
from workflowkit.run.context import RunContext
from workflowkit.schemas.json_schema import json_schema
from workflowkit.schemas.trigger_schema import trigger_schema

_CITED: Final = re.compile(r"[\w.-]*")


def _schema(kind: str, context: RunContext | None) -> Mapping[str, Any] | None:
    """Return the schema of a YAML file of this *kind*."""
    if kind == "triggers" and context is not None:
        keys = context.spec.engine.trigger_keys.items()
        return trigger_schema({key: each.schema for key, each in keys})
    return json_schema(kind) if kind in ("triggers", "scenario") else None


def hover(path: str, text: str, offset: int, context: RunContext | None = None) -> Hover | None:
    """Return what is known of the place at *offset* of the file at *path*."""
    kind = kind_of(path, text)
    if kind == "config":
        return config_places.hover(path, text, offset)
    schema, place = _schema(kind, context), place_at(text, offset)
    if schema is None or not place.word:
        return None
    route = place.route if place.is_key else place.route[:-1]
    key = place.word if place.is_key else str((*place.route, "")[-2])
    for each in schemas_at(schema, None, route):
        about = each.schema.get("properties", {}).get(key)
        if about is not None and about.get("description"):
            return Hover(f"**{key}**\n\n{about['description']}", (place.start, place.end))
    return None


def complete(path: str, text: str, offset: int, home: Knowledge) -> list[Completion]:
    """Return what can be written at *offset* of the file at *path*; *home* is what is known of the workflow that it is for."""
    kind = kind_of(path, text)
    if kind == "config":
        return config_places.complete(path, text, offset, home.context)
    if kind == "prose":
        return list(_cited(text, offset, home.context))
    schema = _schema(kind, home.context)
    if schema is None:
        return []
    place = _in_list(text, place_at(text, offset), offset)
    found = schemas_at(schema, None, place.route)
    if place.is_key and any(each.schema.get("type") == "string" for each in found):
        # An entry of a list of texts.
        place = LinePlace((*place.route,), False, place.start, place.end, place.word)
    read = yaml_tree.read(text)
    if place.is_key:
        own = names_of_keys(home, place.route, read, offset) if kind == "scenario" else ()
        written = yaml_tree.keys_around(read, place.route, offset) - {place.word}
        return [each for each in _keys(text, place, found, own) if each.label not in written]
    values = names_of_values(home, path, place.route, read, offset) if kind == "scenario" else ()
    return list(_values(place, found, values, home.context))


def _in_list(text: str, place: LinePlace, offset: int) -> LinePlace:
    """Return the entry at *offset* for a *place* with a list on one line, and the place itself for another."""
    if place.is_key or not place.word.startswith("[") or offset <= place.start:
        return place
    start = end = offset
    while text[start - 1] not in "[, ":
        start -= 1
    while end < len(text) and text[end] not in "], \r\n":
        end += 1
    return LinePlace((*place.route, 0), False, start, end, text[start:end])


def _keys(
    text: str, place: LinePlace, found: Iterable[PlaceSchema], own: Iterable[Proposal]
) -> Iterator[Completion]:
    has_colon = text.startswith(":", place.end)
    offsets = (place.start, place.end)
    proposed = {each.text: (each.detail, each.documentation) for each in own}
    for place_schema in found:
        required = place_schema.schema.get("required", ())
        for key, schema in place_schema.schema.get("properties", {}).items():
            detail = "required" if key in required else str(schema.get("type", ""))
            proposed.setdefault(key, (detail, schema.get("description", "")))
    for key, (detail, about) in proposed.items():
        written = key if has_colon else f"{key}: "
        yield Completion(key, "key", detail, about, written, False, offsets, key)


def _values(
    place: LinePlace,
    found: Iterable[PlaceSchema],
    own: Iterable[Proposal],
    context: RunContext,
) -> Iterator[Completion]:
    names = {each.text: (each.detail, each.documentation) for each in own}
    for each in found:
        schema, about = each.schema, each.schema.get("description", "")
        values = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
        values += ["true", "false"] if schema.get("type") == "boolean" else []
        for value in values:
            names.setdefault(str(value), ("", about))
    last = place.route[-1] if place.route else ""
    if last == "workflowId":
        names |= dict.fromkeys(sorted(context.workflow_ids), ("a workflow", ""))
    if last == "engine":
        names |= dict.fromkeys(context.spec.history.profiles, ("an engine version", ""))
    for name, (detail, about) in names.items():
        offsets = (place.start, place.end)
        yield Completion(name, "value", detail, about, name, False, offsets, name)


def _cited(text: str, offset: int, context: RunContext) -> Iterator[Completion]:
    """Yield the refs, features and contracts that begin with the word before *offset* of a Markdown file."""
    start = offset
    while start > 0 and re.fullmatch(r"[\w.-]", text[start - 1]):
        start -= 1
    if not text.startswith("wr", start):
        return
    match = _CITED.match(text, start)
    end = match.end() if match else offset
    spec = context.spec
    found = {name: about.strip().partition("\n")[0] for name, about in spec.refs.items()}
    found |= dict.fromkeys(spec.features, "a feature")
    found |= {name: each.kind for name, each in spec.contracts.items()}
    for name, about in found.items():
        yield Completion(name, "name", about[:80], "", name, False, (start, end), name)
