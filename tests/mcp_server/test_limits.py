"""Calls that take too much are stopped, with everything that they started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client

from tests.mcp_server.serving import RELEASE, over_stdio, parameters, server_of, text_of
from workflowkit.mcp_server.commands import Limits, for_client
from workflowkit.mcp_server.refusal import CallRefused


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The processes that a test starts."""
    processes: list[Any] = []
    start = anyio.open_process

    async def recorded(*arguments: Any, **options: Any) -> Any:
        processes.append(await start(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(anyio, "open_process", recorded)
    return processes


def test_a_call_that_takes_too_long_is_stopped(project: Path, started: list[Any]) -> None:
    async def call(seconds: float) -> None:
        server = server_of(project, limits=Limits(seconds=seconds))
        with pytest.raises(CallRefused, match=rf"longer than {seconds:g} seconds") as caught:
            await server.call("lint", {})
        assert "ask for less" in caught.value.help

    for seconds in (0.05, 0.5, 5, 50):
        anyio.run(call, seconds)
        if started:  # On a busy machine, the time may be over before.
            break
    assert [process.returncode for process in started] == [-9]


def test_a_call_that_prints_too_much_is_stopped(project: Path, started: list[Any]) -> None:
    server = server_of(project, limits=Limits(output=100))

    async def call() -> None:
        with pytest.raises(CallRefused, match="prints more than"):
            await server.call("explain", {"name": "unknown-key"})

    anyio.run(call)
    assert started[0].returncode is not None


async def _cancel_when_started(project: Path, started: list[Any]) -> None:
    """Call a tool, and cancel the call as soon as it has *started* a process."""
    server = server_of(project)
    async with anyio.create_task_group() as group:
        group.start_soon(server.call, "lint", {})
        while not started:
            await anyio.sleep(0.01)
        group.cancel_scope.cancel()


def test_a_cancelled_call_ends_its_process(project: Path, started: list[Any]) -> None:
    anyio.run(_cancel_when_started, project, started)
    assert [process.returncode for process in started] == [-9]


def test_a_call_that_is_cancelled_while_its_process_starts_ends_it(
    project: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    start = anyio.open_process

    async def slow(*arguments: Any, **options: Any) -> Any:
        process = await start(*arguments, **options)
        await anyio.sleep(0.1)
        return process

    monkeypatch.setattr(anyio, "open_process", slow)
    anyio.run(_cancel_when_started, project, started)
    assert [process.returncode for process in started] == [-9]


def test_few_commands_run_at_the_same_time(project: Path, started: list[Any]) -> None:
    server = server_of(project, limits=Limits(at_once=2))
    most = 0

    async def call() -> None:
        nonlocal most
        await server.call("explain", {"name": "unknown-key"})

    async def watch() -> None:
        nonlocal most
        while True:
            running = sum(process.returncode is None for process in started)
            most = max(most, running)
            await anyio.sleep(0.005)

    async def main() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            async with anyio.create_task_group() as calls:
                for _ in range(6):
                    calls.start_soon(call)
            group.cancel_scope.cancel()

    anyio.run(main)
    assert len(started) == 6
    assert most == 2


def _children(project: Path) -> set[int]:
    """Return the processes of calls on this machine that use *project*, by their command lines."""
    found: set[int] = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"workflowkit.mcp_server.child" in command and str(project).encode() in command:
            found.add(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are listed in /proc")
def test_a_client_that_cancels_is_obeyed(project: Path) -> None:
    for index in range(300):
        text = text_of({**RELEASE, "id": f"acme.release-{index}"})
        (project / f"workflows/release-{index}.json").write_text(text, "utf-8")

    async def use(client: Client) -> Any:
        with anyio.move_on_after(120) as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(client.call_tool, "lint", {})
                while not _children(project):
                    await anyio.sleep(0.02)
                group.cancel_scope.cancel()
        assert not scope.cancelled_caught
        with anyio.fail_after(120):
            while _children(project):
                await anyio.sleep(0.05)
        return await client.call_tool("explain", {"name": "unknown-key"})

    assert not over_stdio(project, use, start=parameters).is_error


def test_a_refusal_names_what_a_client_can_call() -> None:
    printed = "unknown workflow 'x'\n     list all workflows with wfk list"
    assert for_client(printed) == "unknown workflow 'x'\n     list all workflows with find_workflow"
    assert for_client("wfk list is in the text of a file") == "wfk list is in the text of a file"
