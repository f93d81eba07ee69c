"""Imported by `wfk lsp`, adds a request, `test/settled`, which is answered once nothing is left to lint: what was found then was sent before."""

from __future__ import annotations

import asyncio
from typing import Any

from workflowkit.language_server import start
from workflowkit.language_server.server import WorkflowServer

make_server = start.make_server


def make_settling_server() -> WorkflowServer:
    server = make_server()

    @server.feature("test/settled")
    async def settled(params: dict[str, Any] | None) -> None:
        while server._timer is not None or not (server._idle is None or server._idle.done()):
            await asyncio.sleep(0.01)

    return server


start.make_server = make_settling_server
