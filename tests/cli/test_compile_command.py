from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Wfk
from workflowkit.compiler.canonical import workflow_hash


def test_compiling_writes_snapshot_source_map_and_manifest(good: Path, wfk: Wfk) -> None:
    ran = wfk("compile", "--out", "out")
    assert (ran.code, ran.err) == (0, "")
    assert sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*.json")) == [
        "manifest.json",
        "workflows/acme.release.json",
        "workflows/acme.release.map.json",
    ]
    manifest = json.loads(Path("out/manifest.json").read_text("utf-8"))
    (row,) = manifest["workflows"]
    snapshot = json.loads(Path("out/workflows/acme.release.json").read_text("utf-8"))
    assert row["workflowHash"] == workflow_hash(snapshot)
    assert row["source"] == "workflows/release.json"
    step_map = json.loads(Path("out/workflows/acme.release.map.json").read_text("utf-8"))
    assert [(step["id"], step["source"]) for step in step_map["steps"]] == [("build", "steps[0]")]


def test_a_run_in_a_folder_below_writes_beside_the_configuration(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert wfk("compile").code == 0
    folder = Path.cwd()
    monkeypatch.chdir(good.parent)
    ran = wfk("compile")
    assert (ran.code, "0 files written" in ran.out) == (0, True)
    assert "into ../dist/ " in ran.out
    assert not Path("dist").exists()
    assert (folder / "dist/manifest.json").is_file()


def test_compiling_twice_gives_the_same_bytes(good: Path, wfk: Wfk) -> None:
    wfk("compile", "--out", "one")
    wfk("compile", "--out", "two")
    for path in Path("one").rglob("*.json"):
        assert path.read_bytes() == Path("two", path.relative_to("one")).read_bytes()


def test_no_absolute_path_and_no_time_in_the_output(good: Path, wfk: Wfk) -> None:
    wfk("compile", str(good.resolve()), "--out", "out")
    text = "".join(path.read_text("utf-8") for path in Path("out").rglob("*.json"))
    assert str(good.parent.parent) not in text


def test_one_broken_file_does_not_keep_the_others_from_compiling(good: Path, wfk: Wfk) -> None:
    (good.parent / "broken.json").write_text(GOOD.replace('"title": "Build", ', ""), "utf-8")
    (good.parent / "no.json").write_text("{", "utf-8")
    ran = wfk("compile", "--out", "out")
    assert ran.code == 1
    assert Path("out/workflows/acme.release.json").is_file()
    assert "workflows/broken.json" in ran.out
    assert "workflows/no.json" in ran.out


def test_check_writes_nothing_and_lists_what_is_out_of_date(good: Path, wfk: Wfk) -> None:
    ran = wfk("compile", "--check", "--out", "out")
    assert ran.code == 1
    assert "missing: out/manifest.json" in ran.out
    assert not Path("out").exists()
    wfk("compile", "--out", "out")
    assert wfk("compile", "--check", "--out", "out").code == 0
    good.write_text(GOOD.replace("the tag", "the branch"), "utf-8")
    ran = wfk("compile", "--check", "--out", "out")
    assert ran.code == 1
    assert "changed: out/workflows/acme.release.json" in ran.out


def test_output_of_a_workflow_that_is_gone_stays_until_it_is_pruned(good: Path, wfk: Wfk) -> None:
    wfk("compile", "--out", "out")
    good.write_text(GOOD.replace("acme.release", "acme.delivery"), "utf-8")
    assert "leftover" in wfk("compile", "--check", "--out", "out").out
    ran = wfk("compile", "--out", "out")
    assert "kept: out/workflows/acme.release.json, which has no source\n" in ran.out
    assert Path("out/workflows/acme.release.json").is_file()
    ran = wfk("compile", "--check", "--out", "out")
    assert (ran.code, "leftover: out/workflows/acme.release.json\n" in ran.out) == (1, True)
    ran = wfk("compile", "--prune", "--out", "out")
    assert "  - workflows/acme.release.json\n" in ran.out
    assert wfk("compile", "--check", "--out", "out").code == 0
    assert [path.name for path in sorted(Path("out/workflows").iterdir())] == [
        "acme.delivery.json",
        "acme.delivery.map.json",
    ]


def test_two_files_with_one_id_are_told_and_the_first_is_compiled(good: Path, wfk: Wfk) -> None:
    (good.parent / "a.json").write_text(GOOD.replace("Release", "Other"), "utf-8")
    ran = wfk("compile", "--out", "out")
    assert ran.code == 1
    assert "'acme.release' is claimed by workflows/a.json and workflows/release.json" in ran.out
    manifest = json.loads(Path("out/manifest.json").read_text("utf-8"))
    assert manifest["duplicates"] == [
        {
            "id": "acme.release",
            "winner": "workflows/a.json",
            "shadowed": ["workflows/release.json"],
        }
    ]


def test_two_runs_at_once_leave_a_whole_result(good: Path, wfk: Wfk) -> None:
    for number in range(8):
        text = GOOD.replace("acme.release", f"acme.release-{number}")
        (good.parent / f"{number}.json").write_text(text, "utf-8")
    command = [sys.executable, "-m", "workflowkit", "compile", "--out", "out"]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert wfk("compile", "--check", "--out", "out").code == 0
    assert [path.name for path in Path("out").iterdir() if path.name.startswith(".")] == []


def test_a_stage_can_be_printed(good: Path, wfk: Wfk) -> None:
    blocks = '"promptBlocks": {"goal": "Build it."}'
    prompt = '"prompt": "Build the release from the tag that I name."'
    good.write_text(GOOD.replace(prompt, blocks), "utf-8")
    before = json.loads(wfk("compile", "--stop-after", "resolve-refs").out)
    after = json.loads(wfk("compile", "--stop-after", "render-blocks").out)
    assert before[0]["steps"][0]["promptBlocks"] == {"goal": "Build it."}
    assert after[0]["steps"][0]["prompt"] == "## Goal\nBuild it."


def test_hash_judges_each_file_alone(good: Path, wfk: Wfk) -> None:
    (good.parent / "bad.json").write_text("[]", "utf-8")
    ran = wfk("hash", "workflows/release.json", "workflows/bad.json")
    assert ran.code == 1
    first, second, reason, help = ran.out.splitlines()
    assert first.startswith("sha256:")
    assert first.endswith("  workflows/release.json")
    assert second == "invalid  workflows/bad.json"
    assert reason == "  schema_failed: the document is []; expected a workflow object"
    assert help == "  = help: run wfk lint workflows/bad.json"
    rows = [
        json.loads(line)
        for line in wfk("hash", "--format", "jsonl", "workflows").out.splitlines()
        if line
    ]
    assert [(row["path"], row["id"], row["ok"], row["outcome"]) for row in rows] == [
        ("workflows/bad.json", None, False, "schema_failed"),
        ("workflows/release.json", "acme.release", True, "valid"),
    ]
    assert all({"hash", "errors"} <= row.keys() for row in rows)


def test_an_own_spec_pack_replaces_texts_file_by_file(good: Path, wfk: Wfk) -> None:
    step = '{"id": "build", "title": "Build", "promptBlocks": {"goal": [{"kind": "ref", "refId": "wr.refs.memory_usage"}]}}'
    good.write_text(GOOD[: GOOD.index('"steps"')] + f'"steps": [{step}]}}', "utf-8")
    bundled = wfk("hash", str(good)).out
    refs = Path("pack/refs")
    refs.mkdir(parents=True)
    (refs / "memory_usage.md").write_text("Notes:\n- keep them\n", "utf-8")
    assert wfk("hash", str(good), "--spec", "pack").out != bundled
    stage = json.loads(wfk("compile", "--spec", "pack", "--stop-after", "render-blocks").out)
    assert stage[0]["steps"][0]["prompt"] == "## Goal\nNotes:\n- keep them"


def test_an_unknown_engine_is_a_usage_error(good: Path, wfk: Wfk) -> None:
    ran = wfk("hash", str(good), "--engine", "none")
    assert ran.code == 2
    assert "write 3.66.0 to 3.121.0" in ran.err
