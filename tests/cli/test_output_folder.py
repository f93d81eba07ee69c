"""The output folder: what a run over some files leaves alone, and what a killed run leaves behind."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOOD, Wfk
from workflowkit.run import pool
from workflowkit.text import files


def _add(folder: Path, *names: str) -> None:
    for name in names:
        (folder / f"{name}.json").write_text(GOOD.replace("acme.release", f"acme.{name}"), "utf-8")


@pytest.fixture
def three(folder: Path, wfk: Wfk) -> Path:
    """Three compiled workflows."""
    workflows = folder / "workflows"
    workflows.mkdir()
    _add(workflows, "one", "two", "three")
    assert wfk("compile", "workflows").code == 0
    return workflows


def _tree() -> dict[str, bytes]:
    return {
        path.relative_to("dist").as_posix(): path.read_bytes()
        for path in Path("dist").rglob("*")
        if path.is_file()
    }


def _manifest() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(Path("dist/manifest.json").read_text("utf-8"))
    return value


def test_compiling_one_file_leaves_the_others_alone(three: Path, wfk: Wfk) -> None:
    (three / "two.json").write_text(
        GOOD.replace("acme.release", "acme.two").replace("the tag", "the branch"), "utf-8"
    )
    before = _tree()
    ran = wfk("compile", "workflows/two.json")
    assert ran.code == 0
    assert "kept in the manifest: 2 files outside this run" in ran.out
    after = _tree()
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"manifest.json", "workflows/acme.two.json", "workflows/acme.two.map.json"}
    assert set(before) == set(after)
    # The result is that of a run over everything.
    wfk("compile", "--out", "whole")
    assert after["manifest.json"] == Path("whole/manifest.json").read_bytes()


def test_what_uses_what_is_merged_too(folder: Path, wfk: Wfk) -> None:
    blocks = '"promptBlocks": {"goal": [{"kind": "ref", "refId": "wr.refs.memory_usage"}]}'
    prompt = '"prompt": "Build the release from the tag that I name."'
    Path("workflows").mkdir()
    for name in ("one", "two"):
        text = GOOD.replace("acme.release", f"acme.{name}").replace(prompt, blocks)
        Path(f"workflows/{name}.json").write_text(text, "utf-8")
        assert wfk("compile", f"workflows/{name}.json").code == 0
    assert _manifest()["usedBy"]["refs"]["wr.refs.memory_usage"] == ["acme.one", "acme.two"]


def test_checking_some_files_compares_only_those(three: Path, wfk: Wfk) -> None:
    (three / "two.json").write_text("{", "utf-8")
    Path("dist/workflows/acme.three.json").write_text("{}", "utf-8")
    assert wfk("compile", "--check", "workflows/one.json").code == 0
    ran = wfk("compile", "--check", "workflows/three.json")
    assert (ran.code, "changed: dist/workflows/acme.three.json" in ran.out) == (1, True)


def test_pruning_a_partial_run_removes_only_what_has_no_source(three: Path, wfk: Wfk) -> None:
    (three / "two.json").unlink()
    wfk("compile", "workflows/one.json")
    assert "workflows/acme.two.json" in _tree()
    wfk("compile", "--prune", "workflows/one.json")
    assert sorted(_tree()) == [
        "manifest.json",
        "workflows/acme.one.json",
        "workflows/acme.one.map.json",
        "workflows/acme.three.json",
        "workflows/acme.three.map.json",
    ]
    assert [row["id"] for row in _manifest()["workflows"]] == ["acme.one", "acme.three"]
    assert wfk("compile", "--check").code == 0


def test_pruning_a_partial_run_removes_what_an_earlier_run_dropped_from_the_manifest(
    three: Path, wfk: Wfk
) -> None:
    two = three / "two.json"
    two.write_text(two.read_text("utf-8").replace("acme.two", "acme.second"), "utf-8")
    assert "kept: dist/workflows/acme.two.json" in wfk("compile", "workflows/two.json").out
    assert "acme.two" not in {row["id"] for row in _manifest()["workflows"]}
    (three / "one.json").unlink()
    assert "workflows/acme.two.json" in _tree()
    wfk("compile", "--prune", "workflows/two.json")
    left = {path for path in _tree() if not path.endswith(".map.json")}
    assert left == {"manifest.json", "workflows/acme.second.json", "workflows/acme.three.json"}
    # Without the manifest, source maps still tell what belongs to whom.
    Path("dist/manifest.json").unlink()
    wfk("compile", "--prune", "workflows/two.json")
    assert "workflows/acme.three.json" in _tree()


def test_nothing_is_pruned_while_a_file_does_not_compile(three: Path, wfk: Wfk) -> None:
    (three / "two.json").write_text("{", "utf-8")
    (three / "one.json").unlink()
    ran = wfk("compile", "--prune")
    assert ran.code == 1
    assert "nothing pruned: some files do not compile" in ran.out
    assert {"workflows/acme.one.json", "workflows/acme.two.json"} <= set(_tree())


def test_nothing_is_pruned_by_a_run_in_the_wrong_folder(three: Path, wfk: Wfk) -> None:
    Path("empty").mkdir()
    before = _tree()
    os.chdir("empty")
    (Path() / "wfk.toml").touch()
    assert wfk("compile", "--prune", "--out", "../dist").code == 2
    ran = wfk("compile", "--prune", "--out", "../dist", "--allow-empty")
    os.chdir("..")
    assert "nothing pruned: no workflow was found" in ran.out
    assert set(_tree()) == set(before)


def test_a_killed_run_leaves_the_old_manifest_and_its_traces_are_found(
    three: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(three, "four", "five")
    before = _tree()
    replace, written = os.replace, []

    def die_after_three(source: str, target: Path) -> None:
        written.append(target)
        if len(written) > 3:
            raise KeyboardInterrupt
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", die_after_three)
        assert wfk("compile").code == 130
    assert _tree()["manifest.json"] == before["manifest.json"]
    (three / "five.json").unlink()
    (three / "four.json").unlink()
    ran = wfk("compile", "--check")
    assert (ran.code, "leftover: dist/workflows/acme.five.json" in ran.out) == (1, True)
    for path in Path("dist").rglob(".*"):
        os.utime(path, (0, 0))
    wfk("compile", "--prune")
    assert _tree() == before
    assert wfk("compile", "--check").code == 0


def test_the_manifest_is_written_last(
    three: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(three, "four")
    (three / "one.json").unlink()
    states: list[tuple[str, bool]] = []
    write = files.write_blocks

    def record(path: Path, blocks: Iterable[bytes], **how: bool) -> None:
        states.append((path.name, Path("dist/workflows/acme.one.json").exists()))
        write(path, blocks, **how)

    monkeypatch.setattr(files, "write_blocks", record)
    wfk("compile", "--prune")
    assert states[-1] == ("manifest.json", False)
    assert [name for name, _ in states].count("manifest.json") == 1


def test_a_manifest_stays_when_an_output_cannot_be_written(three: Path, wfk: Wfk) -> None:
    _add(three, "four")
    before = _manifest()
    Path("dist/workflows/acme.four.json").mkdir()
    assert wfk("compile").code == 3
    assert _manifest() == before


@pytest.mark.parametrize("text", ["[" * 100_000, '{"workflows": [1, {"id": []}]}', "\xff", ""])
def test_a_damaged_manifest_is_replaced(three: Path, wfk: Wfk, text: str) -> None:
    before = _tree()
    Path("dist/manifest.json").write_bytes(text.encode("latin-1"))
    ran = wfk("compile")
    assert (ran.code, ran.err) == (0, "")
    assert _tree() == before


def test_a_workflow_is_never_overwritten_or_pruned(folder: Path, wfk: Wfk) -> None:
    """With `--out .` the outputs would go to where the sources are."""
    Path("workflows").mkdir()
    Path("workflows/acme.release.json").write_text(GOOD, "utf-8")
    ran = wfk("compile", "--out", ".")
    assert ran.code == 2
    assert "is a workflow, and compiling would overwrite it" in ran.err
    assert Path("workflows/acme.release.json").read_text("utf-8") == GOOD
    assert not Path("manifest.json").exists()
    Path("workflows/acme.release.json").rename("workflows/release.json")
    assert wfk("compile", "--prune", "--out", ".", "workflows/release.json").code == 0
    assert wfk("compile", "--prune", "--out", ".", "workflows").code == 0
    assert Path("workflows/release.json").read_text("utf-8") == GOOD


def test_foreign_files_in_the_folder_are_no_leftovers(three: Path, wfk: Wfk) -> None:
    Path("dist/workflows/notes.json").write_text('{"mine": true}', "utf-8")
    Path("dist/workflows/README.md").write_text("mine", "utf-8")
    assert wfk("compile", "--check").code == 0
    wfk("compile", "--prune")
    assert Path("dist/workflows/notes.json").is_file()


def test_outputs_never_go_through_a_link_out_of_the_folder(three: Path, wfk: Wfk) -> None:
    Path("precious").write_text("mine", "utf-8")
    Path("dist/workflows/acme.four.json").symlink_to("../../precious")
    _add(three, "four")
    assert wfk("compile").code == 0
    assert Path("precious").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "options", [("--check", "--prune"), ("--stop-after", "resolve-refs", "--prune")]
)
def test_options_that_contradict_each_other_are_refused(
    three: Path, wfk: Wfk, options: tuple[str, ...]
) -> None:
    assert wfk("compile", *options).code == 2


def test_ids_that_look_like_source_maps_have_their_own_files(folder: Path, wfk: Wfk) -> None:
    Path("workflows").mkdir()
    for name, workflow_id in (("a", "acme.map"), ("b", "acme-x"), ("c", "acme"), ("d", "con")):
        text = GOOD.replace("acme.release", workflow_id)
        Path(f"workflows/{name}.json").write_text(text, "utf-8")
    assert wfk("compile").code == 0
    for row in _manifest()["workflows"]:
        snapshot = json.loads(Path("dist", row["compiled"]).read_text("utf-8"))
        assert (snapshot["sourceKind"], snapshot["workflowId"]) == ("v1_pinned", row["id"])
    assert Path("dist/workflows/acme%2Emap.json").is_file()


@pytest.mark.parametrize("tag", ["the tag", r"the \ud800 tag"])
def test_a_deep_workflow_compiles(folder: Path, wfk: Wfk, tag: str) -> None:
    """As deep as the reader allows, which is deeper than recursion comes on some versions of Python."""
    condition = '{"not": ' * 390 + '{"var": "a", "equals": 1}' + "}" * 390
    Path("workflows").mkdir()
    text = GOOD.replace('"title"', f'"runCondition": {condition}, "title"').replace("the tag", tag)
    Path("workflows/deep.json").write_text(text, "utf-8")
    assert wfk("hash", "workflows/deep.json").out.startswith("sha256:")
    ran = wfk("compile")
    assert (ran.code, ran.err) == (0, "")
    snapshot = json.loads(Path("dist/workflows/acme.release.json").read_text("utf-8"))
    assert snapshot["definition"]["steps"][0]["runCondition"] == json.loads(condition)
    assert wfk("compile", "--stop-after", "resolve-refs").code == 0


def test_the_disk_is_waited_for_once_and_not_for_each_file(
    three: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("four", "five", "six", "seven"):
        _add(three, name)
    waits: list[int] = []
    monkeypatch.setattr(os, "fsync", waits.append)
    assert wfk("compile").code == 0
    # The folder of the workflows, and the manifest.
    assert len(waits) == 2


@pytest.mark.parametrize("n_workers", ["1", "2", "4"])
def test_outputs_do_not_depend_on_the_number_of_workers(
    three: Path, wfk: Wfk, n_workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_has_threads", lambda: False)
    for name in ("four", "five", "six", "seven", "eight"):
        _add(three, name)
    (three / "nine.json").write_text("no JSON", "utf-8")
    alone = wfk("compile", "-j", "1", "--out", "alone")
    shared = wfk("compile", "-j", n_workers, "--out", "shared")
    assert alone.code == shared.code == 1
    out = alone.out.replace("alone/", "shared/")
    assert re.sub(r"[0-9]+ ms", "", out) == re.sub(r"[0-9]+ ms", "", shared.out)
    assert _content("alone") == _content("shared") != {}


def _content(folder: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*.json")
    }
