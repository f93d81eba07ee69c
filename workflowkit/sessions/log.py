"""Event logs: from lines to events, one at a time, with a report of every problem (docs/engine/sessions.md#storage).

Problems do not stop the reader: an unreadable line is reported and skipped, an event that the engine would reject is reported and kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace

from workflowkit.errors import UnreadableFile
from workflowkit.records import dataclass
from workflowkit.sessions import reported
from workflowkit.sessions.events import fault
from workflowkit.sessions.manifest import Pins, Segment
from workflowkit.text import json_text
from workflowkit.text.routes import Json

Event = dict[str, Json]

Lines = Iterable[bytes]
"""The lines of one file with their line ends, as iterating over an open binary file yields them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of a log."""

    path: str
    line: int
    """From 1; 0 for the file as a whole."""
    message: str


Report = Callable[[Problem], None]
"""Called with each problem."""


@dataclass(slots=True)
class Reader:
    """Reads the files of one log in turn; remembers which index each session must have next."""

    report: Report
    first_index: int | None = None
    """First index of a session; None when the files may be an excerpt."""
    _next_index: dict[str, int] = field(default_factory=dict)
    _figures: set[tuple[str, str]] = field(default_factory=set)
    """The malformed figures of each session that are already reported."""

    def lines(self, lines: Lines, path: str) -> Iterator[Event]:
        """Yield the events of a file with one JSON object per line; blank lines do not count."""
        for number, line in enumerate(lines, 1):
            value = _parse_line(line)
            if isinstance(value, json_text.BrokenJson):
                if line.strip():
                    self.report(Problem(path, number, value.message))
                continue
            yield from self._checked(value, path, number)

    def segment(self, segment: Segment, pins: Pins, lines: Lines, path: str) -> Iterator[Event]:
        """Yield the events of a segment and compare it with its entry in the manifest."""
        digest, size = hashlib.sha256(), 0

        def measured() -> Iterator[bytes]:
            nonlocal size
            for line in lines:
                digest.update(line)
                size += len(line)
                yield line

        first = last = None
        try:
            for event in self.lines(measured(), path):
                index = event.get("eventIndex")
                first = index if first is None else first
                last = index
                if event.get("kind") == "node_created" and not pins.release(event.get("eventId")):
                    self.report(
                        Problem(path, 0, f"the node of event {index} has no pinned snapshot")
                    )
                yield event
        except UnreadableFile as error:
            self.report(Problem(path, 0, f"the segment cannot be read ({error.message})"))
            return
        if size != segment.size:
            self.report(
                Problem(path, 0, f"the segment has {size} bytes; the manifest has {segment.size}")
            )
        elif f"sha256:{digest.hexdigest()}" != segment.sha256:
            self.report(Problem(path, 0, "the segment differs from the digest in the manifest"))
        elif (first, last) != (segment.first, segment.last):
            self.report(
                Problem(
                    path,
                    0,
                    f"the segment has events {first} to {last}; the manifest has {segment.first} to {segment.last}",
                )
            )

    def values(self, values: Iterable[tuple[int, Json]], path: str) -> Iterator[Event]:
        """Yield the events among *values*, each given with its line: a log kept as one JSON array."""
        for number, value in values:
            yield from self._checked(value, path, number)

    def _checked(self, value: Json, path: str, number: int) -> Iterator[Event]:
        message = fault(value)
        if message is not None:
            self.report(Problem(path, number, message))
            if isinstance(value, dict):
                yield value
            return
        session, index = value["sessionId"], value["eventIndex"]
        first = index if self.first_index is None else self.first_index
        expected = self._next_index.get(session, first)
        if index != expected:
            self.report(
                Problem(path, number, f"the event has index {index} where {expected} follows")
            )
        self._next_index[session] = index + 1
        self._report_figures(value, session, Problem(path, number, ""))
        yield value

    def _report_figures(self, event: Event, session: str, place: Problem) -> None:
        """Report each malformed figure once; later snapshots repeat it."""
        for message in reported.malformed(event):
            if (session, message) not in self._figures:
                self._figures.add((session, message))
                self.report(replace(place, message=message))


def _refuse_constant(_: str) -> None:
    raise ValueError


_FAST = json.JSONDecoder(parse_constant=_refuse_constant)


def _parse_line(line: bytes) -> Json | json_text.BrokenJson:
    """Parse with the plain decoder, three times as fast as the exact one, which decides on what the plain one rejects."""
    text = json_text.decode(line)
    try:
        return _FAST.decode(text)
    except (ValueError, RecursionError):
        return json_text.parse(text)
