"""The line reader of the engine for `triggers.yml` (docs/engine/triggers.md#the-line-reader).

It supports a small block-style dialect and is not a YAML parser: comments stay in values, lists and unknown keys are ignored.
The engine stops at the first invalid line. This model records that line and continues, so that one run can report the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.text.ecmascript import trim

BLOCKS = ("contextMapping", "agentConfig", "onComplete", "dispatchCondition", "source")
"""Keys whose deeper lines are read as keys of their own, in every engine."""


class Stop(StrEnum):
    """The reason why the reader rejects a line."""

    EMPTY = "empty"
    MARKER = "marker"
    NO_ROOT = "no-root"
    TOP_LEVEL_KEY = "top-level-key"
    TAB = "tab"
    FLUSH_ITEM = "flush-item"
    BARE_DASH = "bare-dash"
    STRAY = "stray"
    NO_COLON = "no-colon"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class LineError:
    """One line that the reader rejects; the first one rejects the whole file."""

    stop: Stop
    line: int
    """From 1; for an empty file one beyond the last line, as the engine counts."""
    start: int
    end: int
    """Offsets of the content of the line, without surrounding space."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One line `key: value` as the engine reads it."""

    key: str
    value: str
    """Without outer quotes; empty for a block."""
    line: int
    key_place: tuple[int, int]
    colon: int
    """Offset of the colon."""
    raw: tuple[int, int]
    """Offsets of the text after the colon, without surrounding space."""
    indent: int
    is_block: bool = False
    block: tuple[LineEntry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when no text follows the colon: the engine ignores such a key."""
        return self.raw[0] == self.raw[1]

    @property
    def value_place(self) -> tuple[int, int]:
        """Offsets of the value, without the quotes that the reader removes."""
        start, end = self.raw
        has_quotes = not self.is_block and end - start == len(self.value) + 2
        return (start + 1, end - 1) if has_quotes else (start, end)


@dataclass(frozen=True, slots=True)
class Item:
    """One trigger as the engine reads it: its lines in source order, duplicate keys included."""

    line: int
    dash: int
    """Offset of the dash."""
    indent: int
    """Column of the dash, from 0."""
    entries: tuple[LineEntry, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file as the engine reads it."""

    root: tuple[int, int] | None
    """Offsets of the content of the line of the root key; None when there is none."""
    items: tuple[Item, ...]
    errors: tuple[LineError, ...]
    """In source order. The engine reports the first only and then reads nothing."""
    blocks: tuple[str, ...] = BLOCKS
    """Keys that open a block in this engine."""


def read(text: str, blocks: tuple[str, ...] = BLOCKS) -> Reading:
    """Read *text* as an engine does that knows *blocks*. Never raises."""
    lines = _Lines(text, blocks)
    errors: list[LineError] = []
    root = _root(lines, errors)
    items: list[Item] = []
    while (line := lines.peek()) is not None:
        lines.advance()
        stop = _item_stop(line)
        if stop is not None:
            errors.append(LineError(stop, line.number, line.start, line.end))
        if stop in (None, Stop.BARE_DASH) or line.content.startswith("- "):
            items.append(_item(line, lines, errors))
    return Reading(root, tuple(items), tuple(errors), blocks)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    start: int
    end: int
    content: str
    lead: str
    whole: str
    """The line with the space around its content."""


class _Lines:
    """The lines that are neither blank nor a comment."""

    def __init__(self, text: str, blocks: tuple[str, ...]) -> None:
        self.blocks = blocks
        self._lines = list(_counting_lines(text))
        self._next = 0
        self.n_all = text.count("\n") + 1

    def peek(self) -> _Line | None:
        return self._lines[self._next] if self._next < len(self._lines) else None

    def advance(self) -> None:
        self._next += 1

    def skip_to(self, content: str) -> bool:
        """Go to the first unindented line that starts with *content*. Return False when there is none."""
        for index in range(self._next, len(self._lines)):
            if not self._lines[index].lead and self._lines[index].content.startswith(content):
                self._next = index
                return True
        return False


def _counting_lines(text: str) -> Iterator[_Line]:
    offset = 0
    for number, whole in enumerate(text.split("\n"), 1):
        content = trim(whole)
        if content and not content.startswith("#"):
            indent = whole.index(content)
            start = offset + indent
            yield _Line(number, indent, start, start + len(content), content, whole[:indent], whole)
        offset += len(whole) + 1


_ROOT = "triggers:"


def _root(lines: _Lines, errors: list[LineError]) -> tuple[int, int] | None:
    line = lines.peek()
    if line is None:
        errors.append(LineError(Stop.EMPTY, lines.n_all + 1, 0, 0))
        return None
    if not line.content.startswith(_ROOT):
        stop = Stop.MARKER if _MARKER.match(line.content) else Stop.NO_ROOT
        errors.append(LineError(stop, line.number, line.start, line.end))
        if not lines.skip_to(_ROOT):
            while lines.peek() is not None:
                lines.advance()
            return None
        line = lines.peek()
    lines.advance()
    return (line.start, line.end) if line else None


_ITEM = re.compile(r" {2,}- ")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")


def _item_stop(line: _Line) -> Stop | None:
    """Return why *line* does not start an item; None when it does."""
    if _ITEM.match(line.whole):
        return None
    if "\t" in line.lead:
        return Stop.TAB
    if line.content == "-":
        return Stop.BARE_DASH
    if line.content.startswith("- ") and line.indent < 2:
        return Stop.FLUSH_ITEM
    if not line.lead and _MARKER.match(line.content):
        return Stop.MARKER
    if not line.lead and ":" in line.content:
        return Stop.TOP_LEVEL_KEY
    return Stop.STRAY


def _item(line: _Line, lines: _Lines, errors: list[LineError]) -> Item:
    entries: list[LineEntry] = []
    rest = line.content[1:].lstrip(" \t")
    if rest:
        first = replace(line, start=line.end - len(rest), content=rest)
        entries.extend(_entry(first, errors, blocks=()))
    while (inner := lines.peek()) is not None and inner.indent > line.indent:
        lines.advance()
        found = _entry(inner, errors, blocks=lines.blocks)
        entries.extend(_with_block(entry, lines, errors) for entry in found)
    return Item(line.number, line.start, line.indent, tuple(entries))


def _with_block(entry: LineEntry, lines: _Lines, errors: list[LineError]) -> LineEntry:
    """Return *entry* with the deeper lines below it when it is a block."""
    inside: list[LineEntry] = []
    while entry.is_block and (line := lines.peek()) is not None and line.indent > entry.indent:
        lines.advance()
        inside.extend(_entry(line, errors, blocks=()))
    return replace(entry, block=tuple(inside))


def _entry(line: _Line, errors: list[LineError], *, blocks: tuple[str, ...]) -> list[LineEntry]:
    """Return the entry on *line*; none, and add an error, when the reader rejects it. Any white space indents it."""
    before, colon, behind = line.content.partition(":")
    if not colon:
        errors.append(LineError(Stop.NO_COLON, line.number, line.start, line.end))
        return []
    key, raw = trim(before), trim(behind)
    key_place, place = (line.start, line.start + len(key)), line.start + len(before)
    raw_place = (line.end - len(raw), line.end)
    if key in blocks:
        return [
            LineEntry(key, "", line.number, key_place, place, raw_place, line.indent, is_block=True)
        ]
    if raw.startswith(("[", "{")):
        errors.append(LineError(Stop.COLLECTION, line.number, *raw_place))
        return []
    return [LineEntry(key, _unquoted(raw), line.number, key_place, place, raw_place, line.indent)]


def _unquoted(raw: str) -> str:
    # A lone quote counts as both quotes of an empty text.
    is_quoted = raw[:1] in ('"', "'") and raw[0] == raw[-1]
    return raw[1:-1] if is_quoted else raw
