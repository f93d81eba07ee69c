"""Positions: where a route is in the text of a JSON document.

Only called for documents with findings. Lines and columns count from 1; a column is one character (code point), a tab included.
The scanner expects text that `json_text.parse` has accepted; it reads once, iteratively, and keeps the spans of the wanted routes and their ancestors only.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from workflowkit.records import dataclass
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place between characters."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    offset: int
    """From 0, in characters of the decoded text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of text; *end* is the position just after its last character."""

    start: Position
    end: Position


class Lines:
    """The lines of one text: offsets to positions and back. Line ends are LF, CRLF or a lone CR."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._last = (0, "")
        self._starts = (
            [0, *(match.end() for match in _LINE_END.finditer(text))]
            if "\r" in text
            else [0, *accumulate([len(line) + 1 for line in text.split("\n")[:-1]])]
        )

    def position(self, offset: int) -> Position:
        """Return the position of the character at *offset*."""
        index = bisect_right(self._starts, offset) - 1
        return Position(index + 1, offset - self._starts[index] + 1, offset)

    def span(self, start: int, end: int) -> Span:
        """Return the span from *start* up to, not including, *end*."""
        return Span(self.position(start), self.position(end))

    def line(self, number: int) -> str:
        """Return the text of line *number* (from 1) without its line end."""
        # A file of one long line may have thousands of findings.
        if self._last[0] != number:
            start = self._starts[number - 1]
            end = self._starts[number] if number < len(self._starts) else len(self.text)
            self._last = (number, self.text[start:end].rstrip("\r\n"))
        return self._last[1]


_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class ValueOffsets:
    """Where one value is: offsets of its key (None for array items and the document) and of the value."""

    key: tuple[int, int] | None
    value: tuple[int, int]


def locate(text: str, wanted: Iterable[Route]) -> dict[Route, ValueOffsets]:
    """Find the places of the *wanted* routes that exist in a valid JSON *text*, and of all their ancestors.

    Of a repeated key the last one counts, as for the value.
    """
    keep: set[Route] = set()
    for route in wanted:
        keep.update(route[:length] for length in range(len(route) + 1))
    if not keep:
        return {}
    try:
        return _places(text, keep)
    except RecursionError:
        # The decoder needs recursion for what it skips; the scanner does not.
        return {
            scanned.route: ValueOffsets(scanned.key, scanned.value)
            for scanned in scan(text)
            if scanned.route in keep
        }


def _places(text: str, keep: set[Route]) -> dict[Route, ValueOffsets]:
    """Find the places of *keep*, a set with all its ancestors; the decoder skips the values beside them."""
    found: dict[Route, ValueOffsets] = {}
    parents = {route[:-1] for route in keep if route}
    frames: list[_Frame] = []
    route: Route = ()
    key: tuple[int, int] | None = None
    offset = _after_space(text, 0)
    while True:
        # A value starts at the offset.
        if text[offset] in "{[" and route in parents:
            frames.append(_Frame(route, key, offset, text[offset] == "["))
            offset = _after_space(text, offset + 1)
        else:
            end = _SKIP(text, offset)[1]
            if route in keep:
                found[route] = ValueOffsets(key, (offset, end))
            offset = _after_space(text, end)
        while frames and text[offset] in "}]":
            frame = frames.pop()
            found[frame.route] = ValueOffsets(frame.key, (frame.start, offset + 1))
            offset = _after_space(text, offset + 1)
        if not frames:
            return found
        if text[offset] == ",":
            offset = _after_space(text, offset + 1)
        frame = frames[-1]
        if frame.is_array:
            key, route = None, (*frame.route, frame.n_items)
            frame.n_items += 1
        else:
            name, end = _SKIP(text, offset)
            key, route = (offset, end), (*frame.route, name)
            offset = _after_space(text, _after_space(text, end) + 1)


# Numbers need not be made; they may have any length.
_SKIP = json.JSONDecoder(strict=False, parse_int=len, parse_float=len).raw_decode
"""Gives the value at an offset and where it ends."""


def repeated_keys(text: str) -> list[tuple[Route, list[tuple[int, int]]]]:
    """List every key that one object of a valid JSON *text* writes more than once: its route and the offsets of each writing."""
    if not _repeats_a_key(text):
        return []
    writings: dict[tuple[int, Route], list[tuple[int, int]]] = {}
    for scanned in scan(text):
        if scanned.key is not None:
            writings.setdefault((scanned.parent, scanned.route), []).append(scanned.key)
    return sorted(
        ((route, sorted(keys)) for (_, route), keys in writings.items() if len(keys) > 1),
        key=lambda pair: pair[1],
    )


def _repeats_a_key(text: str) -> bool:
    """Return true when some object of *text* has a key more than once. The decoder finds out sooner than the scanner."""
    repeats: list[bool] = []
    decoder = json.JSONDecoder(
        # The values do not matter; whole numbers of any length are legal.
        parse_int=float,
        object_pairs_hook=lambda pairs: repeats.append(len(dict(pairs)) < len(pairs)),
    )
    decoder.decode(text)
    return any(repeats)


@dataclass(frozen=True, slots=True)
class Scanned:
    """One value met by the scanner."""

    route: Route
    key: tuple[int, int] | None
    value: tuple[int, int]
    parent: int
    """Offset at which the enclosing object or array starts; -1 for the document."""


def scan(text: str) -> Iterator[Scanned]:
    """Yield every value of a valid JSON *text*, children before their parents; needs no recursion."""
    frames: list[_Frame] = []
    offset = _after_space(text, 0)
    key: tuple[int, int] | None = None
    last: str | int | None = None
    while True:
        route = _route(frames, last)
        if text[offset] in "{[":
            frames.append(_Frame(route, key, offset, text[offset] == "["))
            offset = _after_space(text, offset + 1)
            is_closing = text[offset] in "}]"
        else:
            end = _scalar_end(text, offset)
            yield Scanned(route, key, (offset, end), frames[-1].start if frames else -1)
            offset = _after_space(text, end)
            is_closing = True
        while is_closing and frames and text[offset] in "}]":
            frame = frames.pop()
            parent = frames[-1].start if frames else -1
            yield Scanned(frame.route, frame.key, (frame.start, offset + 1), parent)
            offset = _after_space(text, offset + 1)
        if not frames:
            return
        if text[offset] == ",":
            offset = _after_space(text, offset + 1)
        frame = frames[-1]
        if frame.is_array:
            key, last = None, frame.n_items
            frame.n_items += 1
        else:
            end = _scalar_end(text, offset)
            key, last = (offset, end), _key(text[offset:end])
            offset = _after_space(text, _after_space(text, end) + 1)


@dataclass(slots=True)
class _Frame:
    """An object or array that is still open."""

    route: Route
    key: tuple[int, int] | None
    start: int
    is_array: bool
    n_items: int = 0


_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^ \t\n\r,\]}]+', re.DOTALL)


def _key(literal: str) -> str:
    """Return the key that *literal*, quotes included, stands for; most need no decoding."""
    return str(_DECODER.decode(literal)) if "\\" in literal else literal[1:-1]


_DECODER = json.JSONDecoder(strict=False)


def _route(frames: list[_Frame], last: str | int | None) -> Route:
    return (*frames[-1].route, last) if frames and last is not None else ()


def _after_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _scalar_end(text: str, offset: int) -> int:
    match = _SCALAR.match(text, offset)
    return match.end() if match else len(text)
