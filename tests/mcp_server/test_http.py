"""The server over HTTP: the same answers, for clients on this machine only."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio import to_thread
from mcp.client.client import Client

from tests.mcp_server.serving import cli, every_page, http_server, over_stdio, text_in

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_answers_are_those_of_the_other_transport(project: Path, mode: str) -> None:
    async def use(client: Client) -> tuple[list[str], Any, Any, Any]:
        names = [tool.name for tool in (await client.list_tools()).tools]
        pages = [
            page
            async for page in every_page(
                client, "preview", {"path": "workflows/release.json", "max_tokens": 1000}
            )
        ]
        refused = await client.call_tool("lint", {"paths": ["/etc/hosts"]})
        guide = await client.read_resource("wfk://guide")
        return (
            names,
            [page.structured_content for page in pages],
            text_in(refused),
            guide.contents[0].text,
        )

    async def main() -> Any:
        with anyio.fail_after(600):
            async with http_server(project) as url, Client(url, mode=mode) as client:
                return await use(client)

    over_http = anyio.run(main)
    assert over_http == over_stdio(project, use)
    printed = cli(project, "preview", "workflows/release.json").stdout
    assert "".join(page["text"] for page in over_http[1]) == printed


def _status(url: str, headers: dict[str, str], body: Any = HELLO) -> int:
    request = urllib.request.Request(
        url,
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **headers,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


MODERN = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/list",
    "params": {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        }
    },
}
"""A request without a handshake, as the protocol has it from 2026 on."""

MODERN_HEADERS = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/list"}


def test_pages_of_other_origins_and_other_names_of_this_machine_are_refused(project: Path) -> None:
    async def main() -> dict[str, list[int]]:
        async with http_server(project) as url:
            port = url.rpartition(":")[2].partition("/")[0]
            tries = {
                "plain": {},
                "same origin": {"Origin": f"http://127.0.0.1:{port}"},
                "other origin": {"Origin": "https://evil.example"},
                "origin that begins alike": {"Origin": f"http://127.0.0.1:{port}.evil.example"},
                "origin of another port": {"Origin": "http://127.0.0.1:1"},
                "no origin, as files have": {"Origin": "null"},
                "rebound name": {"Host": f"evil.example:{port}"},
                "host that begins alike": {"Host": f"127.0.0.1:{port}.evil.example"},
                "host of another port": {"Host": "localhost:1"},
            }
            return {
                name: [
                    await to_thread.run_sync(_status, url, headers),
                    await to_thread.run_sync(_status, url, {**headers, **MODERN_HEADERS}, MODERN),
                ]
                for name, headers in tries.items()
            }

    found = anyio.run(main)
    assert found.pop("plain") == [200, 200]
    assert found.pop("same origin") == [200, 200]
    assert {name: codes for name, codes in found.items() if not {421, 403}.issuperset(codes)} == {}


def test_only_this_machine_can_connect(project: Path) -> None:
    async def main() -> list[bool]:
        async with http_server(project) as url:
            port = int(url.rpartition(":")[2].partition("/")[0])
            return [_connects(address, port) for address in ("127.0.0.1", *_other_addresses())]

    first, *others = anyio.run(main)
    assert first
    assert not any(others)


def _other_addresses() -> set[str]:
    """Return the addresses by which other machines reach this one, as far as it has any."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # Sends nothing.
            return {probe.getsockname()[0]} - {"127.0.0.1", "0.0.0.0"}
        except OSError:
            return {"127.0.0.2"}


def _connects(address: str, port: int) -> bool:
    try:
        with socket.create_connection((address, port), timeout=20):
            return True
    except OSError:
        return False


def test_a_port_in_use_is_reported(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = cli(project, "mcp", "--http", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "choose another port" in done.stderr
