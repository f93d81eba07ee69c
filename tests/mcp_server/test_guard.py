"""The guard of the process of a call, without the checks of arguments before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mcp_server.serving import environment
from tests.programs import warm


def _child(project: Path, *arguments: str, writes: bool = False, **changed: Any) -> Any:
    settings = {
        "roots": [str(project)],
        "temporary": str(project.parent / "temporary"),
        "allowsWrites": writes,
        "seconds": 600,
        "memory": 4_000_000_000,
        **changed,
    }
    return subprocess.run(
        [warm.program("wfk-call"), json.dumps(settings), *arguments],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_inside_is_read(project: Path) -> None:
    assert _child(project, "hash", "workflows/release.json").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["hash", "../outside/secret.json"],
        ["hash", "workflows/link.json"],
        ["lint", "linked/secret.json"],
        ["lint", "--bindings", "../outside/secret.json", "workflows/release.json"],
        ["preview", "--context-file", "../outside/secret.json", "workflows/release.json"],
    ],
)
def test_what_is_outside_is_not_read(project: Path, links: Path, arguments: list[str]) -> None:
    done = _child(project, *arguments)
    assert done.returncode in (1, 2, 3), done.stdout
    assert "outside of the folders of this server" in done.stdout + done.stderr
    assert "Use this to release" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", "--fix", "workflows/broken.json"],
        ["fmt", "workflows/broken.json"],
        ["compile", "--out", "dist", "workflows/release.json"],
        ["new", "acme.other"],
        ["init", "--yes"],
        ["lint", "--write-baseline"],
    ],
)
def test_a_server_that_only_reads_writes_nothing(project: Path, arguments: list[str]) -> None:
    broken = project / "workflows/broken.json"
    broken.write_text(json.dumps(json.loads(broken.read_text("utf-8"))), "utf-8")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    done = _child(project, *arguments)
    assert done.returncode in (2, 3)
    assert "not written, because the server only reads" in done.stdout + done.stderr
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_writes_stay_inside(project: Path, links: Path) -> None:
    done = _child(project, "new", "acme.other", "-o", "../outside/other.json", writes=True)
    assert done.returncode == 3
    assert not (links / "other.json").exists()
    assert _child(project, "new", "acme.other", writes=True).returncode == 0
    assert (project / "workflows/other.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory differ between systems")
def test_memory_is_limited(project: Path) -> None:
    done = _child(project, "lint", memory=50_000_000)
    assert done.returncode != 0
