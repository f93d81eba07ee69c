"""Files and names that somebody prepared: nothing hangs, crashes, or acts on the terminal or the CI server."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOOD, Wfk
from tests.programs import warm

EVIL = "a\n::error::owned\r\x1b]0;t\x07\x9b31m\u202egpj.json"


def _wfk(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which cannot hang the tests."""
    return warm.wfk(*arguments)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("lint", "workflows"), 1),
        (("lint", "workflows/pipe.json"), 1),
        (("lint", "--baseline", "workflows/pipe.json"), 3),
        (("lint", "--fix", "workflows"), 1),
        (("fmt", "workflows"), 1),
        (("compile", "workflows"), 1),
        (("hash", "workflows"), 1),
        (("stale", "workflows"), None),
        (("stamp", "workflows"), 1),
        (("list", "workflows"), None),
        (("check",), None),
        (("lint", "--bindings", "workflows/pipe.json"), 3),
        (("triggers", "validate", "workflows/pipe.json"), 3),
        (("sessions", "metrics", "workflows/pipe.json"), 3),
        (("sessions", "metrics", "pipe.jsonl"), 3),
    ],
)
def test_pipes_devices_and_giants_neither_hang_nor_stop_the_rest(
    good: Path, arguments: tuple[str, ...], code: int | None
) -> None:
    os.mkfifo("workflows/pipe.json")
    os.mkfifo("pipe.jsonl")
    Path("workflows/zero.json").symlink_to("/dev/zero")
    Path("workflows/giant.json").touch()
    os.truncate("workflows/giant.json", 20_000_000_000)
    Path("workflows/dangling.json").symlink_to("nowhere")
    ran = _wfk(*arguments)
    assert "internal error" not in ran.stderr
    if code is not None:
        assert ran.returncode == code
    if arguments == ("lint", "workflows"):
        for message in (
            "the file cannot be read: it is no regular file",
            "the file has 20000 MB; more than 32 MB are not read",
            "the file cannot be read: it is a link to a file that does not exist",
        ):
            assert message in ran.stdout
    if arguments == ("compile", "workflows"):
        assert Path("dist/workflows/acme.release.json").is_file()
    if arguments == ("hash", "workflows"):
        assert "  workflows/release.json" in ran.stdout


@pytest.mark.parametrize("command", ["lint", "fmt", "compile", "hash"])
def test_a_folder_that_cannot_be_searched_is_told(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Permissions do not stop every user, so the refusal is the system's own error, raised where it would be."""
    (good.parent / "shut").mkdir()
    scandir = os.scandir

    def refuse(path: Any = ".") -> Any:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ran = wfk(command, "workflows")
    assert ran.code == 1
    assert "workflows/shut" in ran.out + ran.err
    if command != "hash":
        assert "the folder cannot be read: permission denied" in ran.out + ran.err


def test_routines_that_cannot_be_listed_are_not_taken_for_none(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("own").mkdir()
    scandir = os.scandir

    def refuse(path: Any = ".") -> Any:
        if str(path).endswith("own"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    ran = wfk("lint", "--routines", "own")
    assert (ran.code, ran.err) == (3, "wfk: own: permission denied\n")


COMMANDS = [
    ("lint",), ("lint", "--format", "concise"), ("lint", "--format", "github"), ("lint", "--fix"),
    ("lint", "--diff"), ("lint", "--write-baseline"), ("lint", "--baseline", EVIL),
    ("fmt", "--check"), ("fmt", "--diff"), ("fmt",), ("hash", "."), ("compile",),
    ("compile", "--check"), ("compile", "--out", f"out{EVIL}"), ("stamp", "--dry-run", "."),
    ("stamp", "."), ("list",), ("check",), ("stale",), ("show", EVIL), ("sessions", "metrics", "."),
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    "text", [GOOD, GOOD.replace('"version": "1.0.0"', '"verzion": "1.0.0"'), "{"]
)
def test_names_cannot_act_on_a_terminal_or_a_ci_server(
    folder: Path, wfk: Wfk, command: tuple[str, ...], text: str
) -> None:
    for name in (EVIL, f"b{EVIL}"):
        Path(name).write_text(text.replace("\n", "\n "), "utf-8")
        Path(f"{name}.jsonl").write_text("{", "utf-8")
    ran = wfk(*command)
    assert "internal error" not in ran.err
    for shown in (ran.out, ran.err):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
        assert not any(line.lstrip().startswith("::error::") for line in shown.splitlines())


def test_lone_surrogates_and_strange_paths_fit_into_a_baseline(good: Path, wfk: Wfk) -> None:
    (good.parent / "a.json").write_text('{"id": "\\udfff", "\\ud800": 1, "steps": []}', "utf-8")
    with open(os.fsencode(str(good.parent)) + b"/\xff.json", "w") as stream:
        stream.write('{"steps": 1}')
    assert wfk("lint", "--write-baseline").code == 0
    entries = json.loads(Path("wfk-baseline.json").read_text("utf-8"))
    assert r"unknown key '\ud800'" in {entry["message"] for entry in entries["findings"]}
    assert "workflows/\udcff.json" in {entry["path"] for entry in entries["findings"]}
    assert wfk("lint", "--baseline", "wfk-baseline.json").code == 0


def test_an_array_of_objects_can_be_formatted(folder: Path, wfk: Wfk) -> None:
    Path("a.json").write_text('[{"a":1},[{"b":[2]}]]', "utf-8")
    assert wfk("fmt", "a.json").code == 0
    assert json.loads(Path("a.json").read_text("utf-8")) == [{"a": 1}, [{"b": [2]}]]


def test_a_patch_of_a_strange_path_can_be_applied(folder: Path, wfk: Wfk) -> None:
    name = 'sp ace\t"q"\n.json'
    text = GOOD.replace("\n", "\n ").replace("the tag", "the \u2028\x85 tag")
    Path(name).write_text(text, "utf-8")
    patch = wfk("fmt", "--diff", name).out
    subprocess.run(["git", "apply", "--unsafe-paths", "-"], input=patch.encode(), check=True)
    assert Path(name).read_text("utf-8") != text
    assert wfk("fmt", "--check", name).code == 0


ACT = "a\x1b]0;x\x07\u202e ##[error]x ##vso[task.complete]\n::error::x\n##[error]x"
"""Text that acts on a terminal and, on its second line, on a CI server."""

ON_CONTENTS = [
    ("diff", "old", "new"), ("diff", "--format", "markdown", "old", "new"), ("diff", "new", "old"),
    ("diff", "old", f"new/{EVIL}"), ("breaking", "--against", "old", "new"),
    ("breaking", "--category", "prompt", "--against", "old", "new"),
    ("budget", "old", "new"), ("budget", "--against", "old", "new"), ("compat", "old", "new"),
    ("show", f"new/{EVIL}"), ("graph", f"new/{EVIL}"), ("preview", f"new/{EVIL}"),
    ("simulate", "--auto", f"new/{EVIL}"), ("simulate", "--explore", f"new/{EVIL}"),
    ("scenarios", "propose", f"new/{EVIL}"), ("test", f"scenarios/{EVIL}.yaml"), ("test", "-v"),
    ("lint", "new", "--statistics"), ("lint", "new", "--format", "markdown"),
    ("lint", "new", "--format", "junit"), ("lint", "new", "--format", "gitlab"),
    ("lint", "new", "--verbose"), ("check", "--source", "project=new"), ("stale", "new"),
]  # fmt: skip


@pytest.mark.parametrize("command", ON_CONTENTS, ids=" ".join)
@pytest.mark.parametrize("is_valid", [True, False])
@pytest.mark.usefixtures("folder")
def test_contents_cannot_act_either(wfk: Wfk, command: tuple[str, ...], is_valid: bool) -> None:
    for folder, word in (("old", "one"), ("new", "two")):
        Path(folder).mkdir()
        flow = json.loads(GOOD)
        (step,) = flow["steps"]
        step["title"] = f"{ACT} {word}"
        flow["steps"].append({**step, "id": f"step-{word}"})
        flow |= {"name": ACT, "description": f"Use this to see {ACT} {word}.", "about": ACT}
        if not is_valid:
            flow |= {"id": f"{flow['id']}{ACT}", ACT: ACT}
        Path(folder, EVIL).write_text(json.dumps(flow), "utf-8")
        flow["id"] = f"acme.{word}"
        Path(folder, f"{word}{EVIL}").write_text(json.dumps(flow), "utf-8")
    Path("scenarios").mkdir()
    scenario = {
        "title": ACT,
        "workflow": f"../new/{EVIL}",
        "answers": [{"step": ACT}],
        "expect": {},
    }
    Path("scenarios", f"{EVIL}.yaml").write_text(json.dumps(scenario), "utf-8")
    ran = wfk(*command)
    assert "internal error" not in ran.err
    assert ran.out + ran.err
    for shown in (ran.out, ran.err):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
        assert not any(line.lstrip().startswith("::error::") for line in shown.splitlines())
