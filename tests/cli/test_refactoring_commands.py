"""The refactorings as commands: patches that apply, writing all files or none, exit codes and JSON."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk
from workflowkit.errors import UnreadableFile
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text import files

STEPS = [
    {"id": "begin", "title": "Begin", "prompt": "Read the request."},
    {"id": "plan", "title": "Plan", "prompt": "Write the plan. Capture:\n- `planDoc`: its path"},
    {"id": "late", "title": "Late", "prompt": "Follow step `plan` and {{planDoc}}."},
]
FLOW = {
    "id": "acme.flow",
    "name": "Flow",
    "description": "Use this to follow a plan.",
    "version": "1.0.0",
    "steps": STEPS,
}
SCENARIO = "expect:\n  path: [begin, plan, late]\n"
RENAME = ("rename-step", "workflows/flow.json", "plan", "draft-it")


@pytest.fixture
def flow(folder: Path) -> Path:
    """A project with one workflow and a scenario."""
    path = folder / "workflows" / "flow.json"
    path.parent.mkdir()
    path.write_text(json.dumps(FLOW, indent=2) + "\n", "utf-8")
    (folder / "scenarios" / "flow").mkdir(parents=True)
    (folder / "scenarios" / "flow" / "a.yaml").write_text(SCENARIO, "utf-8")
    return path


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


COMMANDS = (
    RENAME,
    ("rename-key", "workflows/flow.json", "planDoc", "draftDoc"),
    ("rename-routine", "acme.flow", "acme.stream"),
    ("extract-routine", "workflows/flow.json", "plan", "late", "--id", "acme.routine-steps"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_patch_makes_what_write_makes(
    command: tuple[str, ...], flow: Path, folder: Path, wfk: Wfk
) -> None:
    before = _contents(folder)
    ran = wfk(*command)
    assert ran.code == 0
    assert _contents(folder) == before
    assert "the agent gets the same prompts" in ran.out
    assert "hash of workflows/flow.json: wf_" in ran.out
    patch = wfk(*command, "--quiet").out
    assert ran.out.startswith(patch)
    patched = folder / "patched"
    for name in ("workflows", "scenarios"):
        shutil.copytree(folder / name, patched / name)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=patched, check=True)
    made = _contents(patched)
    shutil.rmtree(patched)
    written = wfk(*command, "--write")
    assert written.code == 0
    assert {
        name: content for name, content in _contents(folder).items() if name != "wfk.toml"
    } == made
    assert made["workflows/flow.json"] != before["workflows/flow.json"]
    assert flow.exists()


def test_extract_and_inline_give_the_scenario_and_the_hash_again(
    flow: Path, folder: Path, wfk: Wfk
) -> None:
    hashed = wfk("hash", "workflows/flow.json").out
    command = (
        "extract-routine",
        "workflows/flow.json",
        "plan",
        "late",
        "--id",
        "acme.routine-steps",
    )
    assert wfk(*command, "--write").code == 0
    assert "steps.plan" in (folder / "scenarios/flow/a.yaml").read_text("utf-8")
    assert wfk("test").code == 0
    assert wfk("hash", "workflows/flow.json").out != hashed
    assert wfk("inline-routine", "workflows/flow.json", "steps", "--write").code == 0
    assert wfk("hash", "workflows/flow.json").out == hashed
    assert (folder / "scenarios/flow/a.yaml").read_text("utf-8") == SCENARIO
    assert flow.exists()


def test_color_on_request(flow: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[" not in wfk(*RENAME).out
    assert '\x1b[32m+      "id": "draft-it",' in wfk(*RENAME, "--color", "always").out
    assert flow.exists()


def test_json(flow: Path, wfk: Wfk) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    ran = wfk(*RENAME, "--format", "json")
    report = json.loads(ran.out)
    jsonschema.validate(report, json_schema("refactoring"))
    assert report["written"] is False
    assert [file["path"] for file in report["changed"]] == [
        "scenarios/flow/a.yaml",
        "workflows/flow.json",
    ]
    line = flow.read_text("utf-8").split("\n").index('      "id": "plan",') + 1
    assert report["changed"][1]["changes"][0] == {
        "startLine": line,
        "startColumn": 13,
        "endLine": line,
        "endColumn": 19,
        "text": '"draft-it"',
    }
    assert json.loads(wfk(*RENAME, "--format", "json", "--write").out)["written"] is True


def test_exit_codes(flow: Path, wfk: Wfk) -> None:
    unknown = wfk("rename-step", "workflows/flow.json", "plam", "draft-it")
    assert (unknown.code, unknown.out) == (2, "")
    assert "workflows/flow.json: the workflow has no step 'plam'" in unknown.err
    assert "did you mean 'plan'?" in unknown.err
    refused = wfk("extract-routine", "workflows/flow.json", "begin", "--id", "acme.routine-x")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("error: workflows/flow.json:7:5: step 'begin' is the first one")
    assert wfk("rename-step", "nowhere.json", "plan", "draft-it").code == 2
    assert wfk("rename-step", "workflows/flow.json", "plan").code == 2
    flow.write_text("{", "utf-8")
    broken = wfk(*RENAME)
    assert (broken.code, broken.out) == (1, "")
    assert "the file is not JSON" in broken.err


def test_no_file_is_written_when_one_cannot_be(
    flow: Path, folder: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _contents(folder)
    replace = files.replace

    def fails(path: Path, old: bytes, new: bytes) -> None:
        if path.name == "flow.json":
            raise UnreadableFile(f"{path}: no space left on device")
        replace(path, old, new)

    monkeypatch.setattr(files, "replace", fails)
    ran = wfk(*RENAME, "--write")
    assert ran.code == 3
    assert ran.err == "wfk: nothing was written: workflows/flow.json: no space left on device\n"
    assert _contents(folder) == before
    assert flow.exists()


def test_a_file_that_changes_meanwhile_is_left_alone(
    flow: Path, folder: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = folder / "scenarios/flow/a.yaml"
    holds = files.holds

    def changes(path: Path, content: bytes) -> bool:
        if path.name == "flow.json":
            flow.write_text("{}", "utf-8")
        return holds(path, content)

    monkeypatch.setattr(files, "holds", changes)
    ran = wfk(*RENAME, "--write")
    assert ran.code == 3
    assert "it was changed after it had been read" in ran.err
    assert flow.read_text("utf-8") == "{}"
    assert scenario.read_text("utf-8") == SCENARIO


def test_a_new_file_replaces_none(flow: Path, folder: Path, wfk: Wfk) -> None:
    (folder / "routines").mkdir()
    (folder / "routines" / "steps.json").write_text("not JSON", "utf-8")
    before = _contents(folder)
    ran = wfk(*COMMANDS[3], "--write")
    assert ran.code in (1, 3)
    assert "exists" in ran.err
    assert _contents(folder) == before
    assert flow.exists()


def test_a_file_below_another_folder(flow: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch) -> None:
    os.makedirs("elsewhere")
    monkeypatch.chdir("elsewhere")
    ran = wfk("rename-step", "../workflows/flow.json", "plan", "draft-it", "--write")
    assert ran.code == 0
    assert "draft-it" in flow.read_text("utf-8")
    assert "draft-it" in Path("../scenarios/flow/a.yaml").read_text("utf-8")
