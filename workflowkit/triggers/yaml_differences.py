"""The differences between the reading of the engine and YAML.

Both readings are compared key by key, by the offset at which a key is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.text.ecmascript import trim
from workflowkit.text.yaml_text import YamlNode, YamlShape
from workflowkit.triggers.line_reader import LineEntry, Reading
from workflowkit.triggers.ranges import RangeSet
from workflowkit.triggers.yaml_recovery import BrokenLine, Masked, mask


class DifferenceKind(StrEnum):
    """The kind of a difference."""

    COMMENT = "comment"
    """A trailing comment is part of the value."""
    LIST = "list"
    """A YAML list is lost."""
    INLINE = "inline"
    """Text on the line of a block key, or of the root key, is ignored."""
    DASH_BLOCK = "dash-block"
    """A block key on the line of the dash does not open a block."""
    QUOTED_KEY = "quoted-key"
    """The quotes are part of the key."""
    ESCAPE = "escape"
    """Escapes in a quoted text are not processed."""
    MULTILINE = "multiline"
    """A value over several lines is truncated or lost."""
    NULL = "null"
    """A YAML null is read as text."""
    REFERENCE = "reference"
    """Anchors, aliases, merge keys and tags are read as text."""
    LEAK = "leak"
    """A nested key is read as one of another mapping."""
    OTHER = "other"
    """Anything else."""


VALUE_KINDS = frozenset(
    {
        DifferenceKind.COMMENT,
        DifferenceKind.ESCAPE,
        DifferenceKind.NULL,
        DifferenceKind.REFERENCE,
        DifferenceKind.QUOTED_KEY,
    }
)
"""Differences inside one line; the others concern the structure."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the two readings differ."""

    kind: DifferenceKind
    start: int
    end: int
    entry: LineEntry | None
    """The line as the engine reads it; None when it reads none here."""
    node: YamlNode | None
    """The YAML node: the key for a quoted key, else the value; None when there is none."""
    path: tuple[str | int, ...] = ()
    """The path of a leaked key in YAML, inside its trigger."""


@dataclass(frozen=True, slots=True)
class YamlComparison:
    """The result of reading one text as YAML and as the engine does."""

    broken: tuple[BrokenLine, ...]
    differences: tuple[Difference, ...]


def compare(text: str, reading: Reading) -> YamlComparison:
    """Read *text* as YAML and compare it with the engine's *reading*. Never raises."""
    entries = dict(_entries(reading))
    masked = mask(text, [entry for _, entry in entries.values()], reading.errors)
    roots = masked.yaml.documents
    differences: list[Difference] = []
    if masked.yaml.broken is None and roots and reading.root:
        pair = _Comparer(text, masked, reading, entries, roots[0])
        differences = sorted(
            pair.differences(),
            key=lambda difference: (difference.start, difference.end, difference.kind),
        )
    return YamlComparison(masked.broken, tuple(differences))


_Address = tuple[int, tuple[str | int, ...]]
"""Offset at which a trigger starts, and a path inside it."""


def _entries(reading: Reading) -> Iterator[tuple[int, tuple[_Address, LineEntry]]]:
    """Yield the offset of every key, with its address and entry."""
    for item in reading.items:
        first = item.entries[0].key_place[0] if item.entries else item.dash
        for entry in item.entries:
            yield entry.key_place[0], ((first, (entry.key,)), entry)
            for inner in entry.block:
                yield inner.key_place[0], ((first, (entry.key, inner.key)), inner)


_PROPERTY = re.compile(r"[&!]\S*")


class _Comparer:
    """The comparison of both readings of one text, key by key."""

    def __init__(
        self,
        text: str,
        masked: Masked,
        reading: Reading,
        entries: Mapping[int, tuple[_Address, LineEntry]],
        root: YamlNode | None,
    ) -> None:
        self._text = text
        self._hidden = masked.hidden
        self._refused = {_line_start(text, error.start) for error in reading.errors}
        self._reading = reading
        self._entries = entries
        self._root = root
        self._first_on_dash = {
            entry.key_place[0]
            for item in reading.items
            for entry in item.entries[:1]
            if entry.line == item.line
        }
        """Offsets of the keys that follow a dash on its line."""
        self._explained = RangeSet(len(text) + 1)
        """Ranges whose lines differ because of a difference that is already reported."""

    def differences(self) -> Iterator[Difference]:
        listed = self._listed()
        if listed is None:
            if not self._reading.errors:
                start, end = self._reading.root or (0, 0)
                yield Difference(DifferenceKind.OTHER, start, end, None, self._root)
            return
        yield from self._references(listed)
        yield from self._root_line(listed)
        keys = {key.start: (address, key, value) for address, key, value in _keys(listed)}
        for offset, (address, entry) in self._entries.items():
            if offset in keys and offset not in self._explained:
                yield from self._entry(entry, address, *keys[offset])
        for offset, (_, entry) in self._entries.items():
            if offset not in keys and not self._is_set_aside(offset):
                yield Difference(DifferenceKind.OTHER, *entry.key_place, entry, None)
        for offset, (_, key, value) in keys.items():
            if offset not in self._entries and not self._is_set_aside(offset):
                self._explain(value)
                yield Difference(DifferenceKind.OTHER, key.start, key.end, None, value)
        for node in listed.items:
            is_empty = node.shape is not YamlShape.MAPPING or not node.pairs
            if is_empty and not self._is_set_aside(node.start):
                end = max(node.end, node.start + 1)
                yield Difference(DifferenceKind.OTHER, node.start, end, None, node)

    def _listed(self) -> YamlNode | None:
        """Return the YAML node of the root key."""
        if self._root is None or self._root.shape is not YamlShape.MAPPING:
            return None
        found = (value for key, value in self._root.pairs if key.text == "triggers")
        return next(found, None)

    def _explain(self, node: YamlNode) -> None:
        self._explained.add(node.start, node.end)

    def _is_set_aside(self, offset: int) -> bool:
        is_refused = _line_start(self._text, offset) in self._refused
        return offset in self._hidden or is_refused or offset in self._explained

    def _root_line(self, listed: YamlNode) -> Iterator[Difference]:
        """Yield the ignored text after the root key; only a list or a text there is a difference."""
        start, end = self._reading.root or (0, 0)
        rest = trim(self._text[start:end].removeprefix("triggers:"))
        is_lost = listed.style == "flow" and (listed.items or listed.pairs)
        if is_lost or (listed.shape is YamlShape.SCALAR and listed.text):
            self._explain(listed)
            yield Difference(DifferenceKind.INLINE, end - len(rest), end, None, listed)

    def _references(self, listed: YamlNode) -> Iterator[Difference]:
        for node in listed.walk():
            if node.shape is YamlShape.ALIAS:
                yield Difference(DifferenceKind.REFERENCE, node.start, node.end, None, node)
            elif node.anchor or node.tag:
                found = _PROPERTY.search(self._text, node.start)
                start, end = found.span() if found else (node.start, node.end)
                yield Difference(DifferenceKind.REFERENCE, start, end, None, node)

    def _entry(
        self,
        entry: LineEntry,
        read_at: _Address,
        written_at: _Address,
        key: YamlNode,
        value: YamlNode,
    ) -> Iterator[Difference]:
        is_reference = bool(key.anchor or key.tag) or key.shape is YamlShape.ALIAS
        if not is_reference and entry.key != key.text:
            kind = DifferenceKind.QUOTED_KEY if key.style else DifferenceKind.OTHER
            yield Difference(kind, *entry.key_place, entry, key)
        elif not is_reference and read_at != written_at:
            path = written_at[1] if written_at[0] == read_at[0] else ()
            yield Difference(DifferenceKind.LEAK, *entry.key_place, entry, value, path)
        if key.start in self._hidden:
            return
        if value.shape is YamlShape.ALIAS or value.anchor or value.tag:
            return
        is_scalar = value.shape is YamlShape.SCALAR
        found = self._scalar(entry, value) if is_scalar else self._collection(entry, value)
        if found:
            place = entry.key_place if entry.is_empty else entry.raw
            if found is not DifferenceKind.DASH_BLOCK:
                self._explain(value)
            yield Difference(found, *place, entry, value)

    def _collection(self, entry: LineEntry, value: YamlNode) -> DifferenceKind | None:
        if value.shape is YamlShape.SEQUENCE and value.style == "block":
            return DifferenceKind.LIST
        if value.style == "flow":
            return DifferenceKind.INLINE if value.items or value.pairs else None
        if entry.key in self._reading.blocks and not entry.is_block:
            return DifferenceKind.DASH_BLOCK
        # The keys inside are compared one by one.
        return None

    def _scalar(self, entry: LineEntry, value: YamlNode) -> DifferenceKind | None:
        raw = self._text[entry.raw[0] : entry.raw[1]]
        if entry.is_block:
            is_ignored = value.text == "" or raw.startswith("#")
            return None if is_ignored and not entry.block else DifferenceKind.INLINE
        if entry.key in self._reading.blocks and entry.key_place[0] in self._first_on_dash:
            return DifferenceKind.INLINE
        if raw.startswith("#"):
            return DifferenceKind.COMMENT
        is_absent = value.is_plain and not value.text
        spans_lines = "\n" in self._text[entry.raw[0] : value.end].rstrip()
        if value.style in ("|", ">") or (spans_lines and not is_absent):
            return DifferenceKind.MULTILINE
        behind = trim(self._text[value.end : entry.raw[1]])
        if behind:
            return DifferenceKind.COMMENT if behind.startswith("#") else DifferenceKind.OTHER
        if value.is_null:
            return DifferenceKind.NULL if raw else None
        if trim(value.text) == trim(entry.value):
            return None
        return DifferenceKind.ESCAPE if value.style else DifferenceKind.OTHER


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _keys(listed: YamlNode) -> Iterator[tuple[_Address, YamlNode, YamlNode]]:
    """Yield every key below the list of triggers, with its address and its value."""
    items = listed.items if listed.shape is YamlShape.SEQUENCE else (listed,)
    for listed_node in items:
        stack: list[tuple[tuple[str | int, ...], YamlNode]] = [((), listed_node)]
        while stack:
            path, node = stack.pop()
            for key, value in node.pairs:
                inner = (*path, key.text)
                yield (listed_node.start, inner), key, value
                stack.append((inner, value))
            stack.extend(((*path, index), inside) for index, inside in enumerate(node.items))
