"""A project on the disk and a client that talks to `wfk lsp` about it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, make_test_lsp_client

from tests.language_server.editor import Editor

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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with workflows, a routine, a scenario, triggers and a configuration."""
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
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def capabilities(**changes: Any) -> lsp.ClientCapabilities:
    """Return the capabilities of a client that has snippets, pushes, and UTF-16."""
    item = lsp.ClientCompletionItemOptions(snippet_support=True)
    text = lsp.TextDocumentClientCapabilities(
        completion=lsp.CompletionClientCapabilities(completion_item=item),
        rename=lsp.RenameClientCapabilities(prepare_support=True),
        **changes,
    )
    return lsp.ClientCapabilities(text_document=text)


async def started(folder: Path, given: lsp.ClientCapabilities) -> LanguageClient:
    """Return a client of a new server for *folder*."""
    client = make_test_lsp_client()
    command = [sys.executable, "-c", "from workflowkit.entry import main; main()", "lsp"]
    await client.start_io(*command)
    await client.initialize_session(
        lsp.InitializeParams(
            capabilities=given,
            workspace_folders=[lsp.WorkspaceFolder(folder.as_uri(), folder.name)],
        )
    )
    return client


@pytest.fixture
async def editor(project: Path) -> AsyncIterator[Editor]:
    """Return an editor that is open in the project; it is pushed diagnostics."""
    client = await started(project, capabilities())
    yield Editor(client, project)
    await client.shutdown_session()


@pytest.fixture
async def puller(project: Path) -> AsyncIterator[Editor]:
    """Return an editor that asks for diagnostics."""
    pulls = lsp.DiagnosticClientCapabilities()
    client = await started(project, capabilities(diagnostic=pulls))
    yield Editor(client, project)
    await client.shutdown_session()


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """Return a copy of the bundled workflows and routines."""
    for name in ("workflows", "routines"):
        shutil.copytree(ROOT / name, tmp_path / "catalog" / name)
    return tmp_path / "catalog"


