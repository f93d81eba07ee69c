"""Preloaded by the Dask workers of the tests: it writes the file WFK_READY once the worker can work, and with WFK_DIES kills the process as its second chunk begins."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from distributed import Status, Worker
from distributed.diagnostics.plugin import WorkerPlugin

_TASKS: list[asyncio.Task[None]] = []


class _Killer(WorkerPlugin):
    def __init__(self) -> None:
        self._n_chunks = 0

    def transition(self, key: Any, start: Any, finish: Any, **_: Any) -> None:  # noqa: ARG002 - as Dask calls it
        if finish == "executing" and str(key).startswith("run_chunk"):
            self._n_chunks += 1
            if self._n_chunks == 2:
                os.kill(os.getpid(), signal.SIGKILL)


async def _tell(worker: Worker) -> None:
    while worker.status != Status.running:
        await asyncio.sleep(0.05)
    Path(os.environ["WFK_READY"]).touch()


async def dask_setup(worker: Worker) -> None:
    """Called by Dask when the worker starts."""
    if os.environ.get("WFK_DIES"):
        await worker.plugin_add(_Killer())
    _TASKS.append(asyncio.create_task(_tell(worker)))
