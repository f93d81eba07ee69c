"""A client that knows only the descriptions of the tools writes a workflow, is told its mistakes, repairs them, and simulates the result.

Its repairs follow nothing but the findings: their places and their helps. What it asked and was answered is in transcript.md.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client

from tests.mcp_server.serving import over_stdio, text_in, text_of

TRANSCRIPT = Path(__file__).with_name("transcript.md")

PATH = "workflows/release-notes.json"

DRAFT: dict[str, Any] = {
    "id": "acme.release-notes",
    "name": "Release notes",
    "description": "Use this to write the release notes of one version from its merged changes.",
    "version": "0.1.0",
    "steps": [
        {
            "id": "collect-changes",
            "title": "Collect the changes",
            "promptBlock": {
                "goal": "List every change that was merged since the last version.",
                "procedure": [
                    "Read the log between the two tags.",
                    "Sort the changes by what users notice.",
                ],
                "outputRequired": {
                    "changes": "One line for each change, with its number.",
                    "noteSize": "`short` or `long`.",
                },
            },
        },
        {
            "id": "write-notes",
            "title": "Write short notes",
            "prompt": "Write the notes from {{changes}} in at most ten lines. Capture: `releaseNotes`.",
            "runCondition": {"var": "notesSize", "equals": "short"},
        },
        {
            "id": "write-notes",
            "title": "Write long notes",
            "prompt": "Write the notes from {{changes}}, a section for each area. Capture: `releaseNotes`.",
            "runCondition": {"var": "noteSize", "equals": "huge"},
        },
        {
            "id": "approve-notes",
            "title": "Approve the notes",
            "prompt": "Show {{releaseNotes}} and wait for the answer.",
            "requireConfirmation": True,
        },
    ],
}
"""What the client writes first, with a misspelled key, a misspelled context key, a duplicate id and a value that is never captured."""


class ScriptedAgent:
    """Calls tools, and writes down what it was answered."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        """Add a paragraph to the transcript."""
        self.lines += [text, ""]

    async def find_tool(self, *words: str) -> str:
        """Return the one tool whose title and description have all *words*."""
        listed = (await self.client.list_tools()).tools
        found = [
            tool.name
            for tool in listed
            if all(word in f"{tool.title} {tool.description}".lower() for word in words)
        ]
        assert len(found) == 1, (words, found)
        return found[0]

    async def call(self, name: str, **arguments: Any) -> Any:
        """Call a tool, and return its structured answer."""
        result = await self.client.call_tool(name, arguments)
        shown = {key: "…" if key == "text" else value for key, value in arguments.items()}
        self.note(f"**call** `{name}` {json.dumps(shown, ensure_ascii=False)}")
        lines = text_in(result).strip().splitlines()
        more = [f"… ({len(lines) - 30} more lines)"] if len(lines) > 30 else []
        self.note("\n".join(["```", *lines[:30], *more, "```"]))
        assert not result.is_error, text_in(result)
        return result.structured_content


def repaired(draft: Any, finding: dict[str, Any]) -> Any:
    """Return *draft* changed as the help of *finding* says; nothing else is known about its rule."""
    draft = copy.deepcopy(draft)
    owner, last = draft, finding["route"][-1]
    for part in finding["route"][:-1]:
        owner = owner[part]
    meant = re.search(r"did you mean '([^']+)'\?", finding["help"])
    listed = re.search(r"use one of: (.+)", finding["help"])
    if meant and f"'{last}'" in finding["message"]:
        # A key: renamed where it is, so that the order stays.
        renamed = {meant[1] if key == last else key: value for key, value in owner.items()}
        owner.clear()
        owner.update(renamed)
    elif meant:
        owner[last] = meant[1]
    elif listed:
        taken = json.dumps(draft)
        values = [value.strip() for value in listed[1].split(",")]
        owner[last] = next(value for value in values if f'"equals": "{value}"' not in taken)
    elif "an id of its own" in finding["help"]:
        owner[last] = f"{owner[last]}-2"
    else:
        raise AssertionError(f"the help is no instruction: {finding}")
    return draft


async def _write_check_and_simulate(client: Client) -> list[str]:
    agent = ScriptedAgent(client)
    find = await agent.find_tool("list the workflows")
    start = await agent.find_tool("text of a new workflow")
    check = await agent.find_tool("what is wrong in workflows")
    verdict = await agent.find_tool("compile one workflow")
    simulate = await agent.find_tool("every feasible path")
    preview = await agent.find_tool("prompt of each step")
    save = await agent.find_tool("write a workflow file")

    agent.note("# Writing a workflow with nothing but the tools")
    agent.note("Is there one already?")
    assert (await agent.call(find, query="changelog"))["workflows"] == []
    agent.note("What does one look like?")
    example = json.loads((await agent.call(start, id=DRAFT["id"]))["text"])
    assert example.keys() == DRAFT.keys()

    agent.note("A first draft, which is on no disk:")
    draft: Any = DRAFT
    agent.note(f"```json\n{text_of(draft)}```")
    for _ in range(6):
        answer = await agent.call(check, paths=[PATH], text=text_of(draft))
        errors = [each for each in answer["diagnostics"] if each["severity"] == "error"]
        if not answer["diagnostics"]:
            break
        for finding in errors[:1]:
            agent.note(f'The help for `{finding["name"]}` is "{finding["help"]}". Done; again:')
            draft = repaired(draft, finding)
    assert answer["diagnostics"] == []

    agent.note("Does the engine accept it, and where do its paths lead?")
    assert (await agent.call(verdict, path=PATH, text=text_of(draft)))["ok"]
    paths = json.loads(
        (await agent.call(simulate, path=PATH, text=text_of(draft), format="json"))["text"]
    )
    assert sorted(path["steps"] for path in paths["paths"]) == [
        # The engine takes any value, also one that is neither short nor long.
        ["collect-changes", "approve-notes"],
        ["collect-changes", "write-notes", "approve-notes"],
        ["collect-changes", "write-notes-2", "approve-notes"],
    ]
    agent.note("One run with answers of its own:")
    answers = [
        {"step": "collect-changes", "context": {"changes": "#1", "noteSize": "long"}},
        {"step": "write-notes-2", "context": {"releaseNotes": "All new."}},
        {"step": "approve-notes"},
    ]
    run = await agent.call(
        simulate, path=PATH, text=text_of(draft), mode="answers", answers=answers
    )
    assert "the run is complete" in run["text"]
    agent.note("What does an agent read at the last step?")
    shown = await agent.call(
        preview,
        path=PATH,
        text=text_of(draft),
        step="approve-notes",
        context={"releaseNotes": "All new."},
    )
    assert "Show All new. and wait for the answer." in shown["text"]

    agent.note("Saved, and checked once more on the disk:")
    await agent.call(save, path=PATH, text=text_of(draft))
    assert (await agent.call(check, paths=[PATH]))["diagnostics"] == []
    return agent.lines


def test_a_workflow_is_written_with_nothing_but_the_tools(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    project = tmp_path / "shop"
    project.mkdir()
    (project / "wfk.toml").write_text('paths = ["workflows"]\n', "utf-8")
    use: Callable[[Client], Any] = _write_check_and_simulate
    lines = over_stdio(project, use, "--allow-writes")
    written = "\n".join(lines)
    if request.config.getoption("update_snapshots"):
        TRANSCRIPT.write_text(written, "utf-8")
    assert written == TRANSCRIPT.read_text("utf-8")
    assert json.loads((project / PATH).read_text("utf-8"))["id"] == DRAFT["id"]
