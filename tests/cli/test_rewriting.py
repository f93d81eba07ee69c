"""Commands that write files over: what somebody else does to a file meanwhile is never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import workflowkit.cli.checked_files
import workflowkit.cli.commands.fmt
import workflowkit.cli.commands.stamp
from tests.cli.conftest import GOOD, Wfk
from tests.programs import warm
from workflowkit.run.project import Project

# No file can grow beyond 100 bytes in the child, which is the error of a full disk.
LIMIT = """\
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
"""
UGLY = GOOD.replace("\n", "\n ")
TYPO = GOOD.replace('"version": "1.0.0"', '"verzion": "1.0.0"')
TRIGGERS = """\
triggers:
  - id: review
    provider: generic
    workflowId: mr-review-workflow-agentic
    workspacePath: /srv/app
    goal: Review it
    hmacSecret: $HOOK_SECRET
"""
BINDINGS = '{"mr-review-workflow-agentic": {"philosophy_review": "routine-plan-analysis"}}\n'


def _before(patch: pytest.MonkeyPatch, owner: Any, name: str, action: Callable[[], None]) -> None:
    """Have *action* done whenever *owner* calls what it has as *name*: after reading, and before writing."""
    original = getattr(owner, name)

    def call(*arguments: Any, **options: Any) -> Any:
        action()
        return original(*arguments, **options)

    patch.setattr(owner, name, call)


CASES = [
    (("fmt", "workflows"), UGLY, workflowkit.cli.commands.fmt, "_change"),
    (("lint", "--fix", "workflows"), TYPO, Project, "fixed"),
    (("stamp", "workflows"), GOOD, workflowkit.cli.commands.stamp, "make_stamp"),
]


@pytest.mark.parametrize("is_gone", [False, True])
@pytest.mark.parametrize(("command", "text", "owner", "name"), CASES)
def test_a_workflow_that_somebody_changes_meanwhile_is_left_alone_and_the_rest_is_written(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...], text: str, owner: Any, name: str, is_gone: bool,
) -> None:  # fmt: skip
    other = good.parent / "other.json"
    good.write_text(text, "utf-8")
    other.write_text(text.replace("acme.release", "acme.other"), "utf-8")
    edited = text.replace("the tag", "MY EDIT")

    def edit() -> None:
        good.unlink(missing_ok=True)
        if not is_gone:
            good.write_text(edited, "utf-8")

    _before(monkeypatch, owner, name, edit)
    ran = wfk(*command)
    assert ran.code == 3
    assert "not written: workflows/release.json: it was " in ran.err
    assert good.exists() != is_gone
    assert is_gone or good.read_text("utf-8") == edited
    assert other.read_text("utf-8") != text.replace("acme.release", "acme.other")
    if command[0] == "stamp":
        assert list(json.loads(Path("spec/stamps.json").read_text())["stamps"]) == ["acme.other"]


@pytest.mark.parametrize(
    ("command", "path", "text", "owner", "name"),
    [
        (("check", "--fix"), ".workrail/bindings.json", BINDINGS, workflowkit.cli.checked_files, "fix_alone"),
        (("check", "--fix", "--triggers", "t.yml"), "t.yml", TRIGGERS, workflowkit.cli.checked_files, "fix_alone"),
        (("triggers", "validate", "--fix", "t.yml"), "t.yml", TRIGGERS, Project, "fixed"),
    ],
)  # fmt: skip
def test_other_files_that_somebody_changes_meanwhile_are_left_alone(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...], path: str, text: str, owner: Any, name: str,
) -> None:  # fmt: skip
    place = Path(path)
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, "utf-8")
    _before(monkeypatch, owner, name, lambda: place.write_text("mine\n", "utf-8") and None)
    ran = wfk(*command)
    assert (ran.code, place.read_text("utf-8")) == (3, "mine\n")
    assert "it was changed after it had been read, so it is left alone" in ran.err


def test_options_are_checked_before_the_first_write(good: Path, wfk: Wfk) -> None:
    good.write_text(TYPO, "utf-8")
    ran = wfk("lint", "--fix", "--baseline", "none.json")
    assert (ran.code, good.read_text("utf-8")) == (2, TYPO)


@pytest.mark.parametrize(
    "options",
    [
        ("--witness", "file"),
        ("--witness", "file/below"),
        ("--witness", "nowhere"),
        ("--output", "json=file/below.json"),
        ("--output", "json=folder"),
        ("--output", "json=nowhere/report.json"),
    ],
    ids=" ".join,
)
def test_places_to_write_to_are_checked_before_the_first_write(
    good: Path, wfk: Wfk, options: tuple[str, ...]
) -> None:
    good.write_text(TYPO, "utf-8")
    Path("file").write_text("", "utf-8")
    Path("folder").mkdir()
    Path("nowhere").symlink_to("gone")
    ran = wfk("lint", "--fix", "workflows", *options)
    assert (ran.code, good.read_text("utf-8")) == (3, TYPO)
    assert f"with {options[0]}" in ran.err


@pytest.mark.parametrize(
    ("command", "text"),
    [(("fmt", "."), UGLY), (("lint", "--fix", "."), TYPO), (("stamp", "."), GOOD)],
)
def test_links_stay_links(good: Path, wfk: Wfk, command: tuple[str, ...], text: str) -> None:
    Path("real").mkdir()
    Path("real/a.txt").write_text(text, "utf-8")
    good.unlink()
    good.symlink_to("../real/a.txt")
    assert wfk(*command).code == 0
    assert good.is_symlink()
    assert Path("real/a.txt").read_text("utf-8") != text


@pytest.mark.parametrize("command", [("fmt",), ("lint", "--fix"), ("stamp",)])
def test_bytes_that_are_not_utf_8_are_never_changed(
    good: Path, wfk: Wfk, command: tuple[str, ...]
) -> None:
    """A sequence that ends too early is as long as the character that stands for it."""
    content = TYPO.encode().replace(b"the tag", b"\xf0\x9f\x98 tag")
    good.write_bytes(content)
    assert wfk(*command, "workflows").code == 1
    assert good.read_bytes() == content


def test_stamps_of_runs_at_the_same_time_are_all_kept(good: Path, wfk: Wfk) -> None:
    names = [f"flow-{number}" for number in range(6)]
    for name in names:
        text = GOOD.replace("acme.release", f"acme.{name}")
        (good.parent / f"{name}.json").write_text(text, "utf-8")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "workflowkit", "stamp", "-q", f"workflows/{name}.json"]
        )
        for name in names
    ]
    assert [run.wait(600) for run in runs] == [0] * len(names)
    stamps = json.loads(Path("spec/stamps.json").read_text("utf-8"))["stamps"]
    assert sorted(stamps) == [f"acme.{name}" for name in names]


def test_a_stamp_that_was_added_meanwhile_is_kept(
    good: Path, wfk: Wfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (good.parent / "other.json").write_text(GOOD.replace("acme.release", "acme.other"), "utf-8")
    lock = Path("spec/stamps.json")
    assert wfk("stamp", "workflows/other.json").code == 0
    theirs = lock.read_text("utf-8")
    lock.unlink()

    def add() -> None:
        lock.write_text(theirs, "utf-8")

    _before(monkeypatch, workflowkit.cli.commands.stamp, "make_stamp", add)
    assert wfk("stamp", "workflows/release.json").code == 0
    assert sorted(json.loads(lock.read_text("utf-8"))["stamps"]) == ["acme.other", "acme.release"]


@pytest.mark.parametrize("command", [("fmt",), ("lint", "--fix"), ("stamp",)])
def test_what_killed_runs_have_left_is_removed(
    good: Path, wfk: Wfk, command: tuple[str, ...]
) -> None:
    left = good.parent / ".release.json.abcd1234.wfk-tmp"
    left.touch()
    wfk(*command, "workflows")
    assert left.exists()  # It may belong to a run that is still going on.
    os.utime(left, (0, 0))
    wfk(*command, "workflows")
    assert not left.exists()


def test_a_file_and_a_link_to_it_are_fixed_together(good: Path, wfk: Wfk) -> None:
    good.write_text(TYPO, "utf-8")
    link = good.parent / "again.json"
    link.symlink_to(good.name)
    ran = wfk("lint", "--only", "unknown-key", "--fix", "workflows")
    assert (ran.code, "not written" in ran.err) == (0, False)
    assert link.is_symlink()
    assert wfk("lint", "--only", "unknown-key", "workflows").code == 0


@pytest.mark.parametrize("command", [("fmt",), ("lint", "--fix"), ("stamp",)], ids=" ".join)
@pytest.mark.skipif(os.name == "nt", reason="the limit on file sizes is one of Unix")
def test_a_full_disk_changes_no_file(good: Path, command: tuple[str, ...]) -> None:
    text = GOOD.replace('  "version"', '    "versoin"' if command[0] == "lint" else '    "version"')
    good.write_text(text, "utf-8")
    ran = warm.wfk(*command, "workflows", first=LIMIT)
    assert ran.returncode == 3
    assert "not written: workflows/release.json" in ran.stderr
    assert good.read_text("utf-8") == text
    assert [path.name for path in good.parent.iterdir()] == ["release.json"]


@pytest.mark.skipif(os.name == "nt", reason="the limit on file sizes is one of Unix")
@pytest.mark.parametrize("command", [("compile",), ("lint", "--write-baseline")], ids=" ".join)
def test_a_full_disk_keeps_former_outputs(good: Path, wfk: Wfk, command: tuple[str, ...]) -> None:
    good.write_text(GOOD.replace('"version"', '"color": 1, "version"'), "utf-8")
    if command[0] == "compile":
        good.write_text(GOOD, "utf-8")
    wfk(*command)
    outputs = [*Path("dist").rglob("*.json"), *Path().glob("wfk-baseline.json")]
    before = {path: path.read_bytes() for path in outputs}
    assert before
    add = good.read_text("utf-8").replace("acme.release", "acme.other").replace("Release", "Other")
    (good.parent / "other.json").write_text(add, "utf-8")
    ran = warm.wfk(*command, first=LIMIT)
    assert ran.returncode == 3
    assert "file too large" in ran.stderr
    assert {path: path.read_bytes() for path in outputs} == before


def test_other_hard_links_keep_the_old_content(good: Path, wfk: Wfk) -> None:
    text = GOOD.replace('  "version"', '    "version"')
    good.write_text(text, "utf-8")
    os.link(good, "other-name.json")
    wfk("fmt", "workflows")
    assert good.read_text("utf-8") != text
    assert Path("other-name.json").read_text("utf-8") == text


@pytest.mark.parametrize(
    "command",
    [
        ("new", "acme.other", "-o", "link/other.json"),
        ("new", "acme.other", "-o", "link/deep/er/other.json"),
        ("compile", "--out", "link"),
        ("compile", "--out", "link/deep"),
        ("lint", "--write-baseline", "--baseline", "link/baseline.json"),
        ("lint", "--output", "sarif=link/report.sarif"),
        ("scenarios", "propose", "workflows/release.json", "--out", "link"),
        ("simulate", "--auto", "workflows/release.json", "--save", "link/run.yaml"),
    ],
    ids=" ".join,
)
def test_no_folder_is_made_through_a_link_that_leads_nowhere(
    good: Path, wfk: Wfk, command: tuple[str, ...]
) -> None:
    Path("link").symlink_to("../outside")
    before = sorted(good.parents[2].rglob("*"))
    ran = wfk(*command)
    assert ran.code == 3
    assert "link" in ran.err
    assert sorted(good.parents[2].rglob("*")) == before
