"""`wfk budget`: limits, formats, comparison with a commit, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import GOOD, Wfk
from workflowkit.schemas.json_schema import json_schema


def git(*arguments: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(good: Path) -> Path:
    """A repository whose only commit has a workflow, a routine and a spec overlay; returns the workflow."""
    routine = {
        "id": "wr.routine-own-check",
        "name": "Own check",
        "description": "Use this to check.",
        "version": "1.0.0",
        "steps": [{"id": "inspect", "title": "Inspect", "prompt": "Inspect the result."}],
    }
    blocks = {
        "goal": "Cut it.",
        "constraints": [[{"kind": "ref", "refId": "wr.refs.memory_query"}]],
    }
    value = json.loads(GOOD)
    value["features"] = ["wr.features.memory_context"]
    value["steps"] += [
        {"id": "cut", "title": "Cut", "promptBlocks": blocks},
        {
            "id": "call",
            "title": "Call",
            "templateCall": {"templateId": "wr.templates.routine.own-check", "args": {}},
        },
    ]
    good.write_text(json.dumps(value), "utf-8")
    for name, content in {
        "routines/own-check.json": json.dumps(routine),
        "pack/refs/memory_query.md": "Ask the memory once.",
        "pack/features/memory_context.json": json.dumps({"verify": ["It was asked."]}),
        "wfk.toml": 'spec = "pack"\nroutines = ["routines"]\n[lint]\nprofile = "core"\n',
    }.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, "utf-8")
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "first")
    return good


def report(wfk: Wfk, *arguments: str) -> Any:
    ran = wfk("budget", "--format", "json", *arguments)
    value = json.loads(ran.out)
    jsonschema.Draft202012Validator(json_schema("budget")).validate(value)
    return value


def change(wfk: Wfk, path: Path) -> dict[str, Any]:
    (workflow,) = report(wfk, str(path), "--against", "HEAD")["workflows"]
    found: dict[str, Any] = workflow["change"]
    return found


def causes(found: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(cause["writer"], cause["name"], cause["step"]) for cause in found["causes"]]


def test_text(good: Path, wfk: Wfk) -> None:
    ran = wfk("budget", str(good))
    assert ran.code == 0
    assert "all prompts of a path" in ran.out
    assert ran.out.splitlines()[-1].startswith("1 workflow, tokens")


def test_limits_of_the_command_line(good: Path, wfk: Wfk) -> None:
    ran = wfk("budget", str(good), "--max-step", "1", "-q")
    assert ran.code == 1
    assert "step 'build' has " in ran.out
    assert wfk("budget", str(good), "--max-step", "100000").code == 0
    assert wfk("budget", str(good), "--max-path", "1").code == 1


def test_limits_of_the_configuration(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text("[budget]\nmax-path = 1\n", "utf-8")
    assert wfk("budget", str(good)).code == 1
    assert wfk("budget", str(good), "--max-path", "100000").code == 0
    Path("wfk.toml").write_text("[budget]\nmax-path = 0\n", "utf-8")
    ran = wfk("budget", str(good))
    assert ran.code == 2
    assert "'max-path' in [budget] is not a whole number of 1 or more" in ran.err


def test_a_refused_workflow_is_reported(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace('"title"', '"tilte"'), "utf-8")
    ran = wfk("budget", str(good))
    assert ran.code == 1
    assert "1 file refused" in ran.out
    assert "tilte" in ran.err


def test_exit_codes(good: Path, wfk: Wfk) -> None:
    assert wfk("budget", "missing.json").code == 2
    assert wfk("budget", str(good), "--against", "HEAD").code == 2
    os.symlink("nowhere.json", "dangling.json")
    ran = wfk("budget", "dangling.json", str(good))
    assert (ran.code, "1 file refused" in ran.out) == (1, True)
    assert "acme.release" in ran.out


def test_no_change(repository: Path, wfk: Wfk) -> None:
    found = change(wfk, repository)
    assert found["causes"] == []
    assert not found["hasOtherFlow"]
    assert "no change" in wfk("budget", str(repository), "--against", "HEAD").out


def test_own_text(repository: Path, wfk: Wfk) -> None:
    text = repository.read_text("utf-8")
    repository.write_text(text.replace("Cut it.", "Cut it twice."), "utf-8")
    found = change(wfk, repository)
    assert causes(found) == [("own", "", "cut")]
    # One short word more.
    assert found["causes"][0]["after"] - found["causes"][0]["before"] == 1
    ran = wfk("budget", str(repository), "--against", "HEAD", "--format", "markdown")
    assert "least +1 to " in ran.out
    assert "+1 step cut, own text" in ran.out


@pytest.mark.parametrize(
    ("path", "before", "after", "expected"),
    [
        (
            "routines/own-check.json",
            "Inspect the result.",
            "Inspect the whole result.",
            ("routine", "wr.routine-own-check", None),
        ),
        (
            "pack/refs/memory_query.md",
            "the memory once",
            "the whole memory once",
            ("ref", "wr.refs.memory_query", None),
        ),
        (
            "pack/features/memory_context.json",
            "It was asked.",
            "It was asked twice.",
            ("feature", "wr.features.memory_context", None),
        ),
    ],
)
def test_shared_text(
    repository: Path, wfk: Wfk, path: str, before: str, after: str, expected: Any
) -> None:
    Path(path).write_text(Path(path).read_text("utf-8").replace(before, after), "utf-8")
    found = change(wfk, repository)
    assert causes(found) == [expected]
    assert found["causes"][0]["after"] - found["causes"][0]["before"] == 1
    assert not found["hasOtherFlow"]


def test_a_condition_is_other_flow(repository: Path, wfk: Wfk) -> None:
    value = json.loads(repository.read_text("utf-8"))
    value["steps"][1]["runCondition"] = {"var": "mode", "equals": "full"}
    repository.write_text(json.dumps(value), "utf-8")
    found = change(wfk, repository)
    assert found["causes"] == []
    assert found["hasOtherFlow"]


def test_new_renamed_and_removed_files(repository: Path, wfk: Wfk) -> None:
    new = repository.with_name("new.json")
    new.write_text(GOOD.replace("acme.release", "acme.new"), "utf-8")
    repository.rename(repository.with_name("moved.json"))
    (moved, added) = report(wfk, "workflows", "--against", "HEAD")["workflows"]
    assert moved["change"]["causes"] == []
    assert moved["change"]["before"] == moved["paths"]
    assert added["change"]["before"] is None
    repository.with_name("moved.json").unlink()
    assert report(wfk, "workflows", "--against", "HEAD")["removed"] == ["workflows/release.json"]


def test_nothing_of_the_repository_is_run_or_changed(repository: Path, wfk: Wfk) -> None:
    for name, program in {
        "core.fsmonitor": "touch ran",
        "filter.x.smudge": "touch ran",
        "filter.x.clean": "touch ran",
        "diff.x.textconv": "touch ran",
    }.items():
        git("config", name, program)
    Path(".git/info/attributes").write_text("*.json filter=x diff=x\n", "utf-8")
    hook = Path(".git/hooks/post-checkout")
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch ran\n", "utf-8")
    hook.chmod(0o755)
    before = sorted(str(path) for path in Path().rglob("*"))
    assert wfk("budget", str(repository), "--against", "HEAD").code == 0
    assert sorted(str(path) for path in Path().rglob("*")) == before


@pytest.mark.parametrize("ref", ["--output=x", "nowhere", "HEAD:wfk.toml"])
def test_what_is_no_commit(repository: Path, wfk: Wfk, ref: str) -> None:
    ran = wfk("budget", str(repository), f"--against={ref}")
    assert (ran.code, ran.out) == (2, "")
    assert "neither a file, a folder nor a commit" in ran.err
    assert wfk("budget", str(repository), "--against=").code == 2
