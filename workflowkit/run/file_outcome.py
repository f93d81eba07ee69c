"""The outcome of the map for one file: everything that the rest of the run needs of it, as plain data."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workflowkit.catalog.facts import FileFacts, facts_from, plain_facts, ties
from workflowkit.errors import InternalError
from workflowkit.report.numbers import FileCount
from workflowkit.report.pieces import ReportPiece


class HiddenFinding(NamedTuple):
    """A suppressed finding, as far as a baseline may have it."""

    name: str
    fingerprint: str
    message: str


class EngineFacts(NamedTuple):
    """What one version of the engine makes of the file."""

    version: str
    """The version that ran; it stands for others that give the same result."""
    kind: str
    facts: bytes
    """The facts for rules about many files, marshalled; empty for files that are not JSON, or not a workflow."""
    ties: tuple[bool, bytes]
    """How the file can concern others, as plain data."""


class FileOutcome(NamedTuple):
    """The findings, the numbers and the facts of one file."""

    path: str
    workflow_id: str
    digest: bytes
    """Of the content that was analyzed; empty for files that could not be read, or were not read from the disk."""
    counts: tuple[FileCount, ...]
    """How many findings each rule has, without suppressed ones."""
    pieces: bytes
    """The rendered findings, in order, marshalled: they are unpacked only to be printed."""
    hidden: tuple[HiddenFinding, ...]
    """The suppressed findings; none when there is no baseline."""
    n_suppressed: int
    used: tuple[int, ...]
    """Indexes of the suppressions that hid a finding."""
    is_unreadable: bool
    """True when most rules could not check the file."""
    is_unread: bool
    """True when the content of the file is not known."""
    misspelled: tuple[str, ...]
    """Fingerprints of the misspelled keys, in which rules find nothing; none when there is no baseline."""
    engines: tuple[EngineFacts, ...]
    """For each version of the engine, oldest first."""
    answers: tuple[tuple[str, str, str, bool | str | None], ...]
    """The questions about other files, with the answers that were used: version of the engine, kind, name and answer."""
    asked: bytes
    """What was asked the disk while the file was analyzed, with the answers, marshalled."""

    def unpacked(self) -> list[ReportPiece]:
        """Return the rendered findings."""
        return list(map(ReportPiece._make, marshal.loads(self.pieces)))


def packed_pieces(pieces: Iterable[ReportPiece]) -> bytes:
    """Return *pieces* as bytes."""
    return marshal.dumps(tuple(map(tuple, pieces)))


def engine_facts(version: str, kind: str, facts: FileFacts | None) -> EngineFacts:
    """Return what the *version* of the engine makes of a file of this *kind* with *facts*, None for a file without any."""
    if facts is None:
        return EngineFacts(version, kind, b"", (False, b""))
    is_general, shared = ties(facts)
    return EngineFacts(version, kind, marshal.dumps(plain_facts(facts)), (is_general, shared))


def unpacked_facts(content: bytes) -> FileFacts:
    """Return the facts in the *content* that `engine_facts` made of them."""
    return facts_from(marshal.loads(content))


def packed(outcome: FileOutcome) -> bytes:
    """Return *outcome* as bytes. Raises InternalError when something in it is not plain data."""
    plain = outcome._replace(
        counts=_plain(outcome.counts),
        hidden=_plain(outcome.hidden),
        engines=_plain(outcome.engines),
    )
    try:
        return marshal.dumps(tuple(plain))
    except ValueError as error:
        raise InternalError(f"{outcome.path}: the result cannot be returned: {error}") from error


def plain_outcome(content: bytes) -> FileOutcome:
    """Return the outcome that `packed` made *content* of, with tuples in place of the records in it."""
    return FileOutcome._make(marshal.loads(content))


def unpacked(content: bytes) -> FileOutcome:
    """Return the outcome that `packed` made *content* of."""
    plain = plain_outcome(content)
    return plain._replace(
        counts=tuple(map(FileCount._make, plain.counts)),
        hidden=tuple(map(HiddenFinding._make, plain.hidden)),
        engines=tuple(map(EngineFacts._make, plain.engines)),
    )


def _plain(records: Sequence[Any]) -> Any:
    return tuple(map(tuple, records))
