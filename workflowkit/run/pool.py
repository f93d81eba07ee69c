"""A pool: the map over files, spread over processes that are copies of this one.

Copying keeps everything that is already imported and read, so workers start in a few milliseconds.
They share one queue, take one chunk of work after another from it, and write each result to a file of their own.
The results of a worker that dies are computed here; so results never depend on the workers.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from workflowkit.errors import InternalError
from workflowkit.run.spool import Row, Spool, Spooled
from workflowkit.text.columns import Derived, sorted_numbers
from workflowkit.text.disk import ASKED, Asked

T = TypeVar("T")
R = TypeVar("R")

MIN_FILES = 8
"""With fewer files a pool costs more than it saves."""

MANY_VALUES = 1000
"""Number of values from which their results are not held in memory."""

_MAX_CHUNKS = 1000
"""Maximum number of chunks in the queue: the capacity of the smallest pipe."""
_TICKET = 4
"""Bytes of a chunk's number in the queue."""


def workers_for(n_files: int, jobs: int | None = None) -> int:
    """Return the number of processes: *jobs*, or what the machine has and the work is worth; 1 where forking is unsafe."""
    if sys.platform != "linux" or n_files < 2 or _has_threads():
        return 1
    if jobs is None:
        jobs = len(os.sched_getaffinity(0)) if n_files >= MIN_FILES else 1
    return max(1, min(jobs, n_files))


def map_in_pool(
    compute: Callable[[T], R],
    values: Sequence[T],
    n_workers: int,
    *,
    effort: Callable[[T], float] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sequence[R]:
    """Return the results of *compute* for *values*, in their order, from this process and *n_workers* - 1 others.

    Results of other processes, and many results of this one, are on the disk, and read when they are asked for.
    Values of high *effort* begin first. *progress* is called in this process with the numbers of finished and of all values.
    Raises InternalError for a result that cannot be returned.
    """
    report = progress or (lambda _done, _total: None)
    if n_workers > 1 or len(values) >= MANY_VALUES:
        order: Sequence[int] = range(len(values))
        if effort is not None:
            order = sorted_numbers(Derived(values, lambda value: -effort(value)))
        return _shared_work(lambda index: compute(values[index]), order, n_workers - 1, report)
    found: list[R] = []
    for value in values:
        found.append(compute(value))
        report(len(found), len(values))
    return found


def _shared_work(
    compute: Callable[[int], R],
    order: Sequence[int],
    n_others: int,
    report: Callable[[int, int], None],
) -> Sequence[R]:
    """Return what this process and *n_others* compute of *order*."""
    n_chunks = min(len(order), _MAX_CHUNKS)
    queue = _filled_queue(n_chunks)
    workers: list[_Worker] = []
    found: Spooled[R] = Spooled(len(order))
    try:
        with contextlib.suppress(OSError):
            for _ in range(n_others):
                workers.append(_start(compute, order, n_chunks, queue))  # noqa: PERF401 - those that did start are kept
        own = Spool()
        n_done = 0
        for chunk in _chunks(queue):
            for index in order[chunk::n_chunks]:
                own.add(index, compute(index))
                n_done += 1
            report(max(n_done, chunk * len(order) // n_chunks), len(order))
        for worker in workers:
            found.take(worker.spool, _told(worker))
        for index in found.missing(own):
            own.add(index, compute(index))
        own.flush()
        found.take(own, own.rows)
        report(len(order), len(order))
        return found
    finally:
        os.close(queue)
        for worker in workers:
            _end(worker)


def _filled_queue(n_chunks: int) -> int:
    """Return a pipe to read the numbers of the chunks from, one by one."""
    reading, writing = os.pipe()
    with open(writing, "wb") as stream:
        stream.write(b"".join(chunk.to_bytes(_TICKET) for chunk in range(n_chunks)))
    return reading


def _chunks(queue: int) -> Iterator[int]:
    """Yield numbers of chunks that no other process has taken, until there are none."""
    while ticket := os.read(queue, _TICKET):
        yield int.from_bytes(ticket)


class _Worker(NamedTuple):
    """A process that computes, the file of its results, and the pipe on which it says where each is."""

    process: int
    spool: Spool
    pipe: int


_FAILED = b"!"
"""Begins the message of a worker about a result that cannot be returned; the places of results begin otherwise."""
_PLACES = b"."


def _start(
    compute: Callable[[int], object], order: Sequence[int], n_chunks: int, queue: int
) -> _Worker:
    """Fork this process. Raises OSError."""
    reading, writing = os.pipe()
    try:
        spool = Spool()
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if process:
        os.close(writing)
        return _Worker(process, spool, reading)
    # The copy must never return from here: the parent continues.
    try:
        if ASKED.get() is not None:
            ASKED.set(Asked())
        with open(writing, "wb") as stream:
            try:
                for chunk in _chunks(queue):
                    for index in order[chunk::n_chunks]:
                        spool.add(index, compute(index))
                places = spool.close()
            except InternalError as error:
                stream.write(_FAILED + error.message.encode("utf-8", "replace"))
            else:
                stream.write(_PLACES + marshal.dumps((places, _asked())))
    finally:
        os._exit(0)


def _asked() -> Any:
    """Return what this process asked the disk since it is a copy; None when nobody wants to know."""
    asked = ASKED.get()
    return asked.plain if asked is not None else None


def _told(worker: _Worker) -> Iterator[Row]:
    """Return where a worker wrote its results; nothing when it died. Raises InternalError for a result that it could not write."""
    with open(worker.pipe, "rb", closefd=False) as stream:
        content = stream.read()
    if content.startswith(_FAILED):
        raise InternalError(content[1:].decode("utf-8"))
    try:
        places, others = marshal.loads(content[1:])
    except (EOFError, ValueError, TypeError):
        # What a killed worker has written may end anywhere.
        return iter(())
    asked = ASKED.get()
    if asked is not None and others is not None:
        asked.add(others)
    return worker.spool.rows_at(*places)


def _end(worker: _Worker) -> None:
    os.close(worker.pipe)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        # A worker that has returned its results has nothing left to do; the results of another are unused.
        os.kill(worker.process, signal.SIGKILL)
        os.waitpid(worker.process, 0)


def _has_threads() -> bool:
    """Return whether a copy could lack a thread that has a lock; True when unknown."""
    try:
        return len(os.listdir("/proc/self/task")) > 1
    except OSError:
        return True
