"""Places in a document: routes, and ranges of its text where no route leads.

A route is a tuple of object keys (strings) and array indexes (integers from 0), outermost first: `("steps", 2, "prompt")`.
The empty route is the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflowkit.records import dataclass

Json = Any
"""A JSON value: dict, list, str, int, float, bool or None. Integral numbers are `int`, all others `float`."""

Route = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TextRange:
    """Characters of a text, for a place that no route leads to: a key that is written again later, a broken line."""

    start: int
    """In characters, from 0."""
    end: int
    """Just after the last character."""
    route: Route = ()
    """The value that the range belongs to; empty when that is not known."""


Place = Route | TextRange
"""The address of a place in one document."""


def route_of(place: Place) -> Route:
    """Return *place* if it is a route, else the route of the value it belongs to."""
    return place.route if isinstance(place, TextRange) else place


def format_route(route: Route) -> str:
    """Write *route* for people: `steps[2].prompt`; keys that are not plain words are quoted."""
    parts: list[str] = []
    for part in route:
        if isinstance(part, int):
            parts.append(f"[{part}]")
        elif part.replace("_", "a").replace("-", "a").isalnum():
            parts.append(f".{part}" if parts else part)
        else:
            quoted = part.replace("\\", "\\\\").replace('"', '\\"')
            parts.append(f'["{quoted}"]')
    return "".join(parts)


def value_at(value: Json, route: Route) -> Json:
    """Return what *route* leads to inside *value*.

    Raises KeyError, IndexError or TypeError when it leads nowhere.
    """
    for part in route:
        if isinstance(part, str) and not isinstance(value, dict):
            raise KeyError(part)
        value = value[part]
    return value


def walk(value: Json, route: Route = ()) -> Iterator[tuple[Route, Json]]:
    """Yield every place inside *value* with its route, parents first, in source order."""
    stack: list[tuple[Route, Json]] = [(route, value)]
    while stack:
        place, part = stack.pop()
        yield place, part
        if isinstance(part, dict):
            stack.extend(((*place, key), child) for key, child in reversed(part.items()))
        elif isinstance(part, list):
            stack.extend(((*place, i), part[i]) for i in range(len(part) - 1, -1, -1))
