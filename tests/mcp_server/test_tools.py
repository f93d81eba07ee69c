"""Every tool over standard input and output: its answers are those of the command line, and fit their limits and schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from mcp.client.client import Client

from tests.mcp_server.serving import (
    BROKEN,
    RELEASE,
    cli,
    every_page,
    over_stdio,
    text_in,
    text_of,
)
from workflowkit.mcp_server.paging import compact, tokens

FLOW = "workflows/release.json"
BAD = "workflows/broken.json"
DRAFT = text_of({**RELEASE, "name": "Draft"})

AS_TEXT: list[tuple[str, dict[str, Any], list[str], str]] = [
    ("explain", {"name": "unknown-key"}, ["explain", "unknown-key"], ""),
    ("explain", {"name": "runCondition"}, ["explain", "runCondition"], ""),
    ("preview", {"path": FLOW}, ["preview", FLOW], ""),
    (
        "preview",
        {"path": FLOW, "step": "publish", "context": {"size": "small"}, "format": "json"},
        ["preview", FLOW, "--step=publish", "--context=size=small", "--format=json"],
        "",
    ),
    (
        "preview",
        {"path": "workflows/draft.json", "text": DRAFT, "provenance": True},
        ["preview", "-", "--stdin-filename=workflows/draft.json", "--provenance"],
        DRAFT,
    ),
    ("simulate", {"path": FLOW}, ["simulate", FLOW, "--explore"], ""),
    (
        "simulate",
        {"path": FLOW, "format": "json", "max_paths": 1},
        ["simulate", FLOW, "--explore", "--format=json", "--max-paths=1"],
        "",
    ),
    ("simulate", {"path": FLOW, "mode": "auto"}, ["simulate", FLOW, "--auto"], ""),
    (
        "simulate",
        {"path": "workflows/draft.json", "text": DRAFT},
        ["simulate", "-", "--stdin-filename=workflows/draft.json", "--explore"],
        DRAFT,
    ),
    ("graph", {"path": FLOW}, ["graph", FLOW], ""),
    (
        "graph",
        {"path": FLOW, "format": "json", "unfold": True},
        ["graph", FLOW, "--format=json", "--unfold"],
        "",
    ),
    ("graph", {"path": "x.json", "text": DRAFT}, ["graph", "-", "--stdin-filename=x.json"], DRAFT),
    ("show_workflow", {"workflow": "acme.release"}, ["show", "acme.release"], ""),
    ("show_workflow", {"workflow": FLOW, "format": "json"}, ["show", FLOW, "--format=json"], ""),
    ("show_workflow", {"workflow": "wr.coding-task"}, ["show", "wr.coding-task"], ""),
    ("diff", {"before": FLOW, "after": BAD}, ["diff", FLOW, BAD], ""),
    (
        "diff",
        {"before": FLOW, "after": BAD, "format": "json"},
        ["diff", FLOW, BAD, "--format=json"],
        "",
    ),
    ("new_workflow", {"id": "acme.cut-release"}, ["new", "acme.cut-release", "-o", "-"], ""),
    (
        "new_workflow",
        {"id": "acme.cut-release", "copy_of": "acme.release"},
        ["new", "acme.cut-release", "--from=acme.release", "-o", "-"],
        "",
    ),
    (
        "format_workflow",
        {"path": "x.json", "text": '{"steps": [], "id": "a"}'},
        ["fmt", "-"],
        '{"steps": [], "id": "a"}',
    ),
]
"""Tool, arguments, and the command with its standard input that prints the same."""


def test_answers_are_those_of_the_command_line(project: Path) -> None:
    limit = 2000

    async def use(client: Client) -> list[tuple[str, list[Any]]]:
        found: list[tuple[str, list[Any]]] = []
        for name, arguments, _, _ in AS_TEXT:
            given = {**arguments, "max_tokens": limit}
            found.append((name, [page async for page in every_page(client, name, given)]))
        return found

    answers = over_stdio(project, use)
    n_pages = 0
    for (_, _, words, stdin), (name, pages) in zip(AS_TEXT, answers, strict=True):
        printed = cli(project, *words, stdin=stdin)
        assert printed.stdout, printed.stderr
        whole = "".join(page.structured_content["text"] for page in pages)
        assert whole == printed.stdout, name
        assert pages[0].structured_content["exitCode"] == printed.returncode
        for page in pages:
            size = tokens(text_in(page)) + tokens(compact(page.structured_content))
            assert size <= limit, (name, size)
        n_pages += len(pages)
    assert n_pages > len(AS_TEXT)


def test_lint_reports_what_the_command_line_reports(project: Path) -> None:
    many = {
        **BROKEN,
        "id": "acme.many",
        "steps": [
            {"id": f"step-{index}", "title": "Do it", "prompt": "Do it.", "owner": index}
            for index in range(25)
        ],
    }
    (project / "workflows/many.json").write_text(text_of(many), "utf-8")

    async def use(client: Client) -> list[Any]:
        return [page async for page in every_page(client, "lint", {"max_tokens": 1000})]

    pages = over_stdio(project, use)
    printed = json.loads(cli(project, "lint", "--format", "json").stdout)
    assert len(pages) > 2
    listed = [found for page in pages for found in page.structured_content["diagnostics"]]
    assert listed == printed["diagnostics"]
    for page in pages:
        assert page.structured_content["summary"] == printed["summary"]
        assert page.structured_content["exitCode"] == 1
        size = tokens(text_in(page)) + tokens(compact(page.structured_content))
        assert size <= 1000


def test_lint_of_a_draft_knows_the_project_and_leaves_no_file(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    async def use(client: Client) -> Any:
        draft = {"paths": ["workflows/draft.json"], "text": text_of(BROKEN)}
        return await client.call_tool("lint", draft)

    result = over_stdio(project, use)
    (found,) = result.structured_content["diagnostics"]
    assert (found["name"], found["path"]) == ("unknown-key", "workflows/draft.json")
    assert "unknown key 'tilte'" in text_in(result)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_validate_gives_the_verdict_of_the_engine(project: Path) -> None:
    async def use(client: Client) -> list[Any]:
        return [
            await client.call_tool("validate", {"path": FLOW}),
            await client.call_tool("validate", {"path": BAD}),
            await client.call_tool("validate", {"path": "new.json", "text": "{"}),
        ]

    good, bad, half = over_stdio(project, use)
    printed = [
        json.loads(cli(project, "hash", "--format=json", path).stdout)["files"][0]
        for path in (FLOW, BAD)
    ]
    for result, row in zip((good, bad), printed, strict=True):
        assert {key: result.structured_content[key] for key in row} == row
    assert good.structured_content["ok"] is True
    assert [error["rule"] for error in bad.structured_content["errors"]] == ["unknown-key"] * 2
    assert half.structured_content["outcome"] == "json_parse_error"


def test_find_ranks_workflows_by_words(project: Path) -> None:
    async def use(client: Client) -> list[Any]:
        return [
            await client.call_tool("find_workflow", {"query": "release shop"}),
            await client.call_tool("find_workflow", {"query": "zeppelin"}),
            *[page async for page in every_page(client, "find_workflow", {"max_tokens": 1000})],
        ]

    found, none, *pages = over_stdio(project, use)
    assert found.structured_content["workflows"][0]["id"] == "acme.release"
    assert none.structured_content["workflows"] == []
    printed = json.loads(cli(project, "list", "--format", "json").stdout)["workflows"]
    assert [row for page in pages for row in page.structured_content["workflows"]] == printed


def test_fixes_are_proposed_and_applied_by_fingerprint(project: Path) -> None:
    path = project / BAD
    before = path.read_text("utf-8")

    async def use(client: Client) -> tuple[Any, Any, Any]:
        proposed = await client.call_tool("propose_fixes", {"paths": [BAD]})
        assert path.read_text("utf-8") == before
        (wanted,) = (
            fix["fingerprint"]
            for fix in proposed.structured_content["fixes"]
            if "'titel'" in fix["message"]
        )
        given = {"paths": [BAD], "fingerprints": [wanted]}
        one = await client.call_tool("propose_fixes", given)
        return proposed, one, await client.call_tool("apply_fixes", given)

    proposed, one, applied = over_stdio(project, use, "--allow-writes")
    assert not applied.is_error, text_in(applied)
    assert proposed.structured_content["patch"] == cli_patch(project, before, [])
    assert '-      "titel": "Publish"' in one.structured_content["patch"]
    assert path.read_text("utf-8") == before.replace('"titel"', '"title"')
    # The other one is left: it was not asked for.
    left = [found["message"] for found in applied.structured_content["diagnostics"]]
    assert left == ["unknown key 'tilte'"]


def cli_patch(project: Path, before: str, options: list[str]) -> str:
    """Return what `wfk lint --diff` prints for the broken file as it was *before*."""
    path = project / BAD
    now = path.read_text("utf-8")
    path.write_text(before, "utf-8")
    printed = cli(project, "lint", "--diff", BAD, *options).stdout
    path.write_text(now, "utf-8")
    return printed


def test_a_draft_is_saved_and_replaced_only_when_its_content_is_known(project: Path) -> None:
    path = project / "workflows/new/draft.json"
    changed = DRAFT.replace("Draft", "Better draft")

    async def use(client: Client) -> list[Any]:
        place = {"path": "workflows/new/draft.json"}
        created = await client.call_tool("save_workflow", {**place, "text": DRAFT})
        blind = await client.call_tool("save_workflow", {**place, "text": changed})
        known = created.structured_content["sha256"]
        replaced = await client.call_tool(
            "save_workflow", {**place, "text": changed, "replaces": known}
        )
        assert path.read_text("utf-8") == changed
        path.write_text("{}", "utf-8")
        stale = await client.call_tool(
            "save_workflow",
            {**place, "text": DRAFT, "replaces": replaced.structured_content["sha256"]},
        )
        return [created, blind, replaced, stale]

    created, blind, replaced, stale = over_stdio(project, use, "--allow-writes")
    assert created.structured_content["isNew"]
    assert blind.is_error
    assert "the file exists" in text_in(blind)
    assert replaced.structured_content["isNew"] is False
    assert stale.is_error
    assert path.read_text("utf-8") == "{}"


@pytest.mark.parametrize("name", ["package.json", "notes.txt", ".git/hooks/x.json"])
def test_only_workflows_are_saved(project: Path, name: str) -> None:
    (project / "package.json").write_text('{"name": "shop"}', "utf-8")

    async def use(client: Client) -> list[Any]:
        return [
            await client.call_tool(
                "save_workflow", {"path": name, "text": DRAFT, "replaces": "0" * 64}
            ),
            await client.call_tool("save_workflow", {"path": "a.json", "text": '{"scripts": {}}'}),
            await client.call_tool("save_workflow", {"path": "a.json", "text": "{"}),
        ]

    assert all(result.is_error for result in over_stdio(project, use, "--allow-writes"))
    assert (project / "package.json").read_text("utf-8") == '{"name": "shop"}'
    assert not (project / "a.json").exists()


def test_without_the_flag_nothing_is_offered_that_writes(project: Path) -> None:
    async def use(client: Client) -> tuple[Any, Any]:
        given = {"path": "a.json", "text": DRAFT}
        return await client.list_tools(), await client.call_tool("save_workflow", given)

    listed, saved = over_stdio(project, use)
    assert {"save_workflow", "apply_fixes"}.isdisjoint(tool.name for tool in listed.tools)
    assert all(tool.annotations.read_only_hint for tool in listed.tools)
    assert saved.is_error
    assert "--allow-writes" in text_in(saved)
    assert not (project / "a.json").exists()


def test_tools_are_described_for_clients_that_know_nothing_else(project: Path) -> None:
    async def use(client: Client) -> Any:
        return await client.list_tools()

    tools = over_stdio(project, use, "--allow-writes").tools
    assert len(tools) == 14
    for tool in tools:
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert all(part.get("description") for part in tool.input_schema["properties"].values())
        assert tool.description.endswith(".")
        assert tool.annotations.destructive_hint == (tool.name in ("apply_fixes", "save_workflow"))
        assert tool.annotations.open_world_hint is False
    offered = [[tool.name, tool.description, tool.input_schema] for tool in tools]
    assert tokens(compact(offered)) < 5000


def test_structured_answers_fit_their_schemas(project: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("lint", {}),
        ("validate", {"path": BAD}),
        ("find_workflow", {}),
        ("propose_fixes", {}),
        ("save_workflow", {"path": "a.json", "text": DRAFT}),
        *[(name, arguments) for name, arguments, _, _ in AS_TEXT],
    ]

    async def use(client: Client) -> list[tuple[Any, Any]]:
        schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        return [
            (schemas[name], await client.call_tool(name, arguments)) for name, arguments in calls
        ]

    for schema, result in over_stdio(project, use, "--allow-writes"):
        assert not result.is_error, text_in(result)
        jsonschema.Draft202012Validator(schema).validate(result.structured_content)
        assert text_in(result)


def test_a_workflow_that_does_not_compile_is_an_error_with_the_reason(project: Path) -> None:
    async def use(client: Client) -> list[Any]:
        return [await client.call_tool(name, {"path": BAD}) for name in ("preview", "simulate")]

    for result in over_stdio(project, use):
        assert result.is_error
        assert "unknown key 'tilte'" in text_in(result)
        assert "call lint" in text_in(result)


def test_a_client_of_the_older_protocol_gets_the_same(project: Path) -> None:
    async def use(client: Client) -> Any:
        return await client.call_tool("explain", {"name": "unknown-key"})

    old, new = (over_stdio(project, use, mode=mode) for mode in ("legacy", "auto"))
    assert text_in(old) == text_in(new)
    assert old.structured_content == new.structured_content
