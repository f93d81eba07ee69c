"""Files made to break the tool: those of tests/vectors/attack, through every command that reads workflows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk
from tests.work import calls_made
from workflowkit.cli.main import run

CASES = Path(__file__).parents[1] / "vectors" / "attack"
FILES = sorted(path.relative_to(CASES).as_posix() for path in CASES.rglob("*.json"))
MOST_CALLS = 12_000_000
"""Calls for one file of at most 52 kB; the largest takes 5 million, at the limit for paths."""


@pytest.fixture
def attack(folder: Path) -> Path:
    """The folder of the cases, as a copy."""
    shutil.copytree(CASES, folder / "workflows")
    return folder / "workflows"


def test_every_case_is_run() -> None:
    assert len(FILES) == 20


@pytest.mark.parametrize("name", FILES)
def test_no_command_fails_and_the_work_is_bounded(name: str, attack: Path, wfk: Wfk) -> None:
    path = f"workflows/{name}"
    for command in (
        ("lint", "--profile", "style"),
        ("compile", "--out", "dist"),
        ("hash",),
        ("fmt", "--check"),
        ("lint", "--baseline", "b.json", "--write-baseline"),
    ):
        ran = wfk(*command, path)
        assert ran.code in (0, 1), (command, ran.err)
        assert "internal error" not in ran.err
    assert calls_made(lambda: run(["lint", "--profile", "style", "--quiet", path])) < MOST_CALLS


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("fuzz/")])
def test_fixes_come_to_an_end(name: str, attack: Path, wfk: Wfk) -> None:
    path = attack / name
    command = ("lint", "--profile", "style", "--fix", "--unsafe-fixes", path.as_posix())
    wfk(*command)
    settled = path.read_bytes()
    assert " fixed" not in wfk(*command).err
    assert path.read_bytes() == settled


def test_two_ids_never_share_an_output_file(attack: Path, wfk: Wfk) -> None:
    assert wfk("compile", "--out", "dist", "workflows/ids").code == 0
    written = {
        path.name: json.loads(path.read_text("utf-8")) for path in Path("dist").rglob("*.json")
    }
    snapshots = {name: text for name, text in written.items() if "steps" in json.dumps(text)}
    assert len(written) == 5, sorted(written)
    assert len({json.dumps(text) for text in snapshots.values()}) == len(snapshots)
    assert wfk("compile", "--out", "dist", "--check", "workflows/ids").code == 0
