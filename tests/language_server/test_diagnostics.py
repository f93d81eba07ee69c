"""Diagnostics: those of the command line, pushed and pulled, of open, closed, broken and empty files."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.language_server.conftest import FLOW, written
from tests.language_server.editor import Editor, linted, plain

FILES = [
    "workflows/release.json",
    "workflows/broken.json",
    "workflows/unreadable.json",
    "workflows/empty.json",
    "routines/check-plan.json",
    "triggers.yml",
]


@pytest.mark.parametrize("name", FILES)
async def test_pushes_what_the_command_line_finds(editor: Editor, name: str) -> None:
    editor.open(name)
    assert plain(await editor.found(name)) == linted(editor.folder, name)


async def test_three_mistakes_are_three_diagnostics(editor: Editor) -> None:
    editor.open("workflows/broken.json")
    found = await editor.found("workflows/broken.json")
    codes = {str(each.code): each for each in found if each.severity == 1}
    assert set(codes) == {"S002", "I002", "C001"}
    unknown = codes["S002"]
    assert unknown.code_description is not None
    assert unknown.code_description.href == "https://workflowkit.dev/rules/unknown-key"
    assert unknown.range == lsp.Range(lsp.Position(5, 2), lsp.Position(5, 23))
    assert unknown.data["fix"]["title"]
    (related,) = codes["I002"].related_information or ()
    assert related.location.uri == editor.uri("workflows/broken.json")
    assert related.location.range.start.line == 7


@pytest.mark.parametrize("name", FILES)
async def test_gives_the_same_when_it_is_asked(puller: Editor, name: str) -> None:
    puller.open(name)
    await _whole(puller)
    assert plain(await puller.pulled(name)) == linted(puller.folder, name)


async def _whole(editor: Editor) -> lsp.WorkspaceDiagnosticReport:
    params = lsp.WorkspaceDiagnosticParams(previous_result_ids=[])
    return await editor.client.workspace_diagnostic_async(params)


async def test_reports_all_files_and_then_only_what_changed(puller: Editor) -> None:
    report = await _whole(puller)
    by_uri = {each.uri: each for each in report.items}
    assert puller.uri("workflows/broken.json") in by_uri
    assert puller.uri("triggers.yml") in by_uri
    assert (
        puller.uri("workflows/audit.json") not in by_uri
        or not by_uri[puller.uri("workflows/audit.json")].items
    )
    for name in FILES:
        found = by_uri.get(puller.uri(name))
        assert plain(list(found.items) if found else []) == linted(puller.folder, name)
    known = [lsp.PreviousResultId(each.uri, str(each.result_id)) for each in report.items]
    again = await puller.client.workspace_diagnostic_async(
        lsp.WorkspaceDiagnosticParams(previous_result_ids=known)
    )
    assert {each.kind for each in again.items} == {"unchanged"}


async def test_is_asked_again_with_what_it_gave(puller: Editor) -> None:
    puller.open("workflows/broken.json")
    await _whole(puller)
    document = puller.document("workflows/broken.json")
    first = await puller.client.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(document)
    )
    second = await puller.client.text_document_diagnostic_async(
        lsp.DocumentDiagnosticParams(document, previous_result_id=first.result_id)
    )
    assert second.kind == "unchanged"


async def test_a_text_that_cannot_be_read_keeps_its_other_findings(editor: Editor) -> None:
    editor.open("workflows/unreadable.json")
    found = await editor.found("workflows/unreadable.json")
    extra = {str(each.code) for each in found if each.source != "wfk"}
    assert {"S002", "I002"} <= extra
    assert {str(each.code) for each in found if each.source == "wfk"} == {"S000"}


async def test_only_the_last_of_many_versions_is_published(editor: Editor) -> None:
    name = "workflows/release.json"
    text = editor.open(name)
    await editor.found(name)
    for number in range(40):
        editor.change(name, text.replace("Release", f"Release {number}", 1))
    await editor.settle()
    editor.change(name, text.replace('"version"', '"verson"'))
    found = await editor.found(name)
    assert plain(found) == linted(editor.folder, name, editor.texts[name])


async def test_an_edit_of_a_routine_changes_what_is_found_in_its_callers(editor: Editor) -> None:
    name = "workflows/release.json"
    editor.open(name)
    before = await editor.found(name)
    text = editor.open("routines/check-plan.json")
    editor.change("routines/check-plan.json", text.replace("{subject}", "{topic}"))
    after = await editor.found(name)
    changed = editor.texts["routines/check-plan.json"]
    (editor.folder / "routines/check-plan.json").write_text(changed, "utf-8")
    assert plain(after) == linted(editor.folder, name)
    assert plain(after) != plain(before)


async def test_a_closed_file_counts_as_it_is_on_the_disk(editor: Editor) -> None:
    name = "workflows/release.json"
    text = editor.open(name)
    editor.change(name, text.replace('"version"', '"verson"'))
    assert any(each.code == "S002" for each in await editor.found(name))
    editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(editor.document(name)))
    assert plain(await editor.found(name)) == linted(editor.folder, name)


def _watched(editor: Editor, name: str, kind: lsp.FileChangeType) -> None:
    event = lsp.FileEvent(editor.uri(name), kind)
    editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))


async def test_follows_files_that_change_on_the_disk(editor: Editor) -> None:
    name = "workflows/release.json"
    editor.open(name)
    before = plain(await editor.found(name))
    routine = editor.folder / "routines/check-plan.json"
    routine.unlink()
    _watched(editor, "routines/check-plan.json", lsp.FileChangeType.Deleted)
    gone = plain(await editor.found(name))
    assert gone == linted(editor.folder, name)
    assert gone != before


async def test_follows_the_configuration(editor: Editor) -> None:
    name = "workflows/broken.json"
    editor.open(name)
    before = plain(await editor.found(name))
    config = editor.folder / "wfk.toml"
    config.write_text(
        config.read_text("utf-8")
        + '[[lint.suppress]]\nrule = "duplicate-step-id"\npath = "workflows/broken.json"\nreason = "known"\n',
        "utf-8",
    )
    _watched(editor, "wfk.toml", lsp.FileChangeType.Changed)
    after = plain(await editor.found(name))
    assert after == linted(editor.folder, name)
    assert [each for each in before if each[0] != "I002"] == after


async def test_a_broken_configuration_is_reported_in_its_file(editor: Editor) -> None:
    name = "workflows/broken.json"
    editor.open(name)
    before = plain(await editor.found(name))
    text = editor.open("wfk.toml")
    editor.change("wfk.toml", text + "profil = 1\n")
    (found,) = await editor.found("wfk.toml")
    assert found.severity == 1
    assert found.range.start.line == 1
    assert "profil" in found.message
    assert plain(await editor.found(name)) == before


async def test_a_new_file_is_linted_before_it_is_saved(editor: Editor) -> None:
    name = "workflows/new.json"
    editor.open(name, written({**FLOW, "id": "acme.new", "verson": "1.0.0"}))
    found = plain(await editor.found(name))
    assert not (editor.folder / name).exists()
    assert found == linted(editor.folder, name, editor.texts[name])
    assert any(code == "S002" for code, *_ in found)


def test_the_project_has_findings_to_compare(project: Path) -> None:
    assert linted(project, "workflows/broken.json")
    assert linted(project, "triggers.yml")


async def test_a_scenario_shows_why_it_cannot_be_run(editor: Editor) -> None:
    name = "scenarios/audit/plain.yaml"
    (editor.folder / name).parent.mkdir(parents=True)
    (editor.folder / name).write_text("titel: plain\n", "utf-8")
    editor.open(name)
    (found,) = await editor.found(name)
    assert found.range.start == lsp.Position(0, 0)
    assert "titel" in found.message
