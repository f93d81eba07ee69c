"""Where an offset is in a YAML text of any state: found by indentation, so that unfinished lines do not matter."""

from __future__ import annotations

import re

from workflowkit.records import dataclass
from workflowkit.text.routes import Route

_LINE = re.compile(r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+|-$)*)(?:(?P<key>[\w.-]+)(?P<colon>:)?)?")


@dataclass(frozen=True, slots=True)
class LinePlace:
    """A key or a value of one line."""

    route: Route
    """Of the value, or of the mapping whose key is meant."""
    is_key: bool
    start: int
    end: int
    word: str
    """What is written there."""


def place_at(text: str, offset: int) -> LinePlace:
    """Return where *offset* is in *text*."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r")
    match = _LINE.match(line)
    assert match is not None  # All its parts may be empty.
    column = match.start("key") if match["key"] else match.end("dashes")
    route = _route_above(text[:start], column, has_dash=bool(match["dashes"]))
    if match["colon"] and offset > start + match.end("colon"):
        value = line[match.end("colon") :]
        at = start + match.end("colon") + len(value) - len(value.lstrip())
        word = value.strip()
        return LinePlace((*route, match["key"]), False, at, at + len(word), word)
    key = match["key"] or ""
    return LinePlace(route, True, start + column, start + column + len(key), key)


def _route_above(before: str, column: int, *, has_dash: bool) -> Route:
    """Return the route of the mapping whose keys are at *column*, from the lines *before* it."""
    parts: list[str | int] = []
    if has_dash:
        parts.append(0)
    limit = column
    for line in reversed(before.split("\n")):
        match = _LINE.match(line)
        if match is None or not line.strip() or line.lstrip().startswith("#"):
            continue
        at = match.start("key") if match["key"] else match.end("dashes")
        dash_column = len(match["indent"])
        if at == limit and match["dashes"] and not (parts and parts[-1] == 0):
            # The item that the key belongs to begins here.
            parts.append(0)
            limit = dash_column + 1
        elif match["colon"] and at < limit:
            parts.append(match["key"])
            limit = at
            if match["dashes"]:
                parts.append(0)
                limit = dash_column + 1
    return tuple(reversed(parts))
