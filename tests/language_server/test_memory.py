"""What the server keeps is bounded, and an edit checks no more than it touches."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.language_server.conftest import AUDIT, BROKEN, write_project, written
from tests.language_server.editor import linted, plain
from tests.language_server.fuzz import prepared
from workflowkit.language_server.server import WorkflowServer
from workflowkit.run.live_project import LiveProject


def _filled(folder: Path, count: int, **more: str) -> WorkflowServer:
    (folder / "workflows").mkdir()
    for number in range(count):
        text = written({**AUDIT, "id": f"acme.audit-{number}", "name": f"Audit {number}", **more})
        (folder / f"workflows/audit-{number}.json").write_text(text, "utf-8")
    return prepared(folder)


def _visit(server: WorkflowServer, folder: Path, number: int) -> None:
    """Ask for everything that is kept about one file."""
    path = folder / f"workflows/audit-{number}.json"
    item = lsp.TextDocumentItem(path.as_uri(), "json", 1, path.read_text("utf-8"))
    server.take_opened(item)
    server.files.settle()
    server.findings(str(path))
    server.files.knowledge(str(path))
    server.places(str(path))
    server.take_closed(path.as_uri())


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    async def visit_all() -> WorkflowServer:
        server = _filled(tmp_path, 100)
        for number in range(100):
            _visit(server, tmp_path, number)
        return server

    server = asyncio.run(visit_all())
    kept = {
        name: len(value)
        for part in (server, server.files)
        for name, value in vars(part).items()
        if isinstance(value, dict | list | set)
    }
    assert {name: size for name, size in kept.items() if size > 64} == {}
    assert server.versions == {}
    assert server.files.texts == {}


def test_an_edit_checks_one_file(tmp_path: Path) -> None:
    async def edited() -> tuple[LiveProject, list[str]]:
        server = _filled(tmp_path, 30)
        while server.files.workspace.check_next():
            pass
        (project,) = server.files.workspace.roots[0].projects
        path = tmp_path / "workflows/audit-7.json"
        text = path.read_text("utf-8")
        item = lsp.TextDocumentItem(
            path.as_uri(), "json", 1, text.replace("Audit the", "Check the")
        )
        server.take_opened(item)
        server.files.settle()
        return project, list(project.pending)

    _, pending = asyncio.run(edited())
    assert pending == ["workflows/audit-7.json"]


def test_after_an_edit_only_diagnostics_that_may_have_changed_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    async def edited() -> None:
        server = _filled(tmp_path, 8, titel="a finding")
        server.is_pulled = False
        find = server.findings

        def noted(path: str) -> list[lsp.Diagnostic]:
            made.append(path)
            return find(path)

        monkeypatch.setattr(server, "findings", noted)
        monkeypatch.setattr(server, "text_document_publish_diagnostics", lambda _: None)
        path = tmp_path / "workflows/audit-3.json"
        text = path.read_text("utf-8")
        server.take_opened(lsp.TextDocumentItem(path.as_uri(), "json", 1, text))
        for change in ("Check the", "Examine the"):
            made.clear()
            server.files.set_text(str(path), text.replace("Audit the", change))
            server._lint_open_files()
            assert server._idle is not None
            await server._idle
        assert len(server.published) == 8

    asyncio.run(edited())
    assert {Path(path).name for path in made} == {"audit-3.json"}


def test_a_new_file_leaves_what_was_found_in_others(tmp_path: Path) -> None:
    async def added() -> list[str]:
        server = _filled(tmp_path, 30)
        workspace = server.files.workspace
        while workspace.check_next():
            pass
        path = tmp_path / "workflows/extra.json"
        path.write_text(written({**AUDIT, "id": "acme.extra", "name": "Extra"}), "utf-8")
        workspace.saved(str(path))
        return list(workspace.roots[0].projects[0].pending)

    assert asyncio.run(added()) == ["workflows/extra.json"]


def test_a_file_outside_of_all_folders_is_linted_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "neighbor.json").write_text(written(AUDIT), "utf-8")
    text = BROKEN
    (elsewhere / "broken.json").write_text(text, "utf-8")

    async def opened() -> tuple[WorkflowServer, list[lsp.Diagnostic]]:
        server = prepared(write_project(tmp_path / "project"))
        path = elsewhere / "broken.json"
        server.take_opened(lsp.TextDocumentItem(path.as_uri(), "json", 1, text))
        server.files.settle()
        return server, server.findings(str(path))

    server, found = asyncio.run(opened())
    assert plain(found) == linted(elsewhere, "broken.json")
    assert server.files.workspace.find(str(elsewhere / "neighbor.json")) is None
