"""The map on a cluster: which files its workers map, and whether their outcomes are those of this machine. Outer layer.

The first process reads all files before, to know their ids and digests, and afterwards asks every question again that a worker
has asked: an outcome that would be another one here is an error. So the result does not depend on the machines.
"""

from __future__ import annotations

import os
import pickle
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from workflowkit.errors import InternalError, UnreadableFile, UnusableCluster, UsageError
from workflowkit.run.cluster_worker import Agreement, ChunkAnswer, chunk_of, read_answer
from workflowkit.run.file_entries import AnswersNow
from workflowkit.run.file_outcome import unpacked
from workflowkit.run.lint_file import MapSettings
from workflowkit.run.lint_map import computed, marks_of
from workflowkit.run.project import Project
from workflowkit.run.shards import tool_digest
from workflowkit.run.spool import Spool, Spooled
from workflowkit.run.stored_files import StoredFiles
from workflowkit.text import disk, files
from workflowkit.text.document import Document
from workflowkit.text.wording import counted
from workflowkit.version import VERSION

_MAX_CHUNK: Final = 32
"""Files in a chunk: half a second of work."""
_MIN_CHUNKS: Final = 8
"""Chunks for each thread, so that all threads end at the same time."""

_SAME_FILES: Final = "give the workers the same files at the same paths, such as a shared file system, or omit --executor"


class Chunk(NamedTuple):
    """Files that one worker maps in one go."""

    number: int
    label: str
    """Its files, for messages."""
    content: bytes
    """What the worker is given."""


class Cluster(Protocol):
    """Workers, behind whatever distributes tasks among them."""

    def n_threads(self) -> int:
        """Return how many tasks run at the same time. Raises UnusableCluster without any worker."""

    def answers(
        self, agreement: Agreement, settings: bytes, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[int, bytes]]:
        """Yield what `run_chunk` returns for each of *chunks*, with its number, in any order.

        Only as many chunks are taken as keep the workers busy. Raises UnusableCluster for a chunk without an answer.
        """


class ClusterMap:
    """An executor: the map on a cluster."""

    def __init__(self, connect: Callable[[], Cluster]) -> None:
        """Use the cluster that *connect* returns; it is called when the files have been read."""
        self._connect = connect

    def __call__(
        self, project: Project, documents: Sequence[Document], settings: MapSettings
    ) -> Sequence[bytes]:
        """Return the packed outcomes of *documents*.

        Raises UsageError for a worker with another installation of the tool, and UnusableCluster for an outcome that is missing or would be another one here.
        """
        sent = _as_bytes(settings)
        own = Spool()
        elsewhere = _map_unreadable(project, documents, settings, own)
        if elsewhere:
            for number, outcome in self._mapped(project, documents, settings, sent, elsewhere):
                own.add(number, outcome)
        own.flush()
        found: Spooled[bytes] = Spooled(len(documents))
        found.take(own, own.rows)
        return found

    def _mapped(
        self,
        project: Project,
        documents: Sequence[Document],
        settings: MapSettings,
        sent: bytes,
        numbers: array[int],
    ) -> Iterator[tuple[int, bytes]]:
        """Yield the packed outcomes of the documents with these *numbers*, which workers map with the settings that are *sent*."""
        cluster, now = self._connect(), AnswersNow(settings)
        size = max(1, min(_MAX_CHUNK, len(numbers) // (_MIN_CHUNKS * cluster.n_threads())))
        n_done = len(documents) - len(numbers)
        agreement = Agreement(tool_digest(), os.getcwd())
        chunks = _chunks(project, documents, numbers, size)
        for chunk, content in cluster.answers(agreement, sent, chunks):
            answer = read_answer(content)
            _require_done(answer)
            own = numbers[chunk * size : (chunk + 1) * size]
            for number, outcome in zip(own, answer.outcomes, strict=True):
                digest = _digest_of(documents, number)
                _require_same(documents[number].path, digest, outcome, answer.worker, now)
                yield number, outcome
            n_done += len(own)
            if project.progress is not None:
                project.progress(n_done, len(documents))


def _as_bytes(settings: MapSettings) -> bytes:
    """Return *settings* as bytes. Raises InternalError when something in them is not plain data."""
    try:
        return pickle.dumps(settings, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # An object may raise anything.
        raise InternalError(f"the settings of the run cannot be sent: {error}") from error


def _map_unreadable(
    project: Project, documents: Sequence[Document], settings: MapSettings, own: Spool
) -> array[int]:
    """Map the documents that cannot be compared with what a worker reads, and return the numbers of the others."""
    numbers = range(len(documents))
    here = [number for number in numbers if not _digest_of(documents, number)]
    quiet = project.with_progress(None)
    outcomes = computed(quiet, [documents[number] for number in here], settings)
    for number, outcome in zip(here, outcomes, strict=True):
        own.add(number, outcome)
    apart = frozenset(here)
    return array("I", (number for number in numbers if number not in apart))


def _digest_of(documents: Sequence[Document], number: int) -> bytes:
    """Return the digest of the file with this *number* when it was first read; empty when it could not be read."""
    if isinstance(documents, StoredFiles):
        return documents.digest_of(number)
    return _digest_now(documents[number].path)


def _digest_now(path: str) -> bytes:
    try:
        return disk.digest(files.read(Path(path)))
    except UnreadableFile:
        return b""


def _chunks(
    project: Project, documents: Sequence[Document], numbers: array[int], size: int
) -> Iterator[Chunk]:
    for number, start in enumerate(range(0, len(numbers), size)):
        paths = [documents[each].path for each in numbers[start : start + size]]
        others = f" and {counted(len(paths) - 1, 'other file')}" if len(paths) > 1 else ""
        marked = [(path, marks_of(project, path)) for path in paths]
        yield Chunk(number, paths[0] + others, chunk_of(marked))


def _require_done(answer: ChunkAnswer) -> None:
    """Raise the error for an *answer* without outcomes."""
    match answer.kind:
        case "other tool":
            other = answer.reason
            what = (
                f"wfk {other}, and this is {VERSION}"
                if other != VERSION
                else (f"another installation of wfk {VERSION}: other code, packages or Python")
            )
            raise UsageError(
                f"the worker on {answer.worker}, has {what}",
                help="install the same versions of wfk, its dependencies and Python on all machines, and restart the workers",
            )
        case "no folder":
            raise UnusableCluster(
                f"the worker on {answer.worker}, cannot enter {os.getcwd()}: {answer.reason}",
                help=_SAME_FILES,
            )
        case "failed":
            raise InternalError(f"{answer.reason} (on {answer.worker})")


def _require_same(path: str, digest: bytes, outcome: bytes, worker: str, now: AnswersNow) -> None:
    """Raise UnusableCluster when the *outcome* of a *worker* is not that of the file at *path*, which had this *digest*."""
    found = unpacked(outcome)
    if found.digest != digest and found.digest != _digest_now(path):
        fact = "cannot read it" if not found.digest else "reads other content"
    elif not found.asked or not now.agree_with(found):
        fact = "finds other files around it"
    else:
        return
    raise UnusableCluster(f"{path}: the worker on {worker}, {fact}", help=_SAME_FILES)
