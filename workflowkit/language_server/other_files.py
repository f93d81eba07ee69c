"""Trigger files, scenarios and the configuration: what their keys are for, and what they take."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflowkit.config.toml import FILE_NAMES
from workflowkit.language_server.completion import Completion
from workflowkit.language_server.format_places import PlaceSchema, schemas_at
from workflowkit.language_server.hover import Hover
from workflowkit.language_server.rule_pages import rule_page
from workflowkit.language_server.yaml_places import LinePlace, place_at
from workflowkit.lint.rules import ALL
from workflowkit.run.context import RunContext
from workflowkit.run.project_files import TRIGGER_FILES
from workflowkit.schemas.json_schema import json_schema
from workflowkit.schemas.trigger_schema import trigger_schema

_WORD: Final = re.compile(r"[\w-]+")


def _schema(path: str, context: RunContext | None) -> Mapping[str, Any] | None:
    """Return the schema of the YAML file at *path*: of triggers by its name, else of scenarios."""
    name = os.path.basename(path)
    if name in TRIGGER_FILES:
        if context is None:
            return json_schema("triggers")
        keys = context.spec.engine.trigger_keys.items()
        return trigger_schema({key: each.schema for key, each in keys})
    return json_schema("scenario") if name.endswith((".yml", ".yaml")) else None


def hover(path: str, text: str, offset: int, context: RunContext | None = None) -> Hover | None:
    """Return what is known of the place at *offset* of the file at *path*."""
    if os.path.basename(path) in FILE_NAMES:
        return _rule_at(text, offset)
    schema = _schema(path, context)
    place = place_at(text, offset)
    if schema is None or not place.is_key or not place.word:
        return None
    for each in schemas_at(schema, None, place.route):
        about = each.schema.get("properties", {}).get(place.word)
        if about is not None and about.get("description"):
            words = f"**{place.word}**\n\n{about['description']}"
            return Hover(words, (place.start, place.end))
    return None


def _rule_at(text: str, offset: int) -> Hover | None:
    """Return the page of the rule whose code or name is at *offset* of a configuration."""
    start = text.rfind("\n", 0, offset) + 1
    for match in _WORD.finditer(text, start):
        if match.start() <= offset <= match.end():
            page = rule_page(match.group())
            return Hover(page, match.span()) if page else None
        if match.start() > offset:
            break
    return None


def complete(path: str, text: str, offset: int, context: RunContext | None) -> list[Completion]:
    """Return what can be written at *offset* of the file at *path*."""
    if os.path.basename(path) in FILE_NAMES:
        return list(_settings(text, offset, context))
    schema = _schema(path, context)
    if schema is None:
        return []
    place = place_at(text, offset)
    found = schemas_at(schema, None, place.route)
    if place.is_key:
        return list(_keys(text, place, found))
    return list(_values(place, found, context))


def _keys(text: str, place: LinePlace, found: list[PlaceSchema]) -> Iterator[Completion]:
    has_colon = text.startswith(":", place.end)
    seen: set[str] = set()
    for each in found:
        required = each.schema.get("required", ())
        for key, schema in each.schema.get("properties", {}).items():
            if key not in seen:
                seen.add(key)
                detail = "required" if key in required else str(schema.get("type", ""))
                written = key if has_colon else f"{key}: "
                about = schema.get("description", "")
                yield Completion(
                    key, "key", detail, about, written, False, (place.start, place.end), key
                )


def _values(
    place: LinePlace, found: list[PlaceSchema], context: RunContext | None
) -> Iterator[Completion]:
    names: list[tuple[str, str]] = []
    for each in found:
        values = [
            *each.schema.get("enum", ()),
            *([each.schema["const"]] if "const" in each.schema else ()),
        ]
        values += ["true", "false"] if each.schema.get("type") == "boolean" else []
        names += [(str(value), each.schema.get("description", "")) for value in values]
    last = place.route[-1] if place.route else ""
    if context is not None and last in ("workflowId", "workflow"):
        names += [(name, "a workflow") for name in sorted(context.workflow_ids)]
    if context is not None and last == "engine":
        names += [(name, "an engine version") for name in context.spec.history.profiles]
    for name, about in dict(names).items():
        yield Completion(name, "value", "", about, name, False, (place.start, place.end), name)


def _settings(text: str, offset: int, context: RunContext | None) -> Iterator[Completion]:
    """Yield rule names and engine versions for the string at *offset* of a configuration."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    key = line.partition("=")[0].strip()
    opening = line.rfind('"')
    if opening < 0 or line.count('"') % 2 == 0:
        return
    end = offset
    while end < len(text) and text[end] not in '"\r\n':
        end += 1
    offsets = (start + opening + 1, end)
    if key == "engine" and context is not None:
        for name in context.spec.history.profiles:
            yield Completion(name, "value", "an engine version", "", name, False, offsets, name)
    elif key in ("rule", "select", "ignore"):
        for rule in ALL:
            yield Completion(rule.name, "name", rule.code, "", rule.name, False, offsets, rule.name)
