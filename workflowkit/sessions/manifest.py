"""The manifest of a session: the segments of its log, in order (docs/engine/sessions.md#manifest)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from workflowkit.records import dataclass
from workflowkit.text import json_text
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Segment:
    """One attested file of the log."""

    path: str
    """Relative to the folder of the session; never outside of it."""
    first: int
    last: int
    """Indexes of its first and last event."""
    sha256: str
    size: int


@dataclass(slots=True)
class Pins:
    """The node events whose snapshot the manifest pins, by event id."""

    _events: set[str] = field(default_factory=set)

    def add(self, event_id: str) -> None:
        """Note that *event_id* is pinned."""
        self._events.add(event_id)

    def release(self, event_id: Json) -> bool:
        """Return whether *event_id* is pinned, and forget it, which keeps memory small."""
        if not isinstance(event_id, str) or event_id not in self._events:
            return False
        self._events.remove(event_id)
        return True


@dataclass(slots=True)
class SessionManifest:
    """The content of a manifest, and its faults: line from 1 and fact."""

    segments: list[Segment] = field(default_factory=list)
    pins: Pins = field(default_factory=Pins)
    faults: list[tuple[int, str]] = field(default_factory=list)


def parse_manifest(lines: Iterable[bytes]) -> SessionManifest:
    """Read the *lines* of `manifest.jsonl`; an invalid record is a fault and skipped."""
    manifest = SessionManifest()
    expected = 0
    for number, record in _records(lines, manifest):
        index = record.get("manifestIndex")
        if index != expected:
            manifest.faults.append(
                (number, f"the record does not have the manifest index {expected}")
            )
        expected = (index if isinstance(index, int) else expected) + 1
        match record.get("kind"):
            case "segment_closed":
                segment = _segment(record)
                if isinstance(segment, str):
                    manifest.faults.append((number, segment))
                else:
                    manifest.segments.append(segment)
            case "snapshot_pinned" if isinstance(record.get("createdByEventId"), str):
                manifest.pins.add(record["createdByEventId"])
            case "snapshot_pinned":
                manifest.faults.append((number, "the pin names no event"))
            case _:
                manifest.faults.append((number, "the record is neither a segment nor a pin"))
    return manifest


def _records(
    lines: Iterable[bytes], manifest: SessionManifest
) -> Iterator[tuple[int, dict[str, Json]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        value = json_text.parse(json_text.decode(line))
        if isinstance(value, json_text.BrokenJson):
            manifest.faults.append((number, value.message))
        elif not isinstance(value, dict):
            manifest.faults.append((number, "the line is JSON but not an object"))
        else:
            yield number, value


def _segment(record: dict[str, Json]) -> Segment | str:
    path, sha256 = record.get("segmentRelPath"), record.get("sha256")
    first, last, size = (record.get(key) for key in ("firstEventIndex", "lastEventIndex", "bytes"))
    if not isinstance(path, str) or not path:
        return "the segment names no file"
    # Manifests are not trusted: a segment must not be outside the folder of the session.
    if path.startswith("/") or ".." in path.split("/") or any(char in path for char in "\\:\0"):
        return f"the segment file '{path}' is not inside the session"
    if (
        isinstance(sha256, str)
        and isinstance(first, int)
        and isinstance(last, int)
        and isinstance(size, int)
    ):
        return Segment(path, first, last, sha256, size)
    return f"the segment '{path}' lacks its digest, size or indexes"
