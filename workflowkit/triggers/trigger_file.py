"""A trigger file: its text, the engine's reading of it, and the places of both.

The rules of group W check it. Routes follow the engine's reading: `("triggers", 0, "agentConfig", "maxTurns")`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate

from workflowkit.records import dataclass
from workflowkit.text.positions import Lines, Span
from workflowkit.text.routes import Json, Place, Route, TextRange
from workflowkit.text.wording import quoted
from workflowkit.triggers import secrets
from workflowkit.triggers.line_reader import Item, LineEntry, Reading, read
from workflowkit.triggers.loader import Load, load
from workflowkit.triggers.ranges import RangeSet
from workflowkit.triggers.trigger import DaemonContext, Trigger
from workflowkit.triggers.validation import TriggerError, errors
from workflowkit.triggers.yaml_differences import (
    VALUE_KINDS,
    Difference,
    DifferenceKind,
    YamlComparison,
    compare,
)

_KEY_KINDS = frozenset(
    {DifferenceKind.LEAK, DifferenceKind.QUOTED_KEY, DifferenceKind.OTHER, DifferenceKind.REFERENCE}
)
"""Differences about a key itself; the others are about everything in its value."""


@dataclass(frozen=True)
class TriggerFile:
    """One `triggers.yml`, as the engine and as YAML read it."""

    text: str
    daemon: DaemonContext
    reading: Reading
    """The result of the line reader of the engine."""
    triggers: tuple[Trigger, ...]
    """All items of the list, dropped ones included."""

    @cached_property
    def comparison(self) -> YamlComparison:
        """The differences between the reading of the engine and YAML."""
        return compare(self.text, self.reading)

    @property
    def value(self) -> Json:
        """The reading of the engine as JSON; every value is a text."""
        return {"triggers": [_as_json(trigger) for trigger in self.triggers]}

    @cached_property
    def load(self) -> Load:
        """The result of loading the file."""
        error = next(iter(self.reading.errors), None)
        return load(self.triggers, error, self.daemon)

    def shown(self, entry: LineEntry) -> str:
        """Return the value of *entry* in quotes for a message, with a secret masked."""
        start, end = entry.value_place
        masked = self.masked_text[start:end]
        return quoted(entry.value if masked == self.text[start:end] else masked)

    @cached_property
    def masked_text(self) -> str:
        """The text for reports: secrets that are written in it are masked."""
        return secrets.mask(self.text)

    @cached_property
    def lines(self) -> Lines:
        """The text as lines."""
        return Lines(self.text)

    def errors(self, trigger: Trigger) -> tuple[TriggerError, ...]:
        """Return the errors because of which the engine drops *trigger*."""
        return self._errors[trigger.index]

    @cached_property
    def _errors(self) -> tuple[tuple[TriggerError, ...], ...]:
        return tuple(tuple(errors(trigger, self.daemon)) for trigger in self.triggers)

    def differences(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """Return the places where the two readings differ in this way."""
        return tuple(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> Mapping[DifferenceKind, list[Difference]]:
        found: dict[DifferenceKind, list[Difference]] = {}
        for difference in self.comparison.differences:
            found.setdefault(difference.kind, []).append(difference)
        return found

    def kinds_at(self, entry: LineEntry) -> frozenset[DifferenceKind]:
        """Return how the two readings of *entry* itself differ."""
        return frozenset(self._kinds_by_key.get(entry.key_place[0], ()))

    @cached_property
    def _kinds_by_key(self) -> Mapping[int, list[DifferenceKind]]:
        found: dict[int, list[DifferenceKind]] = {}
        for difference in self.comparison.differences:
            if difference.entry:
                found.setdefault(difference.entry.key_place[0], []).append(difference.kind)
        return found

    def is_inside(self, offset: int, kind: DifferenceKind) -> bool:
        """Return true when *offset* is inside a value that the two readers see differently in this way."""
        return offset in self._coverage.get(kind, ())

    @cached_property
    def _coverage(self) -> Mapping[DifferenceKind, RangeSet]:
        size = len(self.text) + 1
        return {
            kind: RangeSet(
                size,
                (
                    (difference.node.start, difference.node.end)
                    for difference in found
                    if difference.node
                ),
            )
            for kind, found in self._by_kind.items()
        }

    def owner(self, entry: LineEntry) -> tuple[Trigger, tuple[str, ...]]:
        """Return the trigger that *entry* belongs to, and its key path in the engine's reading."""
        return self._owners[entry.key_place[0]]

    @cached_property
    def _owners(self) -> Mapping[int, tuple[Trigger, tuple[str, ...]]]:
        return {
            entry.key_place[0]: (trigger, path)
            for trigger in self.triggers
            for path, entry in trigger.written
        }

    def item_at(self, dash: int) -> Item | None:
        """Return the item whose dash is at the offset *dash*; None when there is none."""
        return self._items.get(dash)

    @cached_property
    def _items(self) -> Mapping[int, Item]:
        return {item.dash: item for item in self.reading.items}

    def is_misread(self, entry: LineEntry) -> bool:
        """Return true when the key of *entry* results from the engine's reading, and the author wrote something else."""
        start = entry.key_place[0]
        is_inside = any(
            self.is_inside(start, kind) for kind in DifferenceKind if kind not in _KEY_KINDS
        )
        return entry.key.startswith("-") or bool(self.kinds_at(entry) & _KEY_KINDS) or is_inside

    @cached_property
    def is_well_formed(self) -> bool:
        """True when both readers read the same lines as the same keys, so that lines can be added and removed."""
        return (
            not self.reading.errors
            and all(line.entry for line in self.comparison.broken)
            and all(difference.kind in VALUE_KINDS for difference in self.comparison.differences)
        )

    def offsets(
        self, place: Place, *, on_key: bool = False, window: tuple[int, int] | None = None
    ) -> tuple[int, int]:
        """Return the offsets of *place*; for a route that does not exist, those of its nearest ancestor."""
        match place:
            case TextRange():
                return place.start, place.end
            case ("triggers", int(index), *path) if index < len(self.triggers):
                keys = tuple(str(part) for part in path)
                return self._in_trigger(self.triggers[index], keys, on_key, window)
            case _:
                return self.reading.root or (0, 0)

    def span(
        self, place: Place, *, on_key: bool = False, window: tuple[int, int] | None = None
    ) -> Span:
        """Return the lines and columns of *place*."""
        return self.lines.span(*self.offsets(place, on_key=on_key, window=window))

    def route_at(self, offset: int) -> Route:
        """Return the route at *offset*: that of the last key on its line or before."""
        starts, routes = self._routes
        index = bisect_right(starts, offset) - 1
        return routes[index] if index >= 0 else ()

    @cached_property
    def _routes(self) -> tuple[list[int], list[Route]]:
        """Every route in source order, and before it the offset from which it or a later one holds."""
        starts: list[int] = []
        routes: list[Route] = []
        for trigger in self.triggers:
            starts.append(trigger.item.dash)
            routes.append(trigger.route())
            for path, entry in trigger.written:
                starts.append(self.text.rfind("\n", 0, entry.key_place[0]) + 1)
                routes.append(trigger.route(*path))
        return list(accumulate(reversed(starts), min))[::-1], routes

    def _in_trigger(
        self, trigger: Trigger, path: tuple[str, ...], on_key: bool, window: tuple[int, int] | None
    ) -> tuple[int, int]:
        while path and path not in trigger.entries:
            path, window = path[:-1], None
        if not path:
            return self._head(trigger)
        entry = trigger.entries[path]
        if on_key or entry.is_block or entry.is_empty:
            return entry.key_place
        if window is None:
            return entry.raw
        start, end = entry.value_place
        return min(start + window[0], end), min(start + window[1], end)

    def _head(self, trigger: Trigger) -> tuple[int, int]:
        """Return the place of a whole trigger: its id, or else its first line."""
        if trigger.has("id"):
            return trigger.entries[("id",)].raw
        end = self.text.find("\n", trigger.item.dash)
        line = self.text[trigger.item.dash : len(self.text) if end < 0 else end].rstrip()
        return trigger.item.dash, trigger.item.dash + len(line)


def parse(text: str, daemon: DaemonContext | None = None) -> TriggerFile:
    """Read *text* as a trigger file. Never raises."""
    daemon = daemon or DaemonContext()
    reading = read(text, daemon.engine.blocks)
    triggers = tuple(
        Trigger(index, item, reading.blocks) for index, item in enumerate(reading.items)
    )
    return TriggerFile(text, daemon, reading, triggers)


def _as_json(trigger: Trigger) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for path, entry in trigger.entries.items():
        if len(path) == 1:
            found[path[0]] = {} if entry.is_block else entry.value
    for path, entry in trigger.entries.items():
        block = found.get(path[0])
        if len(path) == 2 and isinstance(block, dict):
            block[path[1]] = entry.value
    return found
