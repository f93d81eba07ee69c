"""A pool: the map over files, spread over processes that are copies of this one.

Copying keeps everything that is already imported and read, so workers start in a few milliseconds.
They share one queue, take one chunk of work after another from it, and return all results at their end.
Results that a worker fails to return are computed here; so results never depend on the workers.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MIN_FILES = 8
"""With fewer files a pool costs more than it saves."""

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
) -> list[R]:
    """Return the results of *compute* for *values*, in their order, from this process and *n_workers* - 1 others; results must be picklable.

    Values of high *effort* begin first. *progress* is called in this process with the numbers of finished and of all values.
    """
    report = progress or (lambda _done, _total: None)
    found: dict[int, R] = {}
    if n_workers > 1:
        order = sorted(
            range(len(values)), key=lambda index: -effort(values[index]) if effort else index
        )
        found = _shared_work(lambda index: compute(values[index]), order, n_workers - 1, report)
    for index, value in enumerate(values):
        if index not in found:
            found[index] = compute(value)
            report(len(found), len(values))
    return [found[index] for index in range(len(values))]


def _shared_work(
    compute: Callable[[int], R],
    order: Sequence[int],
    n_others: int,
    report: Callable[[int, int], None],
) -> dict[int, R]:
    """Return what this process and *n_others* compute of *order*; less than all of it when a worker fails."""
    n_chunks = min(len(order), _MAX_CHUNKS)
    queue = _filled_queue(n_chunks)
    workers: list[tuple[int, int]] = []
    try:
        with contextlib.suppress(OSError):
            for _ in range(n_others):
                workers.append(_start(compute, order, n_chunks, queue))  # noqa: PERF401 - those that did start are kept
        found: dict[int, R] = {}
        for chunk in _chunks(queue):
            for index in order[chunk::n_chunks]:
                found[index] = compute(index)
            report(max(len(found), chunk * len(order) // n_chunks), len(order))
        for _, results in workers:
            found.update(_received(results))
        report(len(order), len(order))
        return found
    finally:
        os.close(queue)
        for process, results in workers:
            _end(process, results)


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


def _start(
    compute: Callable[[int], R], order: Sequence[int], n_chunks: int, queue: int
) -> tuple[int, int]:
    """Fork this process; return the id of the copy and the pipe of its results. Raises OSError."""
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if process:
        os.close(writing)
        return process, reading
    # The copy must never return from here: the parent continues.
    try:
        found = {
            index: compute(index) for chunk in _chunks(queue) for index in order[chunk::n_chunks]
        }
        with open(writing, "wb") as stream:
            pickle.dump(found, stream, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _received(results: int) -> dict[int, Any]:
    """Return the results of a worker; nothing when it failed."""
    with open(results, "rb", closefd=False) as stream:
        try:
            found: dict[int, Any] = pickle.load(stream)
        except Exception:  # A pickle that ends early may raise anything.
            return {}
        return found


def _end(process: int, results: int) -> None:
    os.close(results)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        # A worker that has returned its results has nothing left to do; the results of another are unused.
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _has_threads() -> bool:
    """Return whether a copy could lack a thread that has a lock; True when unknown."""
    try:
        return len(os.listdir("/proc/self/task")) > 1
    except OSError:
        return True
