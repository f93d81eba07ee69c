"""Rename, code actions, completion and commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp

from tests.language_server.conftest import ORDINARY_TEXT
from tests.language_server.editor import Editor, Found, linted
from tests.language_server.test_requests import applied

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "workflows/release.json"
BROKEN = "workflows/broken.json"
ROUTINE = "routines/check-plan.json"


async def complete(shared: Editor, name: str, offset: int) -> dict[str, lsp.CompletionItem]:
    """Return what can be written at *offset*, by label."""
    params = lsp.CompletionParams(shared.document(name), shared.position(name, offset))
    found: Any = await shared.client.text_document_completion_async(params)
    return {each.label: each for each in found.items}


@pytest.mark.parametrize(
    ("before", "after", "label", "detail"),
    [
        ('"title": "Fix it",', '"title": "Fix it",\n      ', "agentRole", ""),
        ('"equals": "high"', '"equals": "', "low", "a value of `risk`"),
        ('"var": "risk"', '"var": "', "risk", "set by `plan`; read by `fix`"),
        ('"wr.templates.routine.check-plan"', '"', "wr.templates.routine.check-plan", "(subject)"),
        ('"wr.features.memory_context"', '"', "wr.features.memory_context", ""),
        ("{{risk}}", "{{", "risk", "set by `plan`"),
        ('"default": "acme.audit"', '"default": "', "acme.audit", "Audit"),
        ('"subject": "the plan"', '"', "subject", "argument of wr.templates.routine.check-plan"),
    ],
)
async def test_completes(shared: Editor, before: str, after: str, label: str, detail: str) -> None:
    """The text ends where the cursor is: what is behind it is there as well."""
    at = ORDINARY_TEXT.index(before)
    rest = ORDINARY_TEXT[at + len(before) :]
    closing = '"' if after.endswith('"') else ""
    text = ORDINARY_TEXT[:at] + after + closing + rest
    shared.open(NAME, text)
    found = await complete(shared, NAME, at + len(after))
    assert label in found
    assert detail in (found[label].detail or "")


async def test_completes_the_arguments_of_a_template_as_well(shared: Editor) -> None:
    start, end = ORDINARY_TEXT.index(',\n        "args"'), ORDINARY_TEXT.index('"the plan"') + 20
    text = ORDINARY_TEXT[:start] + ORDINARY_TEXT[end:]
    shared.open(NAME, text)
    found = await complete(shared, NAME, text.index("wr.templates") + 3)
    (more,) = found["wr.templates.routine.check-plan"].additional_text_edits or ()
    assert more.new_text == ', "args": {"subject": ""}'


async def test_offers_snippets_for_steps(shared: Editor) -> None:
    text = shared.open(NAME)
    at = text.index('"steps": [') + len('"steps": [')
    shared.edit(NAME, at, at, "\n    ,")
    found = await complete(shared, NAME, at + 5)
    assert {"step", "loop", "gate"} <= found.keys()
    assert found["loop"].insert_text_format == lsp.InsertTextFormat.Snippet


async def test_offers_a_workflow_in_an_empty_file(shared: Editor) -> None:
    shared.open("workflows/empty.json")
    found = await complete(shared, "workflows/empty.json", 0)
    assert list(found) == ["workflow"]


async def test_completes_in_a_broken_file(shared: Editor) -> None:
    text = '{"id": "acme.new", "steps": [{"id": "first", "runCondition": {"va'
    shared.open("workflows/new.json", text)
    assert "var" in await complete(shared, "workflows/new.json", len(text))


async def test_completes_keys_of_triggers_and_settings(shared: Editor) -> None:
    text = shared.open("triggers.yml")
    shared.edit("triggers.yml", len(text), len(text), "    bran")
    found = await complete(shared, "triggers.yml", len(text) + 8)
    assert "branchStrategy" in found
    text = shared.open("wfk.toml")
    shared.edit("wfk.toml", len(text), len(text), 'engine = ""')
    found = await complete(shared, "wfk.toml", len(text) + 10)
    assert "3.121.0" in found
    shared.open("wfk.toml")


async def rename(shared: Editor, name: str, place: lsp.Position, new: str) -> dict[str, str]:
    """Return the texts after a rename, by URI."""
    params = lsp.RenameParams(shared.document(name), place, new)
    edit: Any = await shared.client.text_document_rename_async(params)
    return {uri: applied(_text(shared, uri), list(edits)) for uri, edits in edit.changes.items()}


def _text(shared: Editor, uri: str) -> str:
    for name, text in shared.texts.items():
        if shared.uri(name) == uri:
            return text
    return Path(uri.removeprefix("file://")).read_text("utf-8")


async def test_renames_a_step(shared: Editor) -> None:
    shared.open(NAME)
    changed = await rename(shared, NAME, shared.at(NAME, '"id": "fix"', 8), "repair")
    assert '"id": "repair"' in changed[shared.uri(NAME)]


async def test_renames_a_context_key_in_the_unsaved_text(shared: Editor) -> None:
    text = shared.open(NAME)
    shared.edit(NAME, text.index("Fix what"), text.index("Fix what"), "And so. ")
    changed = await rename(shared, NAME, shared.at(NAME, '"var": "risk"', 9), "danger")
    after = changed[shared.uri(NAME)]
    assert '"danger": "one of low' in after
    assert '"var": "danger"' in after
    assert "The risk is {{danger}}. And so. Fix" in after


async def test_renames_a_routine_over_files(shared: Editor) -> None:
    shared.open(ROUTINE)
    place = shared.at(ROUTINE, "routine-check-plan", 3)
    changed = await rename(shared, ROUTINE, place, "routine-judge-plan")
    assert changed.keys() == {shared.uri(ROUTINE), shared.uri(NAME)}
    assert "wr.templates.routine.judge-plan" in changed[shared.uri(NAME)]


async def test_renames_an_assessment(shared: Editor) -> None:
    shared.open(NAME)
    changed = await rename(shared, NAME, shared.at(NAME, '"readiness"', 3), "maturity")
    assert changed[shared.uri(NAME)].count('"maturity"') == 2


async def test_refuses_a_name_that_is_taken(shared: Editor) -> None:
    from pygls.exceptions import JsonRpcException

    shared.open(NAME)
    with pytest.raises(JsonRpcException, match="plan"):
        await rename(shared, NAME, shared.at(NAME, '"id": "fix"', 8), "plan")


async def actions(
    shared: Editor, name: str, words: str, *only: str, until: str = ""
) -> dict[str, lsp.CodeAction]:
    """Return the code actions at *words*, or from there up to *until*, by title."""
    start = shared.at(name, words, 0)
    end = shared.at(name, until, len(until)) if until else start
    context = lsp.CodeActionContext([], only=list(only) or None)
    params = lsp.CodeActionParams(shared.document(name), lsp.Range(start, end), context)
    found = await shared.client.text_document_code_action_async(params)
    return {each.title: each for each in found or () if isinstance(each, lsp.CodeAction)}


def _linted(shared: Editor, name: str, text: str) -> list[Found]:
    """Return what is found in the file *name* with *text*; the file stays as it is."""
    before = (shared.folder / name).read_text("utf-8")
    found = linted(shared.folder, name, text)
    (shared.folder / name).write_text(before, "utf-8")
    return found


async def test_a_fix_removes_its_finding(shared: Editor) -> None:
    text = shared.open(BROKEN)
    found = await actions(shared, BROKEN, "clarificationPrompt")
    fix = next(each for each in found.values() if each.is_preferred is not None and each.edit)
    assert fix.edit is not None
    changed = applied(text, list((fix.edit.changes or {})[shared.uri(BROKEN)]))
    assert "S002" not in {code for code, *_ in _linted(shared, BROKEN, changed)}


async def test_all_safe_fixes_are_those_of_the_command_line(shared: Editor) -> None:
    from workflowkit.run.project import Project

    name = "workflows/unreadable.json"
    text = shared.open(name)
    found = await actions(shared, name, "{", "source.fixAll")
    (action,) = found.values()
    assert action.kind == "source.fixAll.wfk"
    resolved = await shared.client.code_action_resolve_async(action)
    assert resolved.edit is not None
    changed = applied(text, list((resolved.edit.changes or {})[shared.uri(name)]))
    path = shared.folder / name
    (fixed,) = Project.load(str(path)).fixed().values()
    assert changed == fixed.text != text


async def test_a_suppression_accepts_the_finding(shared: Editor) -> None:
    shared.open(BROKEN)
    found = await actions(shared, BROKEN, '"build", "title": "Ship"')
    action = found["accept duplicate-step-id here, with a reason"]
    assert action.edit is not None
    config = shared.folder / "wfk.toml"
    edits = list((action.edit.changes or {})[config.as_uri()])
    before = config.read_text("utf-8")
    config.write_text(applied(before, edits), "utf-8")
    codes = {code for code, *_ in linted(shared.folder, BROKEN)}
    config.write_text(before, "utf-8")
    assert "S002" in codes
    assert "I002" not in codes


async def test_converts_a_prompt_to_blocks(shared: Editor) -> None:
    text = shared.open(NAME)
    found = await actions(shared, NAME, '"id": "fix"', "refactor.rewrite")
    (action,) = found.values()
    assert action.edit is not None
    changed = applied(text, list((action.edit.changes or {})[shared.uri(NAME)]))
    assert '"goal": "The risk is {{risk}}. Fix what you found."' in changed
    assert not [each for each in _linted(shared, NAME, changed) if each[1] == "error"]


async def test_extracts_and_inlines_routines(shared: Editor) -> None:
    shared.open(NAME)
    found = await actions(shared, NAME, '"id": "check"', "refactor.inline")
    assert len(found) == 1
    found = await actions(shared, NAME, '"id": "fix"', "refactor.extract", until='"Fix it"')
    (action,) = found.values()
    assert action.edit is not None
    changes = action.edit.document_changes or ()
    created = [each for each in changes if isinstance(each, lsp.CreateFile)]
    assert len(created) == 1


COMMANDS = ["wfk.preview", "wfk.graph", "wfk.simulate", "wfk.runScenarios", "wfk.users"]


@pytest.mark.parametrize("name", [NAME, "workflows/empty.json", BROKEN])
@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_answer(shared: Editor, name: str, command: str) -> None:
    shared.open(name)
    params = lsp.ExecuteCommandParams(command, [shared.uri(name)])
    answer = await shared.client.workspace_execute_command_async(params)
    assert answer is not None


async def test_every_command_is_tested(shared: Editor) -> None:
    provider = shared.given.execute_command_provider
    assert provider is not None
    assert sorted(provider.commands) == sorted(COMMANDS)


async def test_preview_shows_one_step(shared: Editor) -> None:
    shared.open(NAME)
    params = lsp.ExecuteCommandParams("wfk.preview", [shared.uri(NAME), "fix"])
    answer = await shared.client.workspace_execute_command_async(params)
    assert "Fix what you found." in str(answer)
    assert "Judge" not in str(answer)


async def test_runs_the_scenarios_of_a_workflow(shared: Editor) -> None:
    folder = shared.folder / "scenarios/audit"
    folder.mkdir(parents=True)
    (folder / "plain.yaml").write_text("title: plain\nexpect:\n  end: complete\n", "utf-8")
    shared.open("workflows/audit.json")
    params = lsp.ExecuteCommandParams("wfk.runScenarios", [shared.uri("workflows/audit.json")])
    answer = await shared.client.workspace_execute_command_async(params)
    assert "plain" in str(answer)
