"""Commands of `wfk` that run for calls: each in a process that is stopped when it takes too long or the call is cancelled."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Final

import anyio
from anyio.abc import ByteReceiveStream, Process

from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.roots import Roots
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one call may use."""

    seconds: float = 30.0
    """Time until a command is stopped."""
    output: int = 16_000_000
    """Bytes that a command may print."""
    memory: int = 4_000_000_000
    """Bytes of address space of a command."""
    at_once: int = 2
    """Commands that run at the same time; others wait, and their waiting counts."""


@dataclass(frozen=True, slots=True)
class Attached:
    """An option whose value is a file with a text of the call."""

    option: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command printed."""

    line: str
    """The command, as one would type it."""
    exit_code: int
    out: str
    err: str


@dataclass(frozen=True)
class Commands:
    """Runs commands of `wfk` in the project."""

    roots: Roots
    limits: Limits = field(default_factory=Limits)
    allows_writes: bool = False

    async def run(
        self,
        arguments: Sequence[str | Attached],
        *,
        stdin: bytes = b"",
        writes: bool = False,
        accepted: Sequence[int] = (0, 1),
    ) -> Finished:
        """Run `wfk` with *arguments* and return what it printed. Raises CallRefused when it takes too much, or ends with an exit code that is not *accepted*."""
        try:
            with anyio.fail_after(self.limits.seconds):
                async with self._turns:
                    done = await self._run(arguments, stdin, writes=writes)
        except TimeoutError:
            raise CallRefused(
                f"the call took longer than {self.limits.seconds:g} seconds and was stopped",
                help="ask for less: one file instead of a folder, or fewer paths",
            ) from None
        if done.exit_code not in accepted:
            reason = done.err.strip() or f"wfk ended with exit code {done.exit_code}"
            raise CallRefused(for_client(reason[:4000].removeprefix("wfk: ")))
        return done

    @cached_property
    def _turns(self) -> anyio.Semaphore:
        return anyio.Semaphore(self.limits.at_once)

    async def _run(
        self, arguments: Sequence[str | Attached], stdin: bytes, *, writes: bool
    ) -> Finished:
        with tempfile.TemporaryDirectory(prefix="wfk-mcp-") as named:
            temporary = os.path.realpath(named)
            given = [_placed(argument, temporary) for argument in arguments]
            settings = json.dumps(
                {
                    "roots": self.roots.folders,
                    "temporary": temporary,
                    "allowsWrites": writes and self.allows_writes,
                    "seconds": int(self.limits.seconds) + 5,
                    "memory": self.limits.memory,
                }
            )
            # -P keeps Python from importing modules of the project.
            program = [sys.executable, "-P", "-m", "workflowkit.mcp_server.child", settings]
            async with _process([*program, *given], self.roots.project, temporary) as process:
                out, err = await _printed(process, stdin, self.limits.output)
                exit_code = await process.wait()
        prefix = temporary + os.sep
        return Finished(
            _line(arguments), exit_code, out.replace(prefix, ""), err.replace(prefix, "")
        )


_TOOLS: Final = {
    "list all workflows with wfk list": "list all workflows with find_workflow",
    "list them with wfk list": "list them with find_workflow",
    "list the rules with wfk rules": "read wfk://rules for all rules",
}
"""What a command recommends to what a client can do instead."""


def for_client(reason: str) -> str:
    """Return *reason*, which a command printed, with the tools of this server for other commands."""
    for command, tool in _TOOLS.items():
        reason = reason.replace(command, tool)
    return reason


def _placed(argument: str | Attached, folder: str) -> str:
    if isinstance(argument, str):
        return argument
    path = Path(folder, argument.name)
    path.write_text(argument.text, "utf-8")
    return f"{argument.option}={path}"


def _line(arguments: Sequence[str | Attached]) -> str:
    """Return the command as one would type it, cut where it is long."""
    words = [
        argument if isinstance(argument, str) else f"{argument.option}={argument.name}"
        for argument in arguments
    ]
    line = " ".join(["wfk", *(word for word in words if word != "--")])
    return line if len(line) <= 300 else f"{line[:300]}…"


@contextlib.asynccontextmanager
async def _process(command: Sequence[str], folder: str, temporary: str) -> AsyncIterator[Process]:
    """Start *command* in *folder*; stop it, and what it started, at the end."""
    # A call that is cancelled meanwhile has a process to stop.
    with anyio.CancelScope(shield=True):
        process = await anyio.open_process(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(temporary),
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with anyio.CancelScope(shield=True):
            _kill(process)
            await process.aclose()


def _environment(temporary: str) -> Mapping[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("GITHUB_STEP_SUMMARY", "WFK_DEBUG")
    }
    return {
        **kept,
        "WFK_CACHE": "off",  # A server that only reads writes no records.
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary),
    }


def _kill(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


async def _printed(process: Process, stdin: bytes, most: int) -> tuple[str, str]:
    """Return what *process* prints on both streams. Raises CallRefused when it is more than *most* bytes."""
    chunks: dict[str, list[bytes]] = {"out": [], "err": []}
    size = 0

    async def read(name: str, stream: ByteReceiveStream | None) -> None:
        nonlocal size
        if stream is None:
            return
        async for chunk in stream:
            size += len(chunk)
            if size > most:
                task_group.cancel_scope.cancel()
                return
            chunks[name].append(chunk)

    async def send() -> None:
        if process.stdin is None:
            return
        # A command that fails at once reads nothing.
        with contextlib.suppress(anyio.BrokenResourceError, BrokenPipeError, ConnectionError):
            if stdin:
                await process.stdin.send(stdin)
            await process.stdin.aclose()

    async with anyio.create_task_group() as task_group:
        task_group.start_soon(send)
        task_group.start_soon(read, "out", process.stdout)
        task_group.start_soon(read, "err", process.stderr)
    if size > most:
        raise CallRefused(
            f"the command prints more than {most // 1_000_000} MB",
            help="ask for less: one file instead of a folder, or one step",
        )
    out, err = (b"".join(chunks[name]).decode("utf-8", "replace") for name in ("out", "err"))
    return out, err
