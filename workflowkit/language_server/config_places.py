"""The configuration: its keys by table, and the rules and engine versions that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflowkit.language_server.completion import Completion
from workflowkit.language_server.format_places import PlaceSchema, schemas_at
from workflowkit.language_server.hover import Hover
from workflowkit.language_server.rule_pages import rule_page
from workflowkit.lint.rules import ALL
from workflowkit.records import dataclass
from workflowkit.run.context import RunContext
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text.routes import Route

_WORD: Final = re.compile(r"[\w-]+")
_HEADER: Final = re.compile(r"\s*+(?P<open>\[\[?)\s*+(?P<name>[\w.\"'-]++)\s*+\]\]?")
_KEY: Final = re.compile(r"\s*+(?P<key>[\w-]*+)\s*+(?P<equals>=)?")
_TOOL: Final = ("tool", "wfk")


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of an offset, and the table that it is in."""

    table: Route
    text: str
    start: int
    is_own: bool
    """True in `wfk.toml`, and in the tables of wfk in `pyproject.toml`."""


def _line_at(path: str, text: str, offset: int) -> _Line:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r")
    table: Route = ()
    for above in reversed(text[:start].splitlines()):
        match = _HEADER.match(above)
        if match is not None:
            table = _route(match)
            break
    is_own = not path.endswith("pyproject.toml")
    if not is_own:
        is_own, table = table[:2] == _TOOL, table[2:]
    return _Line(table, line, start, is_own)


def _route(header: re.Match[str]) -> Route:
    """Return the route of the table with this *header*; that of its first entry for an array of tables."""
    names: Route = tuple(part.strip("\"'") for part in header["name"].split("."))
    return (*names, 0) if header["open"] == "[[" else names


def _schemas(route: Route) -> list[PlaceSchema]:
    return schemas_at(json_schema("config"), None, route)


def hover(path: str, text: str, offset: int) -> Hover | None:
    """Return what is known of the key, the table or the rule at *offset* of the configuration at *path*."""
    line = _line_at(path, text, offset)
    for match in _WORD.finditer(line.text):
        start, end = (line.start + at for at in match.span())
        if not start <= offset <= end:
            continue
        page = rule_page(match.group())
        about = page or _about(path, line, match)
        return Hover(about, (start, end)) if about else None
    return None


def _about(path: str, line: _Line, word: re.Match[str]) -> str:
    """Return what the key or the part of a header is for."""
    header = _HEADER.match(line.text)
    before = line.text[: word.start()]
    if header is not None:
        names = [*_WORD.findall(before), word.group()]
        if path.endswith("pyproject.toml"):
            names = names[2:] if tuple(names[:2]) == _TOOL else []
        table, key = tuple(names[:-1]), names[-1] if names else ""
    elif line.is_own and not before.strip():
        table, key = line.table, word.group()
    else:
        return ""
    for place in _schemas(table):
        schema = place.schema.get("properties", {}).get(key)
        about = schema.get("description") if schema else ""
        if about:
            return f"**{key}**\n\n{about}"
    return ""


def complete(path: str, text: str, offset: int, context: RunContext | None) -> list[Completion]:
    """Return the keys, rules and engine versions that can be written at *offset* of the configuration at *path*."""
    line = _line_at(path, text, offset)
    match = _KEY.match(line.text)
    assert match is not None  # All its parts may be empty.
    at = offset - line.start
    if not line.is_own or line.text.lstrip().startswith(("[", "#")):
        return []
    if match.start("key") <= at <= match.end("key"):
        return list(_keys(line, match))
    return list(_strings(line, match["key"], text, offset, context))


def _keys(line: _Line, match: re.Match[str]) -> Iterator[Completion]:
    offsets = (line.start + match.start("key"), line.start + match.end("key"))
    for place in _schemas(line.table):
        required = place.schema.get("required", ())
        for key, schema in place.schema.get("properties", {}).items():
            if "$ref" in schema or "$ref" in schema.get("items", {}):
                # A table has a header of its own.
                continue
            written = key if match["equals"] else f"{key} = {_empty_value(schema)}"
            detail = "required" if key in required else str(schema.get("type", ""))
            about = str(schema.get("description", ""))
            is_snippet = not match["equals"]
            yield Completion(key, "key", detail, about, written, is_snippet, offsets, key)


def _empty_value(schema: Mapping[str, Any]) -> str:
    match schema.get("type"):
        case "string":
            return '"$1"'
        case "array":
            return '["$1"]'
        case "boolean":
            return "${1|true,false|}"
        case _:
            return "$1"


def _strings(
    line: _Line, key: str, text: str, offset: int, context: RunContext | None
) -> Iterator[Completion]:
    """Yield the values for the string at *offset*: those of the format, rule names and engine versions."""
    before = line.text[: offset - line.start]
    opening = before.rfind('"')
    if opening < 0 or before.count('"') % 2 == 0:
        return
    end = offset
    while end < len(text) and text[end] not in '"\r\n':
        end += 1
    offsets = (line.start + opening + 1, end)
    names: list[tuple[str, str]] = []
    if key == "engine" and context is not None:
        names = [(name, "an engine version") for name in context.spec.history.profiles]
    elif key in ("rule", "select", "ignore", "extend-select"):
        names = [(rule.name, rule.code) for rule in ALL]
    for place in _schemas((*line.table, key)):
        schemas = (place.schema, place.schema.get("items", {}))
        names += [(str(each), "") for schema in schemas for each in schema.get("enum", ())]
    for name, detail in dict(names).items():
        yield Completion(name, "name", detail, "", name, False, offsets, name)
