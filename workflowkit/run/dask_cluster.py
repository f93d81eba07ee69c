"""A Dask cluster: its client submits chunks and fetches answers, a limited number at a time. Outer layer.

Dask gives the chunks of a worker that is lost to others, as long as its scheduler allows. The package is imported when the option is used.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Self
from urllib.parse import urlsplit

from workflowkit.errors import InternalError, UnusableCluster, UsageError
from workflowkit.run.cluster_worker import Agreement, run_chunk, unchanged
from workflowkit.run.clusters import Chunk
from workflowkit.text import files

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECTING: Final = 10.0
"""Seconds after which a scheduler that does not answer counts as unreachable."""
_WAITING: Final = 30.0
"""Seconds without any worker after which none is expected."""
_STEP: Final = 1.0
"""Seconds after which the workers are counted again."""
_AHEAD: Final = 2
"""Chunks under way for each thread of the workers: one in work, and one that waits."""

_COMMS: Final = {"dask": "tcp", "tls": "tls"}
"""Scheme of an address to what Dask calls it."""


class ClusterAddress(NamedTuple):
    """Where a scheduler is."""

    given: str
    """As the user wrote it."""
    comm: str
    host: str
    port: int

    @classmethod
    def parse(cls, given: str) -> ClusterAddress | None:
        """Return the address that the user has *given*; None when it is none."""
        try:
            parts = urlsplit(given)
            host, port = parts.hostname, parts.port
        except ValueError:
            return None
        is_whole = host and port and parts.scheme in _COMMS
        if not is_whole or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
            return None
        assert host is not None
        assert port is not None
        return cls(given, _COMMS[parts.scheme], host, port)

    @property
    def dask(self) -> str:
        """What Dask calls it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.comm}://{host}:{self.port}"


def require_reachable(address: ClusterAddress) -> None:
    """Find out before files are read. Raises UsageError without the package, and UnusableCluster when nothing answers at *address*."""
    if find_spec("distributed") is None:
        raise UsageError(
            "--executor needs the package distributed",
            help="install it with pip install 'workflowkit[dask]'",
        )
    try:
        socket.create_connection((address.host, address.port), timeout=_CONNECTING).close()
    except OSError as error:
        raise _unreachable(address, files.reason(error)) from None


class DaskCluster:
    """The client of a Dask cluster, as a context."""

    def __init__(self, address: ClusterAddress, patience: float = _WAITING) -> None:
        """Connect to the scheduler at *address*; without any worker for *patience* seconds the run ends. Raises UnusableCluster."""
        _quiet()
        self._address = address
        self._patience = patience
        self._client = _connected(address)
        self._seen = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=_CONNECTING)

    def n_threads(self) -> int:
        """Return how many tasks run at the same time. Raises UnusableCluster without any worker."""
        while not (threads := self._threads()):
            time.sleep(_STEP / 4)
        return sum(threads.values())

    def _threads(self) -> Mapping[str, int]:
        """Return the number of threads of each worker; none without any. Raises UnusableCluster when there has been none for too long."""
        threads: Mapping[str, int] = {}
        with suppress(OSError, ValueError):
            threads = self._client.nthreads()
        if threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > self._patience:
            raise UnusableCluster(
                f"{self._address.given}: no worker is connected to the scheduler",
                help=f"start some with dask worker {self._address.dask}",
            )
        return threads

    def answers(
        self, agreement: Agreement, settings: bytes, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[int, bytes]]:
        """Yield what `run_chunk` returns for each of *chunks*, with its number, in any order.

        Only as many chunks are taken as keep the workers busy. Raises UnusableCluster for a chunk without an answer.
        """
        shared = self._client.submit(unchanged, settings, pure=False)
        under_way: dict[Future[bytes], tuple[Chunk, str]] = {}
        finished: SimpleQueue[Future[bytes]] = SimpleQueue()
        looked, threads = time.monotonic(), self._threads()
        following = next(chunks, None)
        while following is not None or under_way:
            while following and (worker := _least_busy(threads, under_way.values())):
                # Dask alone would leave most chunks to the worker that has the settings first.
                future = self._client.submit(
                    *(run_chunk, tuple(agreement), shared, following.content),
                    workers=[worker],
                    allow_other_workers=True,
                    pure=False,
                )
                under_way[future] = following, worker
                future.add_done_callback(finished.put)
                following = next(chunks, None)
            try:
                future = finished.get(timeout=_STEP)
                answer = fetched(future, under_way[future][0], self._address)
            except Empty:
                pass
            except TimeoutError:
                # The worker that has the answer was lost; perhaps another one computes it again.
                finished.put(future)
            else:
                yield under_way.pop(future)[0].number, answer
            if time.monotonic() > looked + _STEP:
                threads, looked = self._threads(), time.monotonic()


def _least_busy(threads: Mapping[str, int], under_way: Iterable[tuple[Chunk, str]]) -> str | None:
    """Return the worker with the fewest chunks for each of its *threads*, given the chunks with their workers; None when all have enough."""
    n_chunks = Counter(worker for _, worker in under_way)
    loads = ((n_chunks[worker] / n_threads, worker) for worker, n_threads in threads.items())
    load, worker = min(loads, default=(_AHEAD, None))
    return worker if load < _AHEAD else None


def fetched(future: Future[bytes], chunk: Chunk, address: ClusterAddress) -> bytes:
    """Return the answer for *chunk*, which *future* has. Raises TimeoutError when it cannot be fetched yet, and for what went wrong on another machine."""
    from distributed import CancelledError, KilledWorker

    try:
        answer: bytes = future.result(timeout=_WAITING)
    except KilledWorker:
        raise UnusableCluster(
            f"{address.given}: one worker after another was lost while it linted {chunk.label}",
            help="read what the workers have logged, or lint these files without --executor",
        ) from None
    except CancelledError:
        raise UnusableCluster(
            f"{address.given}: the connection to the scheduler was lost",
            help="lint again when it runs",
        ) from None
    except TimeoutError:
        raise
    except Exception as error:  # A worker, or the library, may raise anything.
        _report(error, chunk)
    return answer


def _report(error: Exception, chunk: Chunk) -> NoReturn:
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, ImportError | AttributeError) or "deserialization" in text:
        raise UsageError(
            f"the scheduler or a worker has another version of wfk, or none: {text}",
            help="install the same versions of wfk, its dependencies and Python on all machines, and restart the workers",
        ) from error
    raise InternalError(f"{chunk.label}: a worker failed: {text}") from error


def _quiet() -> None:
    """Keep the messages of the library, also about what it repairs, from standard error."""
    if not os.environ.get("WFK_DEBUG"):
        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")


def _connected(address: ClusterAddress) -> Client:
    """Return the client of the scheduler at *address*. Raises UnusableCluster."""
    from distributed import Client

    told: SimpleQueue[Client | Exception] = SimpleQueue()

    def connect() -> None:
        try:
            told.put(Client(address.dask, timeout=_CONNECTING, set_as_default=False, name="wfk"))
        except Exception as error:  # What answers may be no scheduler, and say anything.
            told.put(error)

    # The timeout of the client ends when something accepts the connection.
    Thread(target=connect, daemon=True).start()
    try:
        found = told.get(timeout=_CONNECTING + _STEP)
    except Empty:
        raise _unreachable(address, "no scheduler answers") from None
    if isinstance(found, TypeError) and address.comm == "tls":
        raise UsageError(
            f"--executor: Dask has no certificates for {address.given}",
            help="name them in the configuration of Dask, distributed.comm.tls",
        ) from found
    if isinstance(found, Exception):
        raise _unreachable(address, str(found) or "no scheduler answers") from found
    return found


def _unreachable(address: ClusterAddress, reason: str) -> UnusableCluster:
    return UnusableCluster(
        f"the scheduler {address.given} cannot be reached: {reason}",
        help="start it with dask scheduler, or omit --executor",
    )
