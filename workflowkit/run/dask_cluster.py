"""A Dask cluster: its client submits chunks and fetches answers, a limited number at a time. Outer layer.

Dask gives the chunks of a worker that is lost to others, as long as its scheduler allows. The package is imported when the option is used.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import warnings
from collections.abc import Iterator
from queue import Empty, SimpleQueue
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
"""Seconds between two looks at whether there are still workers."""
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
    try:
        import distributed  # noqa: F401 - whether it is there
    except ImportError:
        raise UsageError(
            "--executor needs the package distributed",
            help="install it with pip install 'workflowkit[dask]'",
        ) from None
    try:
        socket.create_connection((address.host, address.port), timeout=_CONNECTING).close()
    except OSError as error:
        raise _unreachable(address, files.reason(error)) from None


class DaskCluster:
    """The client of a Dask cluster, as a context."""

    def __init__(self, address: ClusterAddress, patience: float = _WAITING) -> None:
        """Connect to the scheduler at *address*; without any worker for *patience* seconds the run ends. Raises UnusableCluster."""
        from distributed import Client

        if not os.environ.get("WFK_DEBUG"):
            # Dask reports what it repairs, too, on standard error.
            logging.disable(logging.CRITICAL)
            warnings.simplefilter("ignore")
        self._address = address
        self._patience = patience
        try:
            self._client: Client = Client(
                address.dask, timeout=_CONNECTING, set_as_default=False, name="wfk"
            )
        except (OSError, ImportError, TypeError, ValueError, AssertionError) as error:
            raise _unreachable(address, str(error)) from error
        self._seen = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=_CONNECTING)

    def n_threads(self) -> int:
        """Return how many tasks run at the same time. Raises UnusableCluster without any worker."""
        while not (n_threads := self._n_threads_now()):
            time.sleep(_STEP / 4)
        return n_threads

    def _n_threads_now(self) -> int:
        """Return the same; 0 without any worker. Raises UnusableCluster when there has been none for too long."""
        try:
            n_threads = int(sum(self._client.nthreads().values()))
        except (OSError, ValueError):
            n_threads = 0
        if n_threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > self._patience:
            raise UnusableCluster(
                f"{self._address.given}: no worker is connected to the scheduler",
                help=f"start some with dask worker {self._address.dask}",
            )
        return n_threads

    def answers(
        self, agreement: Agreement, settings: bytes, chunks: Iterator[Chunk]
    ) -> Iterator[tuple[int, bytes]]:
        """Yield what `run_chunk` returns for each of *chunks*, with its number, in any order.

        Only as many chunks are taken as keep the workers busy. Raises UnusableCluster for a chunk without an answer.
        """
        shared = self._client.submit(unchanged, settings, pure=False)
        under_way: dict[Future[bytes], Chunk] = {}
        finished: SimpleQueue[Future[bytes]] = SimpleQueue()
        n_wanted = _AHEAD * self.n_threads()
        while True:
            while len(under_way) < n_wanted and (chunk := next(chunks, None)) is not None:
                future = self._client.submit(
                    run_chunk, tuple(agreement), shared, chunk.content, pure=False
                )
                under_way[future] = chunk
                future.add_done_callback(finished.put)
            if not under_way:
                return
            try:
                future = finished.get(timeout=_STEP)
            except Empty:
                n_wanted = _AHEAD * self._n_threads_now()
                continue
            chunk = under_way.pop(future)
            yield chunk.number, self._answer(future, chunk)

    def _answer(self, future: Future[bytes], chunk: Chunk) -> bytes:
        from distributed import CancelledError, KilledWorker

        try:
            answer: bytes = future.result()
        except KilledWorker:
            raise UnusableCluster(
                f"{self._address.given}: one worker after another was lost while it linted {chunk.label}",
                help="read what the workers have logged, or lint these files without --executor",
            ) from None
        except CancelledError:
            raise UnusableCluster(
                f"{self._address.given}: the connection to the scheduler was lost",
                help="lint again when it runs",
            ) from None
        except Exception as error:  # A worker, or the library, may raise anything.
            _report(error, chunk)
        return answer


def _report(error: Exception, chunk: Chunk) -> NoReturn:
    """Raise the error for what went wrong on another machine."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, ImportError | AttributeError) or "deserialization" in text:
        raise UsageError(
            f"the scheduler or a worker has another version of wfk, or none: {text}",
            help="install the same versions of wfk, its dependencies and Python on all machines, and restart the workers",
        ) from error
    raise InternalError(f"{chunk.label}: a worker failed: {text}") from error


def _unreachable(address: ClusterAddress, reason: str) -> UnusableCluster:
    return UnusableCluster(
        f"the scheduler {address.given} cannot be reached: {reason}",
        help="start it with dask scheduler, or omit --executor",
    )
