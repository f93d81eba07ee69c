"""The outline of files that are no workflows: symbols, folding ranges and selection ranges by keys and entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workflowkit.language_server import yaml_tree
from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.outline import Symbol, growing
from workflowkit.language_server.reading import Offsets, TextReading
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_text
from workflowkit.text.routes import Json, Route
from workflowkit.text.yaml_values import YamlValue

_LEVELS = 4
"""How deep the outline goes: a list, its entries and their parts."""

_NAMES = ("id", "title", "step", "name", "rule", "key", "kind", "text", "refId")
"""Keys that name the entry of a list, the first one that it has."""

_DETAILS = ("workflowId", "displayName", "purpose", "provider", "message")

_WORD = re.compile(r"[\w.@/-]+")

_TABLE = re.compile(r"^[ \t]*+\[\[?+[ \t]*+(?P<name>[^\]\n#]++)\]\]?", re.MULTILINE)

_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]++(?P<name>[^\n]*\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FilePart:
    """One value of a file."""

    value: Json
    place: Offsets
    key: Offsets | None


def parts_of(path: str, text: str, reading: TextReading | None) -> Mapping[Route, FilePart]:
    """Return the values of a JSON or YAML file with their places."""
    if reading is not None:
        return {
            route: FilePart(node.value, (node.start, node.end), node.key)
            for route, node in reading.tree.nodes.items()
            if node.kind != "missing"
        }
    if kind_of(path, text) not in ("triggers", "scenario"):
        return {}
    read = yaml_tree.read(text)
    return dict(_yaml_parts(text, read.value, (), read))


def _yaml_parts(
    text: str, value: Json, route: Route, read: YamlValue
) -> Iterator[tuple[Route, FilePart]]:
    place = read.places.get(route)
    if place is None:
        return
    # A block ends where the next key begins; its last line is the last one with words.
    end = max(place.start, len(text[: place.end].rstrip()))
    has_key = bool(route) and isinstance(route[-1], str)
    key = (place.key_start, place.key_start + len(str(route[-1]))) if has_key else None
    yield route, FilePart(value, (place.start, end), key)
    inner = value.items() if isinstance(value, dict) else ()
    listed = enumerate(value) if isinstance(value, list) else ()
    for part, each in (*inner, *listed):
        yield from _yaml_parts(text, each, (*route, part), read)


def symbols(path: str, text: str, reading: TextReading | None) -> list[Symbol]:
    """Return the keys and the entries of the file, the tables of a configuration, or the headings of a Markdown file."""
    kind = kind_of(path, text)
    if kind in ("config", "prose"):
        return [
            Symbol(name, "", "part", (match.start(), end), (start, start + len(name)))
            for match, end in _sections(kind, text)
            for name, start in [(match["name"].rstrip(), match.start("name"))]
        ]
    parts = parts_of(path, text, reading)
    root = parts.get(())
    return list(_below(parts, (), root.value)) if root else []


def _below(parts: Mapping[Route, FilePart], route: Route, value: Json) -> Iterator[Symbol]:
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for part in keys:
        here = parts.get((*route, part))
        if here is None:
            continue
        is_entry = isinstance(part, int)
        if is_entry and not isinstance(here.value, dict):
            continue
        name, at = _name(parts, (*route, part), here)
        inner = tuple(_below(parts, (*route, part), here.value)) if len(route) + 1 < _LEVELS else ()
        start = here.key[0] if here.key else here.place[0]
        at = (max(at[0], start), at[1])
        detail = _detail(here.value)
        yield Symbol(name, detail, "part", (start, max(here.place[1], at[1])), at, inner)


def _name(parts: Mapping[Route, FilePart], route: Route, here: FilePart) -> tuple[str, Offsets]:
    """Return what the part at *route* is called, and where that is written."""
    if here.key is not None:
        return str(route[-1]) or '""', here.key
    fields = here.value if isinstance(here.value, dict) else {}
    for key in _NAMES:
        inner = parts.get((*route, key))
        if inner is not None and as_text(fields.get(key)).strip():
            return as_text(fields[key]).strip().partition("\n")[0][:80], inner.place
    return f"{route[-1]}", (here.place[0], here.place[0])


def _detail(value: Json) -> str:
    if isinstance(value, dict):
        return next((as_text(value[key]) for key in _DETAILS if as_text(value.get(key))), "")
    return "" if isinstance(value, list) else str(value).partition("\n")[0][:60]


def _sections(kind: str, text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the headers of a configuration or a Markdown file, each with the end of what is below it."""
    found = list((_TABLE if kind == "config" else _HEADING).finditer(text))
    for number, match in enumerate(found):
        behind = found[number + 1 :]
        if kind == "prose":
            behind = [each for each in behind if len(each["marks"]) <= len(match["marks"])]
        end = behind[0].start() if behind else len(text)
        yield match, max(match.end(), len(text[:end].rstrip()))


def foldings(path: str, text: str, reading: TextReading | None) -> Iterator[Offsets]:
    """Yield the parts that can be folded, from the line that stays to the last line."""
    kind = kind_of(path, text)
    if kind in ("config", "prose"):
        yield from ((match.start(), end) for match, end in _sections(kind, text))
        return
    for part in parts_of(path, text, reading).values():
        if isinstance(part.value, dict | list):
            yield (part.key[0] if part.key else part.place[0]), part.place[1]


def selections(path: str, text: str, offset: int) -> list[Offsets]:
    """Return the ranges around *offset* of a file that is no JSON, the innermost first."""
    found: list[Offsets] = []
    for part in parts_of(path, text, None).values():
        found += [part.place, *([part.key, (part.key[0], part.place[1])] if part.key else [])]
    kind = kind_of(path, text)
    if kind in ("config", "prose"):
        found += [(match.start(), end) for match, end in _sections(kind, text)]
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    indent = len(line) - len(line.lstrip())
    found.append((start + indent, start + len(line.rstrip())))
    found += [(start + word.start(), start + word.end()) for word in _WORD.finditer(line)]
    around = {each for each in found if each[0] <= offset <= each[1]}
    return growing(sorted({*around, (0, len(text))}, key=lambda each: each[1] - each[0]))
