"""Text edits: change a JSON document at a route and keep every other character as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from workflowkit.source.routes import Json, Place, Route, TextRange, route_of
from workflowkit.source.spans import Scanned, scan


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a document; the text around it stays as it is."""

    action: str
    """`set` the value at a route (adds the key when missing), `delete` it, `rename` its key, `insert` an array item before it, or `append` an item to the array at it; `replace` a range of text."""
    place: Place
    value: Json = None
    """The new value; for `rename` the new key, for `replace` the new text."""

    @property
    def route(self) -> Route:
        """The value that is changed."""
        return route_of(self.place)


class EditError(ValueError):
    """Raised when an edit names a place that is not there, or would write a key that is."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply *edits* to a JSON *text*; their routes are those of *text* as it is given.

    The text may be invalid when all edits replace ranges of it.
    Raises EditError; *text* is then left as it was.
    """
    edits = list(edits)
    ranges = [edit.place for edit in edits if isinstance(edit.place, TextRange)]
    if ranges and len(ranges) == len(edits):
        return _replace_ranges(text, edits)
    places = {item.route: item for item in scan(text)}
    # From the end backwards, so that an edit never moves the place of one that is still to come.
    ordered = sorted(edits, key=lambda edit: _anchor(edit, places), reverse=True)
    for edit in ordered:
        text = _apply(text, edit)
    return text


def _replace_ranges(text: str, edits: list[Edit]) -> str:
    """Write the texts of *edits* into their ranges, from the end backwards."""
    written = [(edit.place, str(edit.value)) for edit in edits]
    for place, new in sorted(written, key=lambda pair: _start(pair[0]), reverse=True):
        if not isinstance(place, TextRange) or place.end > len(text):
            raise EditError(f"no text is at {place}")
        text = text[: place.start] + new + text[place.end :]
    return text


def _start(place: Place) -> int:
    return place.start if isinstance(place, TextRange) else 0


def _anchor(edit: Edit, places: dict[Route, Scanned]) -> tuple[int, int]:
    """Where the edit changes the text: at its route, or at the end of the container that it adds to."""
    if edit.route in places:
        item = places[edit.route]
        if edit.action == "append":
            return item.value[1], 0
        return (item.key or item.value)[0], len(edit.route)
    parent = places.get(edit.route[:-1])
    if parent is None:
        raise EditError(f"nothing is at {edit.route}")
    return parent.value[1], 0


def _apply(text: str, edit: Edit) -> str:
    places = {item.route: item for item in scan(text)}
    if edit.action == "append":
        return _insert_last(text, places, edit.route, None, edit.value)
    here = places.get(edit.route)
    if edit.action == "set" and here is None:
        return _insert_last(text, places, edit.route[:-1], str(edit.route[-1]), edit.value)
    if here is None:
        raise EditError(f"nothing is at {edit.route}")
    if edit.action == "set":
        start, end = here.value
        return text[:start] + _written(edit.value, text, start) + text[end:]
    if edit.action == "rename" and here.key is not None:
        if (*edit.route[:-1], edit.value) in places:
            raise EditError(f"key {edit.value!r} is already there")
        return text[: here.key[0]] + _literal(edit.value) + text[here.key[1] :]
    if edit.action == "insert":
        start = here.value[0]
        gap = _gap_before(text, start) or " "
        return text[:start] + _written(edit.value, text, start) + "," + gap + text[start:]
    if edit.action == "delete":
        return _delete(text, places, here)
    raise EditError(f"no edit is called {edit.action!r}")


def _members(places: dict[Route, Scanned], route: Route) -> list[Scanned]:
    """Direct members of the container at *route* in text order."""
    found = [item for item in places.values() if item.route and item.route[:-1] == route]
    return sorted(found, key=lambda item: item.value)


def _delete(text: str, places: dict[Route, Scanned], here: Scanned) -> str:
    siblings = _members(places, here.route[:-1])
    index = siblings.index(here)
    start = (here.key or here.value)[0]
    if index + 1 < len(siblings):
        after = siblings[index + 1]
        return text[:start] + text[(after.key or after.value)[0] :]
    if index > 0:
        return text[: siblings[index - 1].value[1]] + text[here.value[1] :]
    parent = places[here.route[:-1]].value
    return text[: parent[0] + 1] + text[parent[1] - 1 :]


def _insert_last(
    text: str, places: dict[Route, Scanned], route: Route, key: str | None, value: Json
) -> str:
    container = places.get(route)
    if container is None or text[container.value[0]] != ("[" if key is None else "{"):
        raise EditError(f"nothing can be added at {route}")
    head = "" if key is None else f"{_literal(key)}: "
    siblings = _members(places, route)
    if siblings:
        last = siblings[-1]
        start = (last.key or last.value)[0]
        gap = _gap_before(text, start)
        end = last.value[1]
        return text[:end] + "," + (gap or " ") + head + _written(value, text, start) + text[end:]
    start, end = container.value
    return text[: start + 1] + head + _written(value, text, start) + text[end - 1 :]


def _gap_before(text: str, offset: int) -> str:
    """The white space in front of *offset*."""
    start = offset
    while start and text[start - 1] in " \t\r\n":
        start -= 1
    return text[start:offset]


def _written(value: Json, text: str, offset: int) -> str:
    """*value* as JSON in the style of the place: over several lines where the text around it is."""
    if not isinstance(value, dict | list) or not value:
        return _literal(value)
    line_start = text.rfind("\n", 0, offset) + 1
    is_spread = not text[line_start:offset].strip() or "\n" in text
    if not is_spread:
        return _literal(value)
    indent = text[line_start:offset][
        : len(text[line_start:]) - len(text[line_start:].lstrip(" \t"))
    ]
    lines = json.dumps(value, ensure_ascii=False, indent=_unit(text)).split("\n")
    newline = "\r\n" if "\r\n" in text else "\n"
    return (newline + indent).join(lines)


def _unit(text: str) -> int | str:
    """One level of indentation as the text uses it; two spaces when it uses none."""
    for line in text.splitlines()[1:]:
        blank = line[: len(line) - len(line.lstrip(" \t"))]
        if blank:
            return blank if blank[0] == "\t" else len(blank)
    return 2


def _literal(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
