"""A project, and clients of the SDK that reach a server over its transports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

from tests.mcp_server.warm_calls import install
from tests.programs import warm
from workflowkit.mcp_server import commands
from workflowkit.mcp_server.commands import Commands, Limits
from workflowkit.mcp_server.roots import Roots
from workflowkit.mcp_server.server import ProtocolServer

T = TypeVar("T")

ROOT = Path(__file__).parents[2]

RELEASE: dict[str, Any] = {
    "id": "acme.release",
    "name": "Release",
    "description": "Use this to release one version of the shop.",
    "version": "1.0.0",
    "steps": [
        {
            "id": "size-up",
            "title": "Size up",
            "prompt": "Read the change list and decide how large the release is. Capture: `size` as 'small' or 'large'.",
        },
        {
            "id": "plan-rollout",
            "title": "Plan the rollout",
            "prompt": "Write down the order of the rollout and who is told.",
            "runCondition": {"var": "size", "equals": "large"},
        },
        {
            "id": "publish",
            "title": "Publish",
            "prompt": "Publish the version of size {{size}} and note its number.",
        },
    ],
}
"""A workflow of three steps and two paths."""

BROKEN = {
    **RELEASE,
    "id": "acme.broken",
    "steps": [{**RELEASE["steps"][0], "tilte": "x"}, *RELEASE["steps"][1:]],
}
"""The same with a misspelled key beside the right one."""


def text_of(value: Any) -> str:
    """Return *value* as the text of a file."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a good and a broken workflow."""
    root = tmp_path / "shop"
    (root / "workflows").mkdir(parents=True)
    (root / "wfk.toml").write_text('paths = ["workflows"]\n', "utf-8")
    (root / "workflows/release.json").write_text(text_of(RELEASE), "utf-8")
    (root / "workflows/broken.json").write_text(
        text_of(BROKEN).replace('"title": "Publish"', '"titel": "Publish"'), "utf-8"
    )
    return root


def environment() -> dict[str, str]:
    """Return the environment of a server under test."""
    return {**os.environ, "WFK_CACHE": "off", "PYTHONWARNINGS": "ignore"}


def parameters(project: Path, *options: str) -> StdioServerParameters:
    """Return how a client starts the server of *project*."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "workflowkit", "mcp", "--root", str(project), *options],
        env=environment(),
    )


def warm_parameters(project: Path, *options: str) -> StdioServerParameters:
    """Return how a client starts the server of *project* when neither the server nor its calls start Python anew."""
    first = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.mcp_server.warm_calls import install\n"
        f"install({str(warm.program('wfk-call'))!r})"
    )
    return StdioServerParameters(
        command=str(warm.program()),
        args=["mcp", "--root", str(project), *options],
        env={**environment(), warm.FIRST: first},
    )


@pytest.fixture
def warm_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the calls of a server in this process not start Python anew."""
    monkeypatch.setattr(commands, "_process", commands._process)
    install(str(warm.program("wfk-call")))


def over_stdio(
    project: Path,
    use: Callable[[Client], Awaitable[T]],
    *options: str,
    mode: str = "auto",
    start: Callable[..., StdioServerParameters] = warm_parameters,
) -> T:
    """Return what *use* returns for a client that is connected over standard input and output."""

    async def main() -> T:
        with anyio.fail_after(600):
            async with Client(start(project, *options), mode=mode) as client:
                return await use(client)

    return anyio.run(main)


@asynccontextmanager
async def http_server(project: Path, *options: str) -> AsyncIterator[str]:
    """Start a server on a free port, and yield its address."""
    process = await anyio.open_process(
        [
            warm.program(),
            "mcp",
            "--root",
            str(project),
            "--http",
            "0",
            *options,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        assert process.stderr is not None
        with anyio.fail_after(600):
            line = b""
            while b"\n" not in line:
                line += await process.stderr.receive()
        yield line.decode().partition(" at ")[2].split()[0]
    finally:
        process.kill()
        await process.aclose()


def cli(project: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `wfk` in *project*."""
    return warm.wfk(*arguments, cwd=project, environment=environment(), stdin=stdin)


def server_of(
    project: Path, *, writes: bool = False, limits: Limits | None = None
) -> ProtocolServer:
    """Return a server in this process."""
    return ProtocolServer(Commands(Roots.of((str(project),)), limits or Limits(), writes))


def text_in(result: Any) -> str:
    """Return the text of the result of a call."""
    return "".join(block.text for block in result.content)


async def every_page(client: Client, name: str, arguments: dict[str, Any]) -> AsyncIterator[Any]:
    """Yield the results of a call, page by page."""
    cursor: str | None = None
    for _ in range(200):
        given = arguments if cursor is None else {**arguments, "cursor": cursor}
        result = await client.call_tool(name, given)
        assert not result.is_error, text_in(result)
        yield result
        cursor = result.structured_content["page"]["cursor"]
        if cursor is None:
            return
    raise AssertionError("the pages do not end")


@pytest.fixture
def links(project: Path) -> Path:
    """A folder beside the project, with a secret that links in the project lead to."""
    outside = project.parent / "outside"
    outside.mkdir()
    (outside / "secret.json").write_text(text_of({**RELEASE, "id": "acme.secret"}), "utf-8")
    (project / "workflows/link.json").symlink_to(outside / "secret.json")
    (project / "linked").symlink_to(outside)
    return outside
