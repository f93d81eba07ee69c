from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workflowkit import entry
from workflowkit.cli.main import run

ROOT = Path(__file__).resolve().parents[2]

FLOW = """{
  "id": "acme.%s",
  "name": "The %s",
  "description": "Use this to cut a release of the product.",
  "version": "1.0.0",
  "features": ["wr.features.capabilities"],
  "extensionPoints": [{"slotId": "auditor", "purpose": "Who audits.", "default": "wr.routine-plan-analysis"}],
  "references": [{"id": "list", "title": "List", "source": "docs/list.md", "resolveFrom": "package", "purpose": "What to look for.", "authoritative": true}, {"id": "own", "title": "Own", "source": "docs/list.md", "purpose": "What to look for.", "authoritative": true}],
  "steps": [
    {"id": "build", "title": "Build", "prompt": "Build the release from the tag that I name, as `acme.other` does."},
    {"id": "call", "title": "Call", "templateCall": {"templateId": "wr.templates.routine.own", "args": {}}}
  ]
}
"""
ROUTINE = """{
  "id": "wr.routine-own",
  "name": "Own",
  "description": "Look at what was built.",
  "version": "1.0.0",
  "steps": [{"id": "look", "title": "Look", "prompt": "Look at what was built, and say what is missing."}]
}
"""
CONFIG = """paths = ["workflows"]
spec = "spec"
routines = ["routines"]

[lint]
profile = "style"

[[lint.suppress]]
rule = "missing-about"
reason = "not yet"
expires = 2099-12-31
"""


@dataclass(frozen=True)
class Cached:
    """What one run printed, and whether it came from the cache."""

    code: int
    out: str
    err: str
    is_hit: bool


CachedWfk = Callable[..., Cached]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one of everything that a run may read; the current folder."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "spec", folder / "spec", ignore=shutil.ignore_patterns("*.schema.json"))
    for contract in (ROOT / "spec/contracts").iterdir():
        shutil.copy(contract, folder / "spec/contracts")
    for name in ("workflows", "routines", "docs", ".workrail", "empty"):
        (folder / name).mkdir()
    for name in ("release", "review"):
        (folder / "workflows" / f"{name}.json").write_text(FLOW % (name, name), "utf-8")
    (folder / "routines/own.json").write_text(ROUTINE, "utf-8")
    (folder / "docs/list.md").write_text("- look\n", "utf-8")
    (folder / "package.json").write_text('{"name": "acme", "files": ["workflows"]}', "utf-8")
    (folder / ".workrail/bindings.json").write_text('{"acme.release": {}}', "utf-8")
    (folder / "wfk-baseline.json").write_text('{"formatVersion": 2, "findings": []}', "utf-8")
    (folder / ".gitignore").write_text("tmp/\n", "utf-8")
    (folder / "wfk.toml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(folder)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "WFK_CACHE", "WFK_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def cached(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CachedWfk:
    """Runs the command as the entry point does, in this process."""
    runs: list[bool] = []
    recorded = entry._recorded

    def note(*arguments: object) -> int:
        runs.append(True)
        return recorded(*arguments)

    monkeypatch.setattr(entry, "_recorded", note)

    def call(*arguments: str) -> Cached:
        runs.clear()
        code = entry.cached(["lint", *arguments])
        is_hit = code is not None and not runs
        if code is None:
            code = run(["lint", *arguments])
        out, err = capfd.readouterr()
        return Cached(code, out, err, is_hit)

    return call
