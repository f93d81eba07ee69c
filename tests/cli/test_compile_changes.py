"""`wfk compile --changed-since`: the touched files are compiled, and the folder is the one that compiling everything writes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk
from tests.run.test_touched import call, git, step, workflow

ROUTINE = workflow("x", [step("sweep")]).replace("acme.x", "wr.routine-sweep")


def put(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wfk: Wfk) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    put("wfk.toml", 'paths = ["workflows", "routines"]\n')
    put("routines/sweep.json", ROUTINE)
    put(
        "workflows/calls.json",
        workflow("calls", [step("first"), call("wr.templates.routine.sweep")]),
    )
    for name in ("one", "two"):
        put(f"workflows/{name}.json", workflow(name, [step("work")]))
    assert wfk("compile").code == 0
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "-m", "all")


def content() -> dict[str, str]:
    return {str(path): path.read_text() for path in Path("dist").rglob("*.json")}


def test_what_a_changed_routine_touches_is_compiled(wfk: Wfk) -> None:
    put("routines/sweep.json", ROUTINE.replace("Do sweep", "Sweep"))
    put("workflows/two.json", workflow("two", [step("other")]))
    for path in Path("dist").rglob("*.json"):
        os.utime(path, (1, 1))
    ran = wfk("compile", "--changed-since", "HEAD", "--verbose")
    assert ran.code == 0
    assert "note: 3 of 4 files taken, changed since HEAD" in ran.err
    assert "taken: workflows/calls.json: uses the routine 'wr.routine-sweep'" in ran.err
    written = {path.name for path in Path("dist/workflows").iterdir() if path.stat().st_mtime > 1}
    assert {"wr.routine-sweep.json", "acme.calls.json", "acme.two.json"} <= written
    assert not {name for name in written if name.startswith("acme.one")}
    after = content()
    assert wfk("compile").code == 0
    assert content() == after
    assert len(json.loads(after["dist/manifest.json"])["workflows"]) == 4


def test_check_compares_what_is_touched(wfk: Wfk) -> None:
    put("workflows/two.json", workflow("two", [step("other")]))
    put("dist/workflows/acme.one.json", "{}")
    ran = wfk("compile", "--check", "--changed-since", "HEAD")
    assert ran.code == 1
    assert "changed: dist/workflows/acme.two.json" in ran.out
    assert "acme.one" not in ran.out


def test_without_a_change_nothing_is_compiled(wfk: Wfk) -> None:
    before = content()
    ran = wfk("compile", "--changed-since", "HEAD")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing to compile" in ran.err
    assert content() == before


def test_pruning_needs_all_files(wfk: Wfk) -> None:
    assert wfk("compile", "--prune", "--changed-since", "HEAD").code == 2
    assert wfk("compile", "--changed-since", "no-such-commit").code == 2
