"""Calls of the server in forks of a process that has imported the program: the guard and the limits are those of every call, only Python is not started anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflowkit.mcp_server import commands


def install(program: str) -> None:
    """Have *program* run the calls."""
    start = commands._process

    def started(command: Sequence[str], folder: str, temporary: str) -> Any:
        assert command[1:4] == ["-P", "-m", "workflowkit.mcp_server.child"]
        return start([program, *command[4:]], folder, temporary)

    commands._process = started
