from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workflowkit.cli.main import run

STEP = '{"id": "build", "title": "Build", "prompt": "Build the release from the tag that I name."}'
GOOD = (
    '{\n  "id": "acme.release",\n  "name": "Release",\n'
    '  "description": "Use this to cut a release.",\n  "version": "1.0.0",\n'
    f'  "steps": [\n    {STEP}\n  ]\n}}\n'
)
"""A small workflow that compiles."""


@dataclass(frozen=True)
class Ran:
    """What one run of the command printed."""

    code: int
    out: str
    err: str


Wfk = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder that is the current one; profile core, so that style does not disturb."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "wfk.toml").write_text('[lint]\nprofile = "core"\n', "utf-8")
    return tmp_path


@pytest.fixture
def wfk(capfd: pytest.CaptureFixture[str]) -> Wfk:
    """Runs the command in this process."""

    def call(*arguments: str) -> Ran:
        code = run(arguments)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def good(folder: Path) -> Path:
    """A project with one good workflow."""
    path = folder / "workflows" / "release.json"
    path.parent.mkdir()
    path.write_text(GOOD, "utf-8")
    return path
