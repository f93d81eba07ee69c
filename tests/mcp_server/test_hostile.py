"""Calls with hostile arguments: nothing outside of the roots is read, nothing is written, and every error says what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp.client.client import Client

from tests.mcp_server.serving import RELEASE, over_stdio, server_of, text_in, text_of
from tests.programs import warm
from workflowkit.mcp_server.arguments import checked
from workflowkit.mcp_server.paging import compact, tokens
from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.mcp_server.roots import Roots
from workflowkit.mcp_server.server import TOOLS, ProtocolServer

PATH_ARGUMENTS = {
    "lint": "paths",
    "propose_fixes": "paths",
    "validate": "path",
    "preview": "path",
    "simulate": "path",
    "graph": "path",
    "format_workflow": "path",
    "show_workflow": "workflow",
    "diff": "before",
    "explain": "path",
    "new_workflow": "copy_of",
    "save_workflow": "path",
    "apply_fixes": "paths",
}
"""Tool to its argument that is a path."""


def _call_with(name: str, path: str) -> dict[str, Any]:
    argument = PATH_ARGUMENTS[name]
    others: dict[str, dict[str, Any]] = {
        "explain": {"name": "unknown-key", "line": 1},
        "new_workflow": {"id": "acme.copied"},
        "save_workflow": {"text": text_of(RELEASE)},
        "apply_fixes": {"fingerprints": ["0" * 16]},
    }
    return {argument: [path] if argument == "paths" else path, **others.get(name, {})}


def _outside(project: Path, links: Path) -> list[str]:
    return [
        str(links / "secret.json"),
        "../outside/secret.json",
        "workflows/../../outside/secret.json",
        "workflows/link.json",
        "linked/secret.json",
        f"{project}/../outside/secret.json",
        f"{project}x/secret.json",
        "/etc/hosts",
        "//etc/hosts",
        "/proc/self/environ",
        "/dev/stdin",
        "/dev/zero",
        "workflows/release.json\0/etc/hosts",
        "workflows/\ud800.json",
        "\n",
        "x" * 1025,
    ]


@pytest.mark.parametrize("name", PATH_ARGUMENTS)
def test_paths_stay_inside_the_roots(project: Path, links: Path, name: str) -> None:
    before = _contents(project.parent)
    server = server_of(project, writes=True)

    async def refused(path: str) -> str:
        with pytest.raises(CallRefused) as caught:
            await server.call(name, _call_with(name, path))
        return caught.value.text

    for path in _outside(project, links):
        text = anyio.run(refused, path)
        assert "acme.secret" not in text
        assert "localhost" not in text
        assert "\n" in text, "the error has no instruction"
    assert _contents(project.parent) == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
@pytest.mark.parametrize("name", PATH_ARGUMENTS)
def test_a_pipe_is_not_opened(project: Path, name: str) -> None:
    os.mkfifo(project / "workflows/pipe.json")
    server = server_of(project, writes=True)

    async def call() -> None:
        with anyio.fail_after(600), pytest.raises(CallRefused, match="no regular file"):
            await server.call(name, _call_with(name, "workflows/pipe.json"))

    anyio.run(call)


def test_roots_by_another_spelling(tmp_path: Path) -> None:
    (tmp_path / "Shop").mkdir()
    (tmp_path / "Shop/a.json").write_text("{}", "utf-8")
    roots = Roots.of((str(tmp_path / "Shop"),))
    other = tmp_path / "SHOP"
    if other.exists():  # The file system ignores case.
        assert roots.existing(str(other / "a.json"))
    else:
        other.mkdir()
        (other / "a.json").write_text("{}", "utf-8")
        with pytest.raises(CallRefused, match="outside"):
            roots.existing(str(other / "a.json"))
    # The same folder by another name is the same folder, as a mount or a case-insensitive system has it.
    assert Roots((str(tmp_path / "Shop") + "/.",)).has(str(tmp_path / "Shop/a.json"))


def test_a_second_root_may_be_read(project: Path, links: Path) -> None:
    async def use(client: Client) -> Any:
        return await client.call_tool("validate", {"path": str(links / "secret.json")})

    result = over_stdio(project, use, "--root", str(links))
    assert result.structured_content["id"] == "acme.secret"


def test_a_link_in_a_searched_folder_is_reported_and_not_read(project: Path, links: Path) -> None:
    async def use(client: Client) -> Any:
        return await client.call_tool("lint", {"paths": ["workflows"]})

    result = over_stdio(project, use)
    (found,) = (
        found
        for found in result.structured_content["diagnostics"]
        if found["path"] == "workflows/link.json"
    )
    assert "outside of the folders of this server" in found["message"]
    assert "acme.secret" not in text_in(result)


@pytest.mark.parametrize("setting", ["routines", "paths"])
def test_settings_do_not_lead_out_of_the_roots(project: Path, links: Path, setting: str) -> None:
    (project / "wfk.toml").write_text(f'{setting} = ["../outside"]\n', "utf-8")

    async def use(client: Client) -> Any:
        return await client.call_tool("lint", {})

    result = over_stdio(project, use)
    assert "acme.secret" not in f"{text_in(result)}{result.structured_content}"
    assert "outside of the folders" in f"{text_in(result)}{result.structured_content}"


def test_the_project_cannot_replace_modules(project: Path) -> None:
    (project / "workflowkit").mkdir()
    (project / "workflowkit/__init__.py").write_text("open('/tmp/x', 'w')\nraise SystemExit(9)")
    (project / "json.py").write_text("raise SystemExit(9)")

    async def call() -> Any:
        return await server_of(project).call("validate", {"path": "workflows/release.json"})

    assert anyio.run(call).structured["ok"] is True


VALUES: dict[str, list[Any]] = {
    "string": ["", "-", "--help", "-x", "$(id)", "`id`", "; id", "%s{0}{x}", "é\u202e", "a\0b", "\x1b[2J",
               "\ud800", "x" * 5000, "../..", "~", "*", "--output=/tmp/x", "@/etc/hosts", "wr.", "🧪" * 900],
    "array": [[], [""], ["-"], ["--fix"], ["x"] * 101, [1], [None], [["a"]], ["C,P"], ["\n"]],
    "object": [{}, {"": ""}, {"a\0": 1}, {"x": [[[[]]]]}, {str(index): 1 for index in range(300)}],
    "integer": [0, -1, 10**30, 1.5, True, 999, 1000, 8000, 8001],
    "boolean": [True, False, "true", 1, None],
}  # fmt: skip
"""Values by type, each for the arguments of its type; what is left of them goes to every argument."""

ANY = [None, True, 10**30, "", [], {}, {"$ref": "x"}, "null"]


def _hostile_calls() -> list[tuple[str, dict[str, Any]]]:
    calls: list[tuple[str, dict[str, Any]]] = []
    for tool in TOOLS:
        schema = tool.input_schema(8000)
        valid = (
            _call_with(tool.name, "workflows/release.json") if tool.name in PATH_ARGUMENTS else {}
        )
        calls += [
            (tool.name, {}),
            (tool.name, {"unknown": 1}),
            (tool.name, {**valid, "cursor": "0-" + "0" * 12}),
        ]
        for argument, part in schema["properties"].items():
            values = [*VALUES.get(part["type"], []), *ANY]
            # A few of them for each, others for the next: every argument gets its share of each list.
            start = len(calls) % 3
            calls += [(tool.name, {**valid, argument: value}) for value in values[start::3]]
    return calls


EVERY = 15
"""One in so many valid calls is answered, which runs a command."""


@pytest.mark.usefixtures("warm_calls")
def test_hostile_arguments_are_answered(project: Path) -> None:
    """Each tool with hostile values for each of its arguments."""
    before = _contents(project)
    server = server_of(project)
    calls = _hostile_calls()
    invalid = [call for call in calls if _is_refused_by_schema(*call)]
    valid = [call for call in calls if not _is_refused_by_schema(*call)]
    assert len(invalid) > 300
    assert len(valid) > 100

    async def main() -> None:
        for name, arguments in [*invalid, *valid[::EVERY]]:
            text, size = await _answered(server, name, arguments)
            assert "Traceback" not in text
            assert "internal error" not in text, (name, arguments, text)
            assert size <= 4000 or "max_tokens" in arguments, (name, arguments, size)

    anyio.run(main)
    assert _contents(project) == before


def _is_refused_by_schema(name: str, arguments: dict[str, Any]) -> bool:
    (tool,) = (tool for tool in TOOLS if tool.name == name)
    try:
        checked(arguments, tool.input_schema(8000))
    except CallRefused as error:
        return bool(error.help)
    return False


async def _answered(
    server: ProtocolServer, name: str, arguments: dict[str, Any]
) -> tuple[str, int]:
    """Return the text of the answer, or of the error, and the tokens of all of it."""
    try:
        answer = await server.call(name, arguments)
    except CallRefused as error:
        return error.text, tokens(error.text)
    return answer.text, tokens(answer.text) + tokens(compact(dict(answer.structured)))


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "null",
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call"}',
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": 5}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "lint", "arguments": []}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "nothing/here", "params": {}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "preview", "arguments": '
        '{"path": "a.json", "context": ' + '{"a":' * 5000 + "1" + "}" * 5000 + "}}}",
    ],
)
def test_messages_that_are_none_do_not_end_the_server(project: Path, line: str) -> None:
    import json
    import subprocess

    from tests.mcp_server.serving import environment

    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    ask = {"jsonrpc": "2.0", "id": 99, "method": "tools/list"}
    sent = "\n".join([json.dumps(hello), json.dumps(ready), line, json.dumps(ask)]) + "\n"
    process = subprocess.Popen(
        [warm.program(), "mcp", "--root", str(project)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(sent)
    process.stdin.flush()
    answers: list[Any] = []
    while not any(answer.get("id") == 99 for answer in answers):
        received = process.stdout.readline()
        assert received, "the server has ended"
        answers.append(json.loads(received))
    process.stdin.close()
    assert process.wait(600) == 0
    process.stdout.close()
    assert process.stderr is not None
    process.stderr.close()
    assert "tools" in answers[-1]["result"]
    assert not any("Traceback" in json.dumps(answer) for answer in answers)


@given(path=st.text(max_size=60) | st.from_regex(r"(\.\./|/|\./|[a-z~ ]){1,12}", fullmatch=True))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir(exist_ok=True)
    roots = Roots.of((str(inside),))
    try:
        named = roots.file_name(path)
    except CallRefused:
        return
    real = os.path.realpath(os.path.join(inside, named))
    assert real.startswith(os.path.realpath(inside))


@pytest.mark.parametrize(
    "uri",
    ["wfk://guide/../../etc/hosts", "file:///etc/hosts", "wfk://schema/../spec", "wfk://schema/x/y/z",
     "wfk://rules/--help", "wfk://rules/nothing", "wfk://guide?page=9-000000000000", "wfk://schema/workflow/nothing"],
)  # fmt: skip
def test_resources_that_do_not_exist(project: Path, uri: str) -> None:
    from mcp.shared.exceptions import MCPError

    async def use(client: Client) -> str:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(uri)
        return str(caught.value)

    text = over_stdio(project, use)
    assert "\n" in text or "unknown rule" in text
    assert "Traceback" not in text
