"""Text edits: change a JSON document at a route and keep every other character as it is."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from posixpath import commonprefix

from workflowkit.records import dataclass
from workflowkit.text.escapes import keep_escapes
from workflowkit.text.positions import Scanned, scan
from workflowkit.text.routes import Json, Place, Route, TextRange, route_of


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
    """Raised when an edit names a place that does not exist, or would add a key that does."""


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """Text that an edit writes in place of the characters from *start* up to *end*."""

    start: int
    end: int
    text: str

    def meets(self, other: Replacement) -> bool:
        """Return true when both change the same characters, or insert at the same place."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


class Editor:
    """One JSON text, scanned once for any number of edits. It may be invalid as long as all of them replace ranges of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _places(self) -> _Scan:
        return _Scan(self.text)

    def replacements(self, edits: Iterable[Edit]) -> list[Replacement]:
        """Return what *edits* change, in the order of the text; those that meet are made one after the other, as one replacement.

        Raises EditError.
        """
        given = list(edits)
        ranges = [edit for edit in given if isinstance(edit.place, TextRange)]
        if ranges and len(ranges) == len(given):
            return range_replacements(ranges)
        made = sorted(_replacement(self.text, self._places, edit) for edit in given)
        if any(one.meets(other) for one, other in pairwise(made)):
            changed = _one_by_one(self.text, given, self._places)
            return [_difference(self.text, changed)]
        return made


def range_replacements(edits: Iterable[Edit]) -> list[Replacement]:
    """Return what *edits* that replace ranges of a text change in it, in its order."""
    return sorted(
        Replacement(edit.place.start, edit.place.end, str(edit.value))
        for edit in edits
        if isinstance(edit.place, TextRange)
    )


def spliced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return *text* after *replacements*, no two of which meet."""
    pieces: list[str] = []
    end = 0
    for change in sorted(replacements):
        pieces += [text[end : change.start], change.text]
        end = change.end
    return "".join([*pieces, text[end:]])


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply *edits* to a JSON *text*; their routes are those of *text* as it is given.

    The text may be invalid when all edits replace ranges of it.
    Raises EditError; *text* is then left as it was.
    """
    return spliced(text, Editor(text).replacements(edits))


class _Scan(dict[Route, Scanned]):
    """The places of a text, with the members of each container."""

    def __init__(self, text: str) -> None:
        super().__init__((scanned.route, scanned) for scanned in scan(text))
        self.members: dict[Route, list[Scanned]] = {}
        for scanned in self.values():
            if scanned.route:
                self.members.setdefault(scanned.route[:-1], []).append(scanned)
        for siblings in self.members.values():
            siblings.sort(key=lambda scanned: scanned.value)


def _one_by_one(text: str, edits: Iterable[Edit], places: _Scan) -> str:
    """Apply *edits* from the end backwards, so that none moves the place of a later one."""
    for edit in sorted(edits, key=lambda edit: _anchor(edit, places), reverse=True):
        change = _replacement(text, _Scan(text), edit)
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _difference(before: str, after: str) -> Replacement:
    """Return the one replacement that makes *after* of *before*."""
    start = len(commonprefix([before, after]))
    n_same = len(commonprefix([before[start:][::-1], after[start:][::-1]]))
    return Replacement(start, len(before) - n_same, after[start : len(after) - n_same])


def _anchor(edit: Edit, places: _Scan) -> tuple[int, int]:
    """Return where the edit changes the text: at its route, or at the end of the container that it adds to."""
    if edit.route in places:
        scanned = places[edit.route]
        if edit.action == "append":
            return scanned.value[1], 0
        return (scanned.key or scanned.value)[0], len(edit.route)
    parent = places.get(edit.route[:-1])
    if parent is None:
        raise EditError(f"nothing is at {edit.route}")
    return parent.value[1], 0


def _replacement(text: str, places: _Scan, edit: Edit) -> Replacement:
    """Return what *edit* changes in *text*. Raises EditError."""
    if edit.action == "append":
        return _insert_last(text, places, edit.route, None, edit.value)
    here = places.get(edit.route)
    if edit.action == "set" and here is None:
        return _insert_last(text, places, edit.route[:-1], str(edit.route[-1]), edit.value)
    if here is None:
        raise EditError(f"nothing is at {edit.route}")
    if edit.action == "set":
        start, end = here.value
        written = keep_escapes(text[start:end], edit.value, _written(edit.value, text, start))
        return Replacement(start, end, written)
    if edit.action == "rename" and here.key is not None:
        if (*edit.route[:-1], edit.value) in places:
            raise EditError(f"key {edit.value!r} is already there")
        return Replacement(*here.key, _literal(edit.value))
    if edit.action == "insert":
        start = here.value[0]
        gap = _gap_before(text, start) or " "
        return Replacement(start, start, _written(edit.value, text, start) + "," + gap)
    if edit.action == "delete":
        return _delete(places, here)
    raise EditError(f"no edit is called {edit.action!r}")


def _delete(places: _Scan, here: Scanned) -> Replacement:
    siblings = places.members[here.route[:-1]]
    index = bisect_left(siblings, here.value, key=lambda scanned: scanned.value)
    start = (here.key or here.value)[0]
    if index + 1 < len(siblings):
        after = siblings[index + 1]
        return Replacement(start, (after.key or after.value)[0], "")
    if index > 0:
        return Replacement(siblings[index - 1].value[1], here.value[1], "")
    parent = places[here.route[:-1]].value
    return Replacement(parent[0] + 1, parent[1] - 1, "")


def _insert_last(
    text: str, places: _Scan, route: Route, key: str | None, value: Json
) -> Replacement:
    container = places.get(route)
    if container is None or text[container.value[0]] != ("[" if key is None else "{"):
        raise EditError(f"nothing can be added at {route}")
    head = "" if key is None else f"{_literal(key)}: "
    siblings = places.members.get(route)
    if siblings:
        last = siblings[-1]
        start = (last.key or last.value)[0]
        gap = _gap_before(text, start)
        end = last.value[1]
        return Replacement(end, end, "," + (gap or " ") + head + _written(value, text, start))
    start, end = container.value
    return Replacement(start + 1, end - 1, head + _written(value, text, start))


def _gap_before(text: str, offset: int) -> str:
    """Return the white space in front of *offset*."""
    start = offset
    while start and text[start - 1] in " \t\r\n":
        start -= 1
    return text[start:offset]


def _written(value: Json, text: str, offset: int) -> str:
    """Return *value* as JSON in the style of the place: over several lines where the text around it is."""
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
    """Return one level of indentation as the text uses it; two spaces when it uses none."""
    for line in text.splitlines()[1:]:
        blank = line[: len(line) - len(line.lstrip(" \t"))]
        if blank:
            return blank if blank[0] == "\t" else len(blank)
    return 2


def _literal(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
