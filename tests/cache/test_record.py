"""The record of a run: the same output as long as nothing has changed, and never a stale one."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cache.conftest import CachedWfk
from workflowkit.cache import folder as folders
from workflowkit.cache import identity
from workflowkit.report.formats import FORMATS
from workflowkit.run import lint_map, loading, npm_package
from workflowkit.text import disk
from workflowkit.text.document import Document
from workflowkit.text.read_log import ReadLog


def _append(name: str, text: str = "\n") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


def _replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")

    return change


def _write(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        assert not (folder / name).exists()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")

    return change


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _rename(folder: Path) -> None:
    (folder / "workflows/review.json").rename(folder / "workflows/other.json")


def _make_folder(folder: Path) -> None:
    (folder / "workflows/review.json").unlink()
    (folder / "workflows/review.json").mkdir()


def _make_link(folder: Path) -> None:
    (folder / "workflows/review.json").unlink()
    (folder / "workflows/review.json").symlink_to("release.json")


CHANGES: dict[str, Callable[[Path], None]] = {
    "a file": _replace("workflows/release.json", "Build the release", "Make the release"),
    "white space in a file": _append("workflows/release.json"),
    "a file added": _write("workflows/new.json", "{}"),
    "a file removed": _remove("workflows/review.json"),
    "a file renamed": _rename,
    "a folder added": lambda folder: (folder / "workflows/more").mkdir(),
    "a file replaced by a folder": _make_folder,
    "a file replaced by a link": _make_link,
    "a routine": _replace("routines/own.json", "Look at what", "Examine what"),
    "a routine added": _write("routines/more.json", "{}"),
    "a ref": lambda folder: _append(
        sorted((folder / "spec/refs").iterdir())[0].relative_to(folder).as_posix(), "more\n"
    )(folder),
    "a ref added": _write("spec/refs/own.md", "Own text.\n"),
    "a feature": _append("spec/features/capabilities.json"),
    "a contract": _append("spec/contracts/loop_control.schema.json"),
    "engine data": _append("spec/engines/3.68.0.json"),
    "the authoring rules": _append("spec/authoring-rules.json"),
    "the tags": _append("spec/workflow-tags.json"),
    "the aliases": _append("spec/aliases.json"),
    "the stamps": _append("spec/stamps.json"),
    "the configuration": _append("wfk.toml"),
    "the configuration removed": _remove("wfk.toml"),
    "a configuration below": _write("workflows/wfk.toml", '[lint]\nprofile = "core"\n'),
    "the bindings": _append(".workrail/bindings.json"),
    "the bindings removed": _remove(".workrail/bindings.json"),
    "the baseline": _append("wfk-baseline.json"),
    "the baseline removed": _remove("wfk-baseline.json"),
    "what is ignored": _append(".gitignore", "review.json\n"),
    "what is ignored below": _write("workflows/.gitignore", "review.json\n"),
    "a file that a workflow refers to": _remove("docs/list.md"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_of_an_input_is_a_miss(name: str, project: Path, cached: CachedWfk) -> None:
    if "ignored" in name:
        (project / ".git").mkdir()
    first = cached()
    assert not first.is_hit
    second = cached()
    assert second.is_hit
    assert (second.code, second.err) == (first.code, first.err)
    assert _without_duration(second.out) == _without_duration(first.out) != ""
    CHANGES[name](project)
    third = cached()
    assert not third.is_hit
    assert _without_duration(third.out) == _without_duration(cached("--no-cache").out)


def test_the_engine_of_the_project_is_looked_up_again(project: Path, cached: CachedWfk) -> None:
    depends = '{"name": "acme", "files": ["workflows"], "dependencies": {"workrail": "3.79.0"}}'
    (project / "package.json").write_text(depends, "utf-8")
    cached("--engine", "project")
    assert cached("--engine", "project").is_hit
    installed = project / "node_modules/workrail/package.json"
    installed.parent.mkdir(parents=True)
    installed.write_text('{"version": "3.89.0"}', "utf-8")
    assert not cached("--engine", "project").is_hit
    assert cached("--engine", "project").is_hit
    installed.write_text('{"version": "3.68.0"}', "utf-8")
    assert not cached("--engine", "project").is_hit


def test_a_workflow_that_triggers_name_is_looked_up_again(project: Path, cached: CachedWfk) -> None:
    (project / "triggers.yml").write_text(
        "triggers:\n  - id: t\n    provider: generic\n    workflowId: acme.other\n"
        "    workspacePath: /tmp\n    goal: Go\n",
        "utf-8",
    )
    first = cached("triggers.yml")
    assert "acme.other" in first.out
    assert cached("triggers.yml").is_hit
    _rename(project)
    _replace("workflows/other.json", "acme.review", "acme.other")(project)
    again = cached("triggers.yml")
    assert not again.is_hit
    assert again.out != first.out


def _without_duration(text: str) -> str:
    return re.sub(r", [0-9.]+ m?s\n$", "\n", text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("COLUMNS", "50"),
        ("TERM", "dumb"),
        ("HOME", "/"),
        ("FORCE_HYPERLINK", "1"),
    ],
)
def test_every_change_of_the_environment_is_a_miss(
    name: str, value: str, project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    assert cached().is_hit
    monkeypatch.setenv(name, value)
    assert not cached().is_hit


def test_another_tool_is_a_miss(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    assert cached().is_hit
    for attribute, value in (("VERSION", "9.9.9"), ("_own_files", lambda: "x")):
        with monkeypatch.context() as patch:
            patch.setattr(identity, attribute, value)
            assert not cached().is_hit
        assert cached().is_hit
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "3.99")
        assert not cached().is_hit
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [*sys.path, _site_packages(project, "click-99.dist-info")])
        assert not cached().is_hit


def _site_packages(folder: Path, name: str) -> str:
    place = folder.parent / "site-packages"
    (place / name).mkdir(parents=True)
    return str(place)


def test_code_that_is_edited_is_another_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "workflowkit"
    shutil.copytree(Path(identity.__file__).parents[1] / "cache", package / "cache")
    monkeypatch.setattr(identity, "_PACKAGE", str(package))
    before = identity.tool()
    assert identity.tool() == before
    with (package / "cache/folder.py").open("a") as stream:
        stream.write("\n")
    assert identity.tool() != before


def test_the_day_is_asked_only_where_a_suppression_expires(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    assert cached().is_hit
    with monkeypatch.context() as patch:
        patch.setitem(disk.QUESTIONS, "today", lambda _: "2100-01-01")
        late = cached()
        assert not late.is_hit
        assert "expired-suppression" in late.out
    _replace("wfk.toml", "expires = 2099-12-31\n", "")(project)
    cached()
    with monkeypatch.context() as patch:
        patch.setitem(disk.QUESTIONS, "today", lambda _: "2100-01-01")
        assert cached().is_hit


def test_what_no_run_looks_at_may_change(project: Path, cached: CachedWfk) -> None:
    cached()
    (project / "docs/other.md").write_text("x", "utf-8")
    (project / "empty/more").mkdir()
    os.utime(project / "workflows/release.json", (1, 1))
    assert cached().is_hit


def test_other_arguments_and_another_folder_are_other_runs(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    assert not cached("--format", "json").is_hit
    assert not cached("--profile", "core").is_hit
    assert cached("--format", "json").is_hit
    monkeypatch.chdir("workflows")
    assert not cached().is_hit
    assert cached().is_hit


def test_the_duration_is_that_of_this_run(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    monkeypatch.setattr("workflowkit.text.durations.duration_text", lambda _: "FRESH")
    assert cached().out.endswith(", FRESH\n")


@pytest.mark.parametrize("output", FORMATS)
def test_the_output_is_the_same_in_every_format(
    output: str, project: Path, cached: CachedWfk
) -> None:
    plain = cached("--format", output, "--no-cache")
    runs = [cached("--format", output, "-j", str(jobs)) for jobs in (1, 1, 2, 2, 4, 4)]
    assert [run.is_hit for run in runs] == [False, True] * 3
    for run in runs:
        assert (run.code, run.err) == (plain.code, plain.err)
        assert _without_duration(run.out) == _without_duration(plain.out)


@pytest.mark.parametrize(
    "arguments",
    [
        *(("--fix",), ("--diff",), ("--no-cache",), ("--write-baseline",), ("-",), ("--fix=1",)),
        *(("--output", "sarif=a.sarif"), ("--output=sarif=a.sarif",), ("--staged",)),
        *(("--changed-since", "main"), ("--changed-since=main",)),
    ],
)
def test_runs_that_write_or_ask_anything_but_the_disk_are_not_recorded(
    arguments: tuple[str, ...],
) -> None:
    from workflowkit.cache.command_line import CacheChoice

    assert not CacheChoice(["lint", *arguments], {}).is_used
    assert CacheChoice(["lint"], {}).is_used
    assert not CacheChoice(["compile"], {}).is_used
    assert not CacheChoice([], {}).is_used
    assert not CacheChoice(["lint"], {"WFK_CACHE": "off"}).is_used
    assert not CacheChoice(["lint"], {"GITHUB_STEP_SUMMARY": "summary.md"}).is_used


def test_a_file_that_changes_during_the_run_is_not_recorded(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflowkit.cli import reporting

    show = reporting.show  # type: ignore[attr-defined]

    def change(*arguments: object, **options: object) -> None:
        _append("workflows/release.json")(project)
        show(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(reporting, "show", change)
        cached()
    assert not cached().is_hit
    assert cached().is_hit


def test_a_file_that_changes_between_two_reads_and_back_is_not_recorded(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "workflows/release.json"
    before = path.read_bytes()
    read = loading.read_with_digest

    def changed_meanwhile(name: str) -> tuple[Document, bytes]:
        if name == "workflows/release.json":
            path.write_bytes(before + b" ")
        found = read(name)
        path.write_bytes(before)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(lint_map, "read_with_digest", changed_meanwhile)
        cached()
    assert not cached().is_hit
    assert cached().is_hit


def test_each_of_many_files_is_in_the_record(project: Path, cached: CachedWfk) -> None:
    text = (project / "workflows/release.json").read_text("utf-8")
    (project / "many").mkdir()
    for number in range(1100):
        # What is not a workflow is read, too, and takes no time to lint.
        (project / f"many/{number}.json").write_text('{"a": 1}', "utf-8")
    assert cached("many", "workflows").code in (0, 1)
    assert cached("many", "workflows").is_hit
    for name in ("many/1099.json", "many/0.json"):
        (project / name).write_text(text.replace('"id": "', '"id": "x'), "utf-8")
        assert not cached("many", "workflows").is_hit
        assert cached("many", "workflows").is_hit


def test_a_file_that_is_read_twice_and_differs_is_not_recorded() -> None:
    asked = disk.Asked()
    asked.note("content", "a", b"1")
    asked.note("content", "a", b"1")
    assert asked.is_consistent
    other = disk.Asked()
    other.note("content", "a", b"2")
    asked.add(other.plain)
    assert not asked.is_consistent


def _records(project: Path) -> list[Path]:
    return sorted(
        path
        for path in (project / ".wfk_cache/runs").iterdir()
        if path.suffix not in (".out", ".tmp")
    )


@pytest.mark.parametrize("suffix", ["", ".out"])
def test_a_flipped_bit_is_a_miss(suffix: str, project: Path, cached: CachedWfk) -> None:
    expected = cached()
    (record,) = _records(project)
    path = record.with_name(record.name + suffix)
    content = path.read_bytes()
    for place in range(0, len(content), max(1, len(content) // 25)):
        damaged = bytearray(content)
        damaged[place] ^= 1 << (place % 8)
        path.write_bytes(damaged)
        run = cached()
        assert not run.is_hit
        assert _without_duration(run.out) == _without_duration(expected.out)
    assert cached().is_hit


@pytest.mark.parametrize("suffix", ["", ".out"])
@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_a_file_that_ends_early_is_a_miss(
    suffix: str, share: float, project: Path, cached: CachedWfk
) -> None:
    cached()
    (record,) = _records(project)
    path = record.with_name(record.name + suffix)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert not cached().is_hit
    assert cached().is_hit


def test_a_record_that_is_no_record_is_a_miss(project: Path, cached: CachedWfk) -> None:
    cached()
    (record,) = _records(project)
    for value in (None, [], {}, {"format": 0}):
        assert folders.write(str(record), [value])
        assert not cached().is_hit


def test_stat_reads_no_file_that_is_untouched(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in project.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)
    monkeypatch.setattr("workflowkit.cache.record._RACY_NANOSECONDS", -(10**15))
    cached("--cache", "stat")
    reads: list[str] = []
    content = disk.QUESTIONS["content"]

    def read(path: str) -> object:
        reads.append(path)
        return content(path)

    monkeypatch.setitem(disk.QUESTIONS, "content", read)
    assert cached("--cache", "stat").is_hit
    assert reads == []
    _replace("workflows/release.json", "Build the", "Bring the")(project)
    assert not cached("--cache", "stat").is_hit


def test_stat_reads_what_changed_shortly_before_the_run(project: Path, cached: CachedWfk) -> None:
    path = project / "workflows/release.json"
    cached("--cache=stat")
    found = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("Build the", "Bring the"), "utf-8")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert not cached("--cache=stat").is_hit


def test_the_folder_is_beside_the_configuration_and_ignored(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("docs")
    cached("../workflows")
    assert cached("../workflows").is_hit
    assert (project / ".wfk_cache/.gitignore").read_text() == "*\n"
    assert (
        (project / ".wfk_cache/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d17")
    )
    assert not Path(".wfk_cache").exists()


def test_no_search_sees_the_folder(project: Path, cached: CachedWfk) -> None:
    cached("-v", ".")
    assert ".wfk_cache" not in cached("-v", ".").err
    assert cached("-v", ".").is_hit


@pytest.mark.parametrize("way", ["option", "variable"])
def test_the_folder_can_be_chosen(
    way: str, project: Path, cached: CachedWfk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "elsewhere")
    if way == "variable":
        monkeypatch.setenv("WFK_CACHE_DIR", place)
    arguments = ("--cache-dir", place) if way == "option" else ()
    cached(*arguments)
    assert cached(*arguments).is_hit
    assert folders.is_cache(place)
    assert not (project / ".wfk_cache").exists()


def test_a_folder_that_cannot_be_written_does_not_matter(project: Path, cached: CachedWfk) -> None:
    (project / ".wfk_cache").write_text("no folder", "utf-8")
    assert cached().out == cached().out or not cached().is_hit


def test_errors_are_not_recorded(project: Path, cached: CachedWfk) -> None:
    assert cached("nowhere").code == 2
    assert not cached("nowhere").is_hit


def test_old_records_are_removed(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_RUNS", 4)
    for profile in ("core", "catalog", "style", "routine"):
        cached("--profile", profile)
    runs = project / ".wfk_cache/runs"
    assert len(list(runs.iterdir())) == 4
    assert cached("--profile", "routine").is_hit
    abandoned = runs / "x.1.tmp"
    abandoned.write_bytes(b"")
    os.utime(abandoned, (1, 1))
    fresh = runs / "y.1.tmp"
    fresh.write_bytes(b"")
    cached("--profile", "core")
    assert fresh.exists()
    assert not abandoned.exists()
    monkeypatch.setattr(folders, "MOST_BYTES", 10)
    folders.sweep(str(project / ".wfk_cache"))
    assert _records(project) == []


def test_everything_that_is_looked_at_is_noted(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "workflows/triggers.yml").write_text("triggers: []\n", "utf-8")
    (project / "workflows/broken.json").write_text('{"steps": [', "utf-8")
    looked: set[str] = set()
    for name in ("stat", "lstat", "listdir", "scandir", "open", "readlink"):
        original = getattr(os, name)

        def call(
            path: object = ".", *rest: object, _original: Any = original, **more: object
        ) -> object:
            if isinstance(path, str | os.PathLike):
                looked.add(os.path.abspath(os.fspath(path)))
            return _original(path, *rest, **more)

        monkeypatch.setattr(os, name, call)
    asked: list[disk.Asked] = []
    init = disk.Asked.__init__

    def note(self: disk.Asked, log: ReadLog | None = None) -> None:
        init(self, log)
        asked.append(self)

    monkeypatch.setattr(disk.Asked, "__init__", note)
    run = cached(
        "--profile=style",
        "--engine=project",
        "workflows",
        "spec/authoring-rules.json",
        ".workrail/bindings.json",
        "-j1",
    )
    assert run.code == 1
    noted = {os.path.abspath(path) for _, path, _, _ in asked[0].questions()}
    noted |= {str(parent) for path in noted for parent in Path(path).parents}
    own = str(project)
    missed = {path for path in looked if path.startswith(own) and ".wfk_cache" not in path} - noted
    assert missed == set()
    assert len(noted) > 30
    assert npm_package.FILE_NAME in {Path(path).name for path in noted}
