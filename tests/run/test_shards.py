"""Shards and their merge: the merged report is that of the undivided run, byte for byte, or the parts are refused."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.run.test_streaming import CONFIG, TRIGGERS
from workflowkit.cache import identity
from workflowkit.cli.main import run
from workflowkit.report.formats import FORMATS
from workflowkit.run import glances, lint_stream, pool
from workflowkit.run.part_file import SavedPart

Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).resolve().parents[2]


def _workflow(own_id: str, *steps: dict[str, Any], **others: object) -> str:
    value = {
        "id": own_id,
        "name": "Ship",
        "description": "Use this to ship a change.",
        "version": "1.0.0",
        **others,
        "steps": [
            {"id": "plan", "title": "Plan", "prompt": "Read   the REQUEST. Capture: `size`."},
            {"id": "plan", "title": "Again", "prompt": "You MUST use {{nothing}}, or Phase 7."},
            *steps,
        ],
    }
    return json.dumps(value, indent=2) + "\n"


def write_small_catalog(folder: Path) -> None:
    """Write small workflows with findings of several kinds, in a project with another project in it."""
    workflows = folder / "workflows"
    workflows.mkdir(parents=True)
    (folder / "wfk.toml").write_text(CONFIG.replace("P001", "unknown-key"), "utf-8")
    (folder / "routines").mkdir()
    shutil.copy(ROOT / "tests/lint/routines/calling-survey.json", folder / "routines")
    text = _workflow("acme.ship", metaGuidance=["Run `wr.rutine-a` first.", "Be careful."])
    spoilt = text.replace('"steps"', '"stepz": [],\n  "steps"', 1)
    (workflows / "shaping.json").write_text(text, "utf-8")
    (workflows / "zz.json").write_text(spoilt, "utf-8")
    (workflows / "aa.json").write_text(text[:-30], "utf-8")
    (workflows / "triggers.yml").write_text(TRIGGERS, "utf-8")
    (workflows / "latin.json").write_bytes(
        b'{"id": "acme.latin", "name": "\xff", "clarificationPrompt": [], "steps": []}'
    )
    (workflows / "other.json").write_text('{"a": 1}', "utf-8")
    (folder / "sub/workflows").mkdir(parents=True)
    (folder / "sub/wfk.toml").write_text('[lint]\nprofile = "core"\n', "utf-8")
    (folder / "sub/workflows/copy.json").write_text(spoilt, "utf-8")


@pytest.fixture
def wfk(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in the folder of a catalog; returns exit code, output and messages. No time passes."""
    write_small_catalog(tmp_path / "catalog")
    monkeypatch.chdir(tmp_path / "catalog")
    monkeypatch.setattr(lint_stream, "time", SimpleNamespace(perf_counter=lambda: 0.0))
    monkeypatch.setattr(pool, "_has_threads", lambda: False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def _parts(wfk: Run, total: int, *arguments: str, folder: str = "../parts") -> list[str]:
    """Run all shards and return the files of the parts, the last one first."""
    paths = [f"{folder}/{number}.wfkpart" for number in range(total, 0, -1)]
    for number, path in zip(range(total, 0, -1), paths, strict=True):
        code, out, _ = wfk("lint", "--shard", f"{number}/{total}", "--save", path, *arguments)
        assert (code, out) == (0, "")
    return paths


def _reports(wfk: Run, folder: str, *arguments: str) -> tuple[int, str, dict[str, bytes]]:
    """Return the exit code, the output, and the report in each format."""
    outputs = [f"--output={name}={folder}/{name}" for name in FORMATS]
    code, out, _ = wfk(*arguments, *outputs)
    return code, out, {name: Path(folder, name).read_bytes() for name in FORMATS}


@pytest.mark.parametrize("total", [1, 4, 16])
def test_merged_parts_report_what_the_undivided_run_reports(wfk: Run, total: int) -> None:
    expected = _reports(wfk, "../whole", "lint")
    assert expected[0] == 1
    assert "suppressed" in expected[1]
    parts = _parts(wfk, total)
    files: list[str] = []
    for path in parts:
        with SavedPart(path) as part:
            files += part.paths
    assert len(set(files)) == len(files) < 16
    assert _reports(wfk, "../merged", "merge", *parts) == expected


def test_parts_of_stored_files_made_by_several_processes(
    wfk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _reports(wfk, "../whole", "lint")
    monkeypatch.setattr(glances, "MANY_FILES", 1)
    parts = _parts(wfk, 3, "-j", "2")
    assert _reports(wfk, "../merged", "merge", "-j", "2", *parts) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["--profile", "style", "--ignore", "P", "workflows"],
        ["--select", "P,C"],
        ["--only", "P035", "workflows/shaping.json"],
        ["--engine", ">=3.70.0", "workflows/shaping.json"],
        ["--exclude", "sub/**", "--no-baseline"],
        ["--profile", "core", "--no-ignore", "workflows", "sub"],
    ],
)
def test_what_decides_about_findings_is_given_to_the_shards(
    wfk: Run, arguments: Sequence[str]
) -> None:
    expected = _reports(wfk, "../whole", "lint", *arguments)
    parts = _parts(wfk, 2, *arguments)
    assert _reports(wfk, "../merged", "merge", *parts) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["--max-findings", "3"],
        ["--quiet"],
        ["--statistics"],
        ["--statistics", "--format", "json"],
        ["--fail-on", "error", "--format", "sarif"],
        ["--format", "github"],
    ],
)
def test_what_decides_about_reports_is_given_to_the_merge(
    wfk: Run, arguments: Sequence[str]
) -> None:
    expected = wfk("lint", *arguments)
    assert wfk("merge", *_parts(wfk, 2), *arguments) == expected


def test_color_is_asked_of_shards_and_merge(wfk: Run) -> None:
    expected = wfk("lint", "--color", "always")
    assert "\x1b[" in expected[1]
    parts = _parts(wfk, 2, "--color", "always")
    assert wfk("merge", *parts, "--color", "always") == expected
    assert wfk("merge", *parts) == wfk("lint")
    code, out, err = wfk("merge", *_parts(wfk, 2), "--color", "always")
    assert (code, out) == (2, "")
    assert "--color always to the shards" in err


def test_a_baseline_hides_the_same(wfk: Run) -> None:
    wfk("lint", "--write-baseline", "workflows")
    path = Path("workflows/zz.json")
    path.write_text(path.read_text("utf-8").replace('"stepz"', '"stepy"'), "utf-8")
    expected = _reports(wfk, "../whole", "lint")
    assert "in the baseline" in expected[1]
    assert _reports(wfk, "../merged", "merge", *_parts(wfk, 2)) == expected


def test_the_summary_of_a_step_is_written_by_the_merge(
    wfk: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = _parts(wfk, 2)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "../one.md")
    wfk("lint", "--format", "github")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "../other.md")
    wfk("merge", "--format", "github", *parts)
    assert Path("../other.md").read_bytes() == Path("../one.md").read_bytes() != b""


def test_shards_and_merge_run_in_different_checkouts(
    wfk: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _reports(wfk, str(tmp_path / "whole"), "lint")
    parts = []
    for number in (1, 2):
        checkout = tmp_path / f"checkout{number}"
        shutil.copytree(tmp_path / "catalog", checkout)
        monkeypatch.chdir(checkout)
        parts.append(str(tmp_path / f"{number}.wfkpart"))
        wfk("lint", "--shard", f"{number}/2", "--save", parts[-1])
        monkeypatch.chdir(tmp_path / "catalog")
        shutil.rmtree(checkout)
    assert _reports(wfk, str(tmp_path / "merged"), "merge", *parts) == expected


def _refusal(wfk: Run, *arguments: str) -> tuple[int, str]:
    """Return exit code and message of a command that prints no report."""
    code, out, err = wfk(*arguments)
    assert out == ""
    return code, err.strip().splitlines()[-2]


def test_all_parts_are_needed_once(wfk: Run) -> None:
    third, second, first = _parts(wfk, 3)
    assert _refusal(wfk, "merge", first) == (2, "wfk: missing parts 2, 3 of 3")
    assert _refusal(wfk, "merge", first, third) == (2, "wfk: missing part 2 of 3")
    told = f"wfk: part 1 of 3 is given twice: {first} and {first}"
    assert _refusal(wfk, "merge", first, second, third, first) == (2, told)
    (_, other) = _parts(wfk, 2, folder="../others")
    told = f"wfk: {third} is one of 3 parts, and {other} one of 2"
    assert _refusal(wfk, "merge", third, other) == (2, told)


def test_parts_of_different_runs_are_refused(wfk: Run) -> None:
    second, first = _parts(wfk, 2)
    (other, _) = _parts(wfk, 2, "--profile", "style", folder="../others")
    told = f"wfk: {first} and {other} are of runs with different options"
    assert _refusal(wfk, "merge", first, other) == (2, told)
    config = Path("wfk.toml")
    config.write_text(config.read_text("utf-8").replace('"style"', '"core"'), "utf-8")
    (other, _) = _parts(wfk, 2, folder="../others")
    told = f"wfk: {first} and {other} are of runs with different settings"
    assert _refusal(wfk, "merge", first, other) == (2, told)
    assert _refusal(wfk, "merge", first, second) == (
        2,
        f"wfk: {first}: the shards had other settings",
    )


def test_a_part_of_another_tool_is_refused(wfk: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = _parts(wfk, 1)
    own = identity.code()
    monkeypatch.setattr(identity, "code", lambda: ("0.0.1", *own[1:]))
    code, told = _refusal(wfk, "merge", *parts)
    assert (code, told.partition(" (")[0]) == (
        2,
        f"wfk: {parts[0]}: the part was written by another installation of wfk",
    )


def _rename_id(path: str) -> None:
    text = Path(path).read_text("utf-8")
    Path(path).write_text(text.replace('"id": "', '"id": "x', 1), "utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda: _rename_id("workflows/shaping.json"), "workflows/shaping.json has changed"),
        (lambda: shutil.copy("workflows/shaping.json", "workflows/b.json"), "workflows/b.json is new"),
        (lambda: Path("workflows/aa.json").unlink(), "workflows/aa.json no longer exists"),
        (lambda: Path("workflows/zz.json").write_bytes(b"["), "workflows/zz.json has changed"),
        (lambda: Path("sub/workflows/copy.json").write_bytes(b"{}"), "sub/workflows/copy.json has changed"),
    ],
)  # fmt: skip
def test_files_that_have_changed_are_named(
    wfk: Run, change: Callable[[], object], told: str
) -> None:
    parts = _parts(wfk, 3)
    change()
    code, message = _refusal(wfk, "merge", *parts)
    assert code == 3
    assert message.startswith(f"wfk: {told}") or "workflows/copy.json no longer" in message


def test_files_that_a_workflow_depends_on_are_compared(wfk: Run) -> None:
    workflow = '{"id": "acme.a", "name": "A", "description": "d", "version": "1.0.0", "references": [{"id": "r", "title": "R", "source": "workflows/notes.md", "purpose": "p", "authoritative": true, "resolveFrom": "package"}], "steps": [{"id": "a", "title": "A", "prompt": "Do it."}]}'
    Path("package.json").write_text('{"name": "a"}', "utf-8")
    Path("workflows/notes.md").write_text("x", "utf-8")
    Path("workflows/n.json").write_text(workflow, "utf-8")
    parts = _parts(wfk, 2)
    assert wfk("merge", *parts)[0] == 1
    Path("workflows/notes.md").unlink()
    told = "wfk: workflows/n.json depends on a file that has changed since the shards ran"
    assert _refusal(wfk, "merge", *parts) == (3, told)


def test_damaged_parts_are_refused(wfk: Run) -> None:
    (part,) = _parts(wfk, 1)
    content = Path(part).read_bytes()
    for place in range(0, len(content), max(1, len(content) // 12)):
        changed = bytearray(content)
        changed[place] ^= 0x15
        for damaged in (bytes(changed), content[:place], content + content[: place + 1]):
            Path(part).write_bytes(damaged)
            code, out, err = wfk("merge", part)
            assert (code, out) == (3, "")
            assert err.startswith(f"wfk: {part}: ")
            assert "internal error" not in err


def test_what_is_no_part_is_refused(wfk: Run) -> None:
    told = "wfk: workflows/shaping.json: not a part of a run"
    assert _refusal(wfk, "merge", "workflows/shaping.json") == (3, told)
    assert wfk("merge", "workflows")[0] == 3
    assert wfk("merge")[0] == 2
    assert wfk("merge", "none.wfkpart")[0] == 2
    Path("later.wfkpart").write_bytes(b"wfk part 9\n" + bytes(100))
    told = "wfk: later.wfkpart: the part was written by another version of wfk"
    assert _refusal(wfk, "merge", "later.wfkpart") == (3, told)


def test_nothing_but_a_part_is_overwritten(wfk: Run) -> None:
    before = Path("workflows/shaping.json").read_bytes()
    arguments = ("lint", "--shard", "1/1", "--save")
    assert wfk(*arguments, "workflows/shaping.json")[0] == 2
    assert Path("workflows/shaping.json").read_bytes() == before
    Path("notes.md").write_bytes(b"# Notes")
    told = "wfk: notes.md is not a part of a run, and --save would overwrite it"
    assert _refusal(wfk, *arguments, "notes.md") == (2, told)
    assert Path("notes.md").read_bytes() == b"# Notes"
    assert wfk(*arguments, "../p")[0] == wfk(*arguments, "../p")[0] == 0


def _tree(folder: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def _compiled(wfk: Run, total: int, *arguments: str) -> list[str]:
    """Compile all shards and return the files of the parts, the last one first."""
    paths = [f"../compiled/{number}.wfkpart" for number in range(total, 0, -1)]
    for number, path in zip(range(total, 0, -1), paths, strict=True):
        code, out, _ = wfk("compile", "--shard", f"{number}/{total}", "--save", path, *arguments)
        assert (code, out) == (0, "")
    return paths


def _without_time(ran: tuple[int, str, str]) -> tuple[int, str]:
    return ran[0], re.sub(r", [0-9.]+ m?s\n", "\n", ran[1])


@pytest.fixture
def compilable(wfk: Run) -> None:
    """Workflows with a routine, with bindings, with one id in two files, and with a stale review; one does not compile."""
    step = {
        "id": "survey",
        "title": "Survey",
        "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "ideas.md", "quantity": 8},
        },
    }
    slot = {"slotId": "ask", "purpose": "p", "default": "wr.routine-ideation"}
    for name, own_id in (
        ("b", "acme.twin"),
        ("c", "acme.twin"),
        ("d", "acme.other"),
        ("e", "acme.edit"),
    ):
        one = {"id": "one", "title": "One", "prompt": f"Do {name}, then {{{{wr.bindings.ask}}}}."}
        workflow = json.loads(
            _workflow(own_id, extensionPoints=[slot], validatedAgainstSpecVersion=7)
        )
        workflow["steps"] = [one, step] if name == "d" else [one]
        Path(f"workflows/{name}.json").write_text(json.dumps(workflow, indent=2), "utf-8")
    Path("bindings.json").write_text('{"acme.edit": {"ask": "acme.other"}}', "utf-8")
    for path in ("latin", "other", "zz"):
        Path(f"workflows/{path}.json").unlink()


@pytest.mark.parametrize("total", [1, 3])
def test_merged_parts_compile_to_the_folder_of_the_undivided_run(
    wfk: Run, compilable: None, total: int
) -> None:
    options = ("workflows", "--bindings", "bindings.json")
    whole = _without_time(wfk("compile", *options, "--out", "../out"))
    assert "is claimed by workflows/b.json and workflows/c.json" in whole[1]
    tree = _tree("../out")
    for text in (
        b'"likely"',
        b'"ask": "acme.other"',
        b'"wr.routine-ideation": [\n        "acme.other"',
    ):
        assert text in tree["manifest.json"]
    shutil.move("../out", "../whole")
    parts = _compiled(wfk, total, *options)
    assert _without_time(wfk("merge", *parts, "--out", "../out")) == whole
    assert _tree("../out") == tree


def test_a_merged_build_checks_prunes_and_keeps_like_the_undivided_run(
    wfk: Run, compilable: None
) -> None:
    for out in ("../one", "../two"):
        wfk("compile", "workflows", "--out", out)
    Path("workflows/aa.json").unlink()
    Path("workflows/c.json").unlink()
    Path("workflows/e.json").unlink()
    for paths, option in (
        (("workflows/d.json",), "--check"),
        (("workflows/d.json",), "--prune"),
        ((), "--check"),
        ((), "--prune"),
    ):
        arguments = ("--no-ignore", *paths)
        whole = wfk("compile", *arguments, option, "--out", "../one")
        merged = wfk("merge", *_compiled(wfk, 2, *arguments), option, "--out", "../two")
        assert _without_time(merged) == (
            whole[0],
            _without_time(whole)[1].replace("../one", "../two"),
        )
        assert _tree("../two") == _tree("../one")


def test_what_parts_are_compiled_with_is_compared(wfk: Run, compilable: None) -> None:
    parts = _compiled(wfk, 2, "workflows", "--bindings", "bindings.json")
    Path("bindings.json").write_text("{}", "utf-8")
    told = f"wfk: {parts[0]}: the shards had other settings"
    assert _refusal(wfk, "merge", *parts) == (2, told)
    parts = _compiled(wfk, 2, "workflows", "--bindings", "bindings.json")
    _rename_id("workflows/d.json")
    told = "wfk: workflows/d.json has changed since the shards ran"
    assert _refusal(wfk, "merge", *parts) == (3, told)
    (other, _) = _parts(wfk, 2, "workflows", folder="../others")
    told = f"wfk: {parts[1]} and {other} are of runs with different options"
    assert _refusal(wfk, "merge", parts[1], other) == (2, told)


@pytest.mark.parametrize("change", ["--write-baseline", "--prune-baseline"])
def test_merged_parts_change_a_baseline_as_the_undivided_run_does(wfk: Run, change: str) -> None:
    assert wfk("lint", "--write-baseline", "--ignore", "S002")[0] == 0
    path = Path("workflows/shaping.json")
    path.write_text(path.read_text("utf-8").replace("wr.rutine-a", "wr.rutine-b"), "utf-8")
    Path("workflows/zz.json").unlink()
    files = [Path("wfk-baseline.json"), Path("sub/wfk-baseline.json")]
    before = [file.read_bytes() for file in files]
    whole = wfk("lint", change)
    after = [file.read_bytes() for file in files]
    assert after != before
    for file, content in zip(files, before, strict=True):
        file.write_bytes(content)
    parts = _parts(wfk, 3, change)
    assert wfk("merge", *parts)[:2] == whole[:2]
    assert [file.read_bytes() for file in files] == after


def test_a_first_baseline_is_written_where_shards_are_told(wfk: Run) -> None:
    whole = wfk("lint", "--write-baseline", "--baseline", "known.json", "workflows")
    expected = Path("known.json").read_bytes()
    Path("known.json").unlink()
    parts = _parts(wfk, 2, "--write-baseline", "--baseline", "known.json", "workflows")
    assert wfk("merge", *parts)[:2] == whole[:2]
    assert Path("known.json").read_bytes() == expected


def test_options_of_other_parts_are_refused_by_the_merge(wfk: Run) -> None:
    (part,) = _parts(wfk, 1)
    told = "wfk: --out has no effect: these parts become reports"
    assert _refusal(wfk, "merge", part, "--out", "x") == (2, told)
    (part,) = _parts(wfk, 1, "--write-baseline")
    told = "wfk: --format has no effect: these parts become a baseline"
    assert _refusal(wfk, "merge", part, "--format", "json") == (2, told)
    (part,) = _compiled(wfk, 1)
    told = "wfk: --fail-on has no effect: these parts become compiled files"
    assert _refusal(wfk, "merge", part, "--fail-on", "error") == (2, told)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--shard", "1/2"],
        ["--save", "../p"],
        *(["--shard", shard, "--save", "../p"] for shard in ("0/2", "3/2", "x", "1", "1/99999", "")),
        *(
            ["--shard", "1/2", "--save", "../p", *others]
            for others in (
                ["--fix"], ["--diff"], ["--unsafe-fixes"],
                ["--witness", "w"], ["--changed-since", "main"], ["--staged"], ["--profile-time"],
                ["--show-settings"], ["--format", "json"], ["--output", "json=x"],
                ["--max-findings", "1"], ["--fail-on", "error"], ["--statistics"], ["-"],
                ["--check"], ["--stop-after", "expand-routines"],
            )
        ),
    ],
)  # fmt: skip
def test_what_shards_do_not_support_is_an_error(wfk: Run, arguments: Sequence[str]) -> None:
    command = "compile" if "--check" in arguments or "--stop-after" in arguments else "lint"
    code, out, err = wfk(command, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("wfk: ")
    assert not Path("../p").exists()
