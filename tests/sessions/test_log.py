from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from workflowkit.errors import UnreadableFile
from workflowkit.sessions.events import SCOPE_BY_KIND, fault
from workflowkit.sessions.log import Problem, Reader
from workflowkit.sessions.manifest import Pins, Segment, SessionManifest, parse_manifest


def event(
    index: int, kind: str = "run_completed", session: str = "s", **more: str
) -> dict[str, Any]:
    scope = {"runId": "r", "nodeId": "n"}
    return {
        "kind": kind,
        "sessionId": session,
        "eventIndex": index,
        "scope": scope,
        "data": {},
        **more,
    }


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def read(lines: list[bytes]) -> tuple[list[Any], list[Any]]:
    problems = []
    events = list(Reader(problems.append).lines(lines, "log"))
    return events, problems


def test_lines_become_events_and_blank_lines_do_not_count() -> None:
    events, problems = read([line(event(0)), b"\n", b"  \r\n", line(event(1))])
    assert [item["eventIndex"] for item in events] == [0, 1]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"a": 1,}', "a comma is before the closing bracket"),
        (b"\xef\xbb\xbf{}", "the file starts with a byte order mark"),
        (b"NaN", "'NaN' is not JSON"),
        (b"[" * 5000, "values are nested more than 400 levels deep"),
        (b"[1]", "the line is JSON but not an object"),
        (b"null", "the line is JSON but not an object"),
    ],
)
def test_a_line_that_is_no_event_is_told_and_left_out(text: bytes, message: str) -> None:
    events, problems = read([line(event(0)), text, line(event(1))])
    assert len(events) == 2
    assert problems == [Problem("log", 2, message)]


def test_a_number_longer_than_the_plain_decoder_takes_is_read() -> None:
    events, problems = read([b'{"kind":"context_set","x":' + b"9" * 5000 + b"}"])
    assert len(events) == 1
    assert [problem.message for problem in problems] == ["the context_set event names no session"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": 1}, "the event has no kind"),
        ({"kind": "run_ended"}, "'run_ended' is not a kind of event"),
        ({"sessionId": None}, "the run_completed event names no session"),
        ({"eventIndex": True}, "the run_completed event has no index"),
        ({"eventIndex": 0.5}, "the run_completed event has no index"),
        ({"data": []}, "the run_completed event has no data object"),
        ({"scope": None}, "the scope of the run_completed event has no 'runId'"),
        ({"scope": {"runId": 1}}, "the scope of the run_completed event has no 'runId'"),
    ],
)
def test_an_event_that_the_engine_refuses_is_told_and_kept(
    change: dict[str, Any], message: str
) -> None:
    events, problems = read([line({**event(0), **change})])
    assert len(events) == 1
    assert problems == [Problem("log", 1, message)]


def test_every_kind_is_accepted_with_its_scope() -> None:
    assert len(SCOPE_BY_KIND) == 17
    assert [fault(event(0, kind)) for kind in SCOPE_BY_KIND] == [None] * 17


def test_a_gap_in_the_indexes_is_told_once_and_per_session() -> None:
    events = [event(4), event(0, session="t"), event(5), event(7), event(8), event(1, session="t")]
    assert read([line(item) for item in events])[1] == [
        Problem("log", 4, "the event has index 7 where 6 follows")
    ]


def manifest(*records: dict[str, Any]) -> SessionManifest:
    return parse_manifest(line({"manifestIndex": i, **record}) for i, record in enumerate(records))


def closed(path: str | None = "events/1.jsonl", **more: int | str) -> dict[str, Any]:
    return {
        "kind": "segment_closed",
        "segmentRelPath": path,
        "firstEventIndex": 0,
        "lastEventIndex": 1,
        "sha256": "sha256:0",
        "bytes": 9,
        **more,
    }


def test_a_manifest_lists_segments_and_pins() -> None:
    actual = manifest(closed(), {"kind": "snapshot_pinned", "createdByEventId": "e"})
    assert actual.segments == [Segment("events/1.jsonl", 0, 1, "sha256:0", 9)]
    assert actual.faults == []
    assert actual.pins.release("e") is True
    assert actual.pins.release("e") is False


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "events/../../x", "c:\\x", "a\0b"])
def test_a_manifest_cannot_lead_out_of_its_session(path: str) -> None:
    actual = manifest(closed(path))
    assert actual.segments == []
    assert actual.faults == [(1, f"the segment file '{path}' is not inside the session")]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (closed(path=None), "the segment names no file"),
        (closed(bytes="9"), "the segment 'events/1.jsonl' lacks its digest, size or indexes"),
        ({"kind": "snapshot_pinned"}, "the pin names no event"),
        ({"kind": 3}, "the record is neither a segment nor a pin"),
        (closed(manifestIndex=7), "the record does not have the manifest index 0"),
    ],
)
def test_a_manifest_record_that_is_wrong_is_told(record: dict[str, Any], message: str) -> None:
    assert manifest(record).faults == [(1, message)]


def test_manifest_lines_that_are_no_objects_are_told() -> None:
    assert parse_manifest([b"\n", b"[]\n", b"{\n"]).faults == [
        (2, "the line is JSON but not an object"),
        (3, "the text ends too early"),
    ]


CONTENT = [line(event(0, "node_created", eventId="e")), line(event(1))]


def attest(segment: Segment, pins: Pins, lines: Any = CONTENT) -> tuple[int, list[Any]]:
    problems = []
    events = list(Reader(problems.append).segment(segment, pins, lines, "seg"))
    return len(events), [problem.message for problem in problems]


def pinned() -> Pins:
    pins = Pins()
    pins.add("e")
    return pins


SIZE = sum(map(len, CONTENT))
DIGEST = "sha256:" + hashlib.sha256(b"".join(CONTENT)).hexdigest()


def test_a_segment_that_is_as_attested_has_no_problem() -> None:
    assert attest(Segment("seg", 0, 1, DIGEST, SIZE), pinned()) == (2, [])


def test_a_segment_that_differs_from_the_manifest_is_told_and_read() -> None:
    assert attest(Segment("seg", 0, 1, "sha256:0", SIZE), pinned()) == (
        2,
        ["the segment differs from the digest in the manifest"],
    )
    assert attest(Segment("seg", 0, 1, DIGEST, 3), pinned()) == (
        2,
        [f"the segment has {SIZE} bytes; the manifest has 3"],
    )
    assert attest(Segment("seg", 2, 3, DIGEST, SIZE), pinned()) == (
        2,
        ["the segment has events 0 to 1; the manifest has 2 to 3"],
    )


def test_a_node_without_a_pin_is_told() -> None:
    assert attest(Segment("seg", 0, 1, DIGEST, SIZE), Pins()) == (
        2,
        ["the node of event 0 has no pinned snapshot"],
    )


def test_a_segment_that_cannot_be_read_is_told() -> None:
    def broken() -> Iterator[bytes]:
        raise UnreadableFile("seg: gone")
        yield b""

    assert attest(Segment("seg", 0, 1, DIGEST, SIZE), pinned(), broken()) == (
        0,
        ["the segment cannot be read (seg: gone)"],
    )


def test_a_whole_log_begins_with_the_first_index() -> None:
    problems = []
    list(Reader(problems.append, first_index=0).lines([line(event(3)), line(event(4))], "log"))
    assert problems == [Problem("log", 1, "the event has index 3 where 0 follows")]
