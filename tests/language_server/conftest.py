"""A project on the disk and a client that talks to `wfk lsp` about it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types as lsp
from pytest_lsp import make_test_lsp_client

from tests.language_server.editor import Editor
from tests.programs import warm

ROOT = Path(__file__).resolve().parents[2]

FLOW: dict[str, Any] = {
    "id": "acme.release",
    "name": "Release",
    "description": "Cut a release.",
    "version": "1.0.0",
    "features": ["wr.features.memory_context"],
    "assessments": [
        {
            "id": "readiness",
            "purpose": "Whether the release is ready.",
            "dimensions": [
                {"id": "risk", "purpose": "How risky it is.", "levels": ["low", "high"]}
            ],
        }
    ],
    "extensionPoints": [
        {"slotId": "auditor", "purpose": "Audits the plan.", "default": "acme.audit"}
    ],
    "steps": [
        {
            "id": "plan",
            "title": "Plan the release",
            "promptBlocks": {
                "goal": "Plan the release.",
                "procedure": ["Ask {{wr.bindings.auditor}} about `risk`."],
                "outputRequired": {"risk": "one of low | high: the risk of the release"},
            },
            "assessmentRefs": ["readiness"],
        },
        {
            "id": "check",
            "title": "Check the plan",
            "templateCall": {
                "templateId": "wr.templates.routine.check-plan",
                "args": {"subject": "the plan"},
            },
        },
        {
            "id": "fix",
            "title": "Fix it",
            "runCondition": {"var": "risk", "equals": "high"},
            "prompt": "The risk is {{risk}}. Fix what you found.",
        },
    ],
}
ROUTINE: dict[str, Any] = {
    "id": "routine-check-plan",
    "name": "Check a plan",
    "description": "Checks a plan.",
    "version": "1.0.0",
    "steps": [
        {"id": "read", "title": "Read", "prompt": "Read {subject} and look for gaps."},
        {"id": "judge", "title": "Judge", "prompt": "Judge {subject} by what you have read."},
    ],
}
AUDIT: dict[str, Any] = {
    "id": "acme.audit",
    "name": "Audit",
    "description": "Audits a plan.",
    "version": "1.0.0",
    "steps": [{"id": "audit", "title": "Audit", "prompt": "Audit the plan that you are given."}],
}
BROKEN = """{
  "id": "acme.broken",
  "name": "Broken",
  "description": "Three mistakes.",
  "version": "1.0.0",
  "clarificationPrompt": ["Which version?"],
  "steps": [
    {"id": "build", "title": "Build", "prompt": "Build it and report what you did."},
    {"id": "build", "title": "Ship", "prompt": "Ship it and report what you did."},
    {"id": "tell", "title": "Tell", "runCondition": {"var": "riskLevel", "equals": "high"}, "prompt": "Tell the team about the risk."}
  ]
}
"""
UNREADABLE = BROKEN.replace('"version": "1.0.0",', '"version": "1.0.0"')


def written(value: Any) -> str:
    """Return *value* as a file."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def write_project(folder: Path) -> Path:
    """Fill *folder* with workflows, a routine, a scenario, triggers and a configuration."""
    files = {
        "wfk.toml": 'paths = ["workflows", "routines", "triggers.yml"]\n',
        "workflows/release.json": written(FLOW),
        "workflows/audit.json": written(AUDIT),
        "workflows/broken.json": BROKEN,
        "workflows/unreadable.json": UNREADABLE,
        "workflows/empty.json": "",
        "routines/check-plan.json": written(ROUTINE),
        "triggers.yml": "triggers:\n  - id: nightly\n    provider: generic\n    workflowId: acme.relaese\n    workspacePath: /work\n    goal: Release it.\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the project."""
    return write_project(tmp_path)


def capabilities(**changes: Any) -> lsp.ClientCapabilities:
    """Return the capabilities of a client that has snippets, pushes, and UTF-16."""
    markdown = [lsp.MarkupKind.Markdown]
    item = lsp.ClientCompletionItemOptions(snippet_support=True, documentation_format=markdown)
    text = lsp.TextDocumentClientCapabilities(
        completion=lsp.CompletionClientCapabilities(completion_item=item),
        hover=lsp.HoverClientCapabilities(content_format=markdown),
        code_action=lsp.CodeActionClientCapabilities(
            resolve_support=lsp.ClientCodeActionResolveOptions(["edit"])
        ),
        rename=lsp.RenameClientCapabilities(prepare_support=True),
        **changes,
    )
    edit = lsp.WorkspaceEditClientCapabilities(
        document_changes=True, resource_operations=[lsp.ResourceOperationKind.Create]
    )
    workspace = lsp.WorkspaceClientCapabilities(workspace_edit=edit)
    return lsp.ClientCapabilities(workspace=workspace, text_document=text)


async def started(folder: Path, given: lsp.ClientCapabilities) -> Editor:
    """Return an editor with a new server for *folder*."""
    client = make_test_lsp_client()
    first = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tests.language_server.settling"
    await client.start_io(str(warm.program()), "lsp", env={**os.environ, warm.FIRST: first})
    result = await client.initialize_session(
        lsp.InitializeParams(
            capabilities=given,
            workspace_folders=[lsp.WorkspaceFolder(folder.as_uri(), folder.name)],
        )
    )
    return Editor(client, folder, result.capabilities)


@pytest.fixture
async def editor(project: Path) -> AsyncIterator[Editor]:
    """Return an editor that is open in the project; it is pushed diagnostics."""
    editor = await started(project, capabilities())
    yield editor
    await editor.client.shutdown_session()


@pytest.fixture
async def puller(project: Path) -> AsyncIterator[Editor]:
    """Return an editor that asks for diagnostics."""
    pulls = lsp.DiagnosticClientCapabilities()
    editor = await started(project, capabilities(diagnostic=pulls))
    yield editor
    await editor.client.shutdown_session()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    """Return an editor for all tests of a module: starting a server takes longer than most of them."""
    editor = await started(write_project(tmp_path_factory.mktemp("project")), capabilities())
    yield editor
    await editor.client.shutdown_session()


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """Return a copy of the bundled workflows and routines."""
    for name in ("workflows", "routines"):
        shutil.copytree(ROOT / name, tmp_path / "catalog" / name)
    return tmp_path / "catalog"


ORDINARY_TEXT = written(FLOW)
"""The text of the ordinary workflow."""
