"""`wfk lint --staged` judges what is staged, whatever the work tree has."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wfk
from tests.run.test_touched import call, git, step, workflow

BROKEN = workflow("plain", [step("build")]).replace('"title"', '"titel"')
GOOD = workflow("plain", [step("build")])
ROUTINE = json.dumps(
    {
        "id": "wr.routine-sweep",
        "name": "Sweep",
        "description": "Use this to sweep.",
        "version": "1.0.0",
        "steps": [step("sweep")],
    }
)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    put("wfk.toml", 'paths = ["workflows"]\n[lint]\nprofile = "core"\n')
    put("workflows/other.json", workflow("other", [step("rest")]))
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "-m", "all")
    return tmp_path


def put(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, "utf-8")


def stage(name: str, text: str) -> None:
    put(name, text)
    git("add", name)


def test_what_is_staged_right_and_broken_in_the_work_tree_passes(wfk: Wfk) -> None:
    stage("workflows/plain.json", GOOD)
    put("workflows/plain.json", BROKEN)
    assert wfk("lint", "--staged").code == 0
    assert wfk("lint").code == 1


def test_what_is_staged_broken_and_right_in_the_work_tree_fails(wfk: Wfk) -> None:
    stage("workflows/plain.json", BROKEN)
    put("workflows/plain.json", GOOD)
    ran = wfk("lint", "--staged")
    assert ran.code == 1
    assert "workflows/plain.json:9:7" in ran.out
    assert '"titel": "Build"' in ran.out  # The frame shows what is staged.
    assert wfk("lint").code == 0


def test_what_is_not_tracked_does_not_count(wfk: Wfk) -> None:
    stage(
        "workflows/plain.json",
        workflow("plain", [step("first"), call("wr.templates.routine.sweep")]),
    )
    put("routines/sweep.json", ROUTINE)
    assert wfk("lint").code == 0
    ran = wfk("lint", "--staged")
    assert ran.code == 1
    assert "wr.templates.routine.sweep" in ran.out
    git("add", "routines")
    assert wfk("lint", "--staged").code == 0


def test_files_and_folders_that_only_the_index_has_are_judged(wfk: Wfk) -> None:
    stage("workflows/new/deep/plain.json", BROKEN.replace("acme.plain", "acme.deep"))
    stage("workflows/plain.json", GOOD)
    Path("workflows/plain.json").unlink()
    Path("workflows/new/deep/plain.json").unlink()
    Path("workflows/new/deep").rmdir()
    Path("workflows/new").rmdir()
    ran = wfk("lint", "--staged", "--verbose")
    assert ran.code == 1
    assert "workflows/new/deep/plain.json:9:7" in ran.out
    assert "taken: workflows/plain.json: changed" in ran.err


def test_settings_are_those_that_are_staged(wfk: Wfk) -> None:
    stage("workflows/plain.json", BROKEN)
    put("wfk.toml", 'paths = ["workflows"]\nexclude = ["**/plain.json"]\n')
    assert wfk("lint", "--staged").code == 1
    git("add", "wfk.toml")
    assert wfk("lint", "--staged").code == 0


def test_a_commit_of_some_files_is_judged_by_these(tmp_path: Path) -> None:
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    put(str(hook), f"#!/bin/sh\nexec {Path(sys.executable).parent / 'wfk'} lint --staged\n")
    hook.chmod(0o755)
    stage("workflows/other.json", workflow("other", [step("rest")], titel="x"))
    stage("workflows/plain.json", GOOD)
    with pytest.raises(subprocess.CalledProcessError):
        git("commit", "--quiet", "-m", "both")
    # Git gives the hook an index of its own.
    git("commit", "--quiet", "-m", "plain", "workflows/plain.json")


def test_line_ends_of_the_work_tree_do_not_matter(wfk: Wfk) -> None:
    stage("workflows/plain.json", GOOD)
    git("commit", "--quiet", "-m", "plain")
    Path("workflows/plain.json").write_bytes(GOOD.replace("\n", "\r\n").encode())
    assert "nothing to lint" in wfk("lint", "--changed-since", "HEAD").err


def test_fixes_are_refused(wfk: Wfk) -> None:
    stage("workflows/plain.json", BROKEN)
    ran = wfk("lint", "--staged", "--fix")
    assert (ran.code, Path("workflows/plain.json").read_text()) == (2, BROKEN)
    assert "--staged checks the index" in ran.err
    assert wfk("lint", "--staged", "--diff").code == 1


@pytest.mark.parametrize("choice", [("--staged",), ("--changed-since", "HEAD")])
def test_only_what_differs_is_asked_of_git(
    wfk: Wfk, monkeypatch: pytest.MonkeyPatch, choice: tuple[str, ...]
) -> None:
    for number in range(30):
        stage(f"workflows/many-{number}.json", workflow(f"many-{number}", [step("work")]))
    git("commit", "--quiet", "-m", "many")
    stage("workflows/many-7.json", BROKEN.replace("acme.plain", "acme.many-7"))
    asked: list[bytes] = []
    run: Any = subprocess.run

    def noted(command: list[str], **options: Any) -> Any:
        if "cat-file" in command:
            asked.append(options["input"])
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", noted)
    # The index was written in this second, in which a file may keep its times.
    monkeypatch.setattr("workflowkit.run.git_index._time_of_index", lambda _: 1 << 40)
    assert wfk("lint", *choice).code == 1
    assert sum(content.count(b"\n") for content in asked) <= 2
