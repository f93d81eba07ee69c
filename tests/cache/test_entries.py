"""The entries for files: an outcome is used again only where the map would give the same, and nothing damaged is used."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.cache.conftest import CachedWfk
from tests.cache.test_record import CHANGES, _append, _replace, _without_duration
from workflowkit.cache import entries, identity
from workflowkit.cache import folder as folders
from workflowkit.cache.entries import EntryStore
from workflowkit.run import across_entries, lint_map, loading
from workflowkit.run.context import RunContext
from workflowkit.run.file_entries import BY_FILE, COVERED, NOT_READ
from workflowkit.run.file_outcome import FileOutcome
from workflowkit.run.lint_file import FileMarks, MapSettings, lint_file
from workflowkit.text import disk
from workflowkit.text.document import Document

RELEASE, REVIEW = "workflows/release.json", "workflows/review.json"
BOTH = {RELEASE, REVIEW}

MAPPED: dict[str, set[str]] = {
    "a file": {RELEASE},
    "white space in a file": {RELEASE},
    "a file added": {"workflows/new.json"},
    "a file removed": set(),
    "a file renamed": {"workflows/other.json"},
    "a folder added": set(),
    # It is searched as a folder now.
    "a file replaced by a folder": set(),
    # White space changes neither value, and the baseline has no entries.
    "the bindings": set(),
    "the baseline": set(),
    "the baseline removed": set(),
    "the configuration removed": {*BOTH, "routines/own.json"},
    "a file replaced by a link": {REVIEW},
    "what is ignored": set(),
    "what is ignored below": set(),
    # Which files are stamped is known for each, and has not changed.
    "the stamps": set(),
}
"""What changed to the files that have to be mapped again; both for everything else."""


@pytest.fixture
def mapped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are mapped, as they are."""
    paths: list[str] = []

    def noted(document: Document, marks: FileMarks, settings: MapSettings) -> FileOutcome:
        paths.append(document.path)
        return lint_file(document, marks, settings)

    monkeypatch.setattr(lint_map, "lint_file", noted)
    return paths


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_is_mapped_again_where_what_changed_matters(
    name: str, project: Path, cached: CachedWfk, mapped: list[str]
) -> None:
    if "ignored" in name:
        (project / ".git").mkdir()
    cached()
    assert set(mapped) == BOTH
    CHANGES[name](project)
    mapped.clear()
    again = cached()
    assert set(mapped) == MAPPED.get(name, BOTH)
    fresh = cached("--no-cache")
    assert _without_duration(again.out) == _without_duration(fresh.out)
    assert (again.code, again.err) == (fresh.code, fresh.err)


def test_the_clock_past_an_expiry_maps_again(
    project: Path, cached: CachedWfk, mapped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    mapped.clear()
    monkeypatch.setitem(disk.QUESTIONS, "today", lambda _: "2100-01-01")
    assert "expired-suppression" in cached().out
    assert set(mapped) == BOTH


def test_other_options_and_another_tool_map_again(
    project: Path, cached: CachedWfk, mapped: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cached()
    for arguments in (("--format", "json"), ("--profile", "core"), ("--engine", "3.89.0")):
        mapped.clear()
        cached(*arguments)
        assert set(mapped) == BOTH
    monkeypatch.setattr(identity, "VERSION", "9.9.9")
    mapped.clear()
    cached()
    assert set(mapped) == BOTH


def test_a_part_of_a_run_uses_the_entries_of_the_whole(
    project: Path, cached: CachedWfk, mapped: list[str]
) -> None:
    _replace("wfk.toml", 'paths = ["workflows"]\n', "")(project)
    cached("workflows")
    mapped.clear()
    cached(RELEASE)
    assert mapped == []


def test_every_part_of_a_context_is_part_of_the_key_or_known_not_to_matter() -> None:
    parts = [*COVERED, *BY_FILE, *NOT_READ]
    assert sorted(parts) == sorted(RunContext.__dataclass_fields__)


def test_flipped_bits_are_misses(project: Path, cached: CachedWfk, mapped: list[str]) -> None:
    expected = _without_duration(cached("--no-cache").out)
    cached()
    paths = sorted((project / ".wfk_cache/files").iterdir())
    assert len(paths) == 6
    for path in paths:
        content = path.read_bytes()
        for place in range(0, len(content), max(1, len(content) // 8)):
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            _append(RELEASE)(project)
            assert _without_duration(cached().out) == expected
        path.write_bytes(content[: len(content) // 2])
        _append(RELEASE)(project)
        assert _without_duration(cached().out) == expected
        path.unlink(missing_ok=True)
        _append(RELEASE)(project)
        assert _without_duration(cached().out) == expected


def test_findings_about_many_files_are_placed_again_only_where_a_file_has_changed(
    project: Path, cached: CachedWfk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(path: str) -> tuple[Document, bytes]:
        read.append(path)
        return loading.read_with_digest(path)

    monkeypatch.setattr(across_entries, "read_with_digest", noted)
    assert cached().out.count("\nwarning[G001 missing-workflow-tags]") == 2
    assert set(read) == BOTH
    _replace(RELEASE, "{\n", "{\n\n\n")(project)
    read.clear()
    moved = cached().out
    assert "workflows/release.json:4:9" in moved
    assert set(read) == {RELEASE}
    assert _without_duration(moved) == _without_duration(cached("--no-cache").out)


def _key(number: int) -> bytes:
    return disk.digest(str(number).encode())


def test_entries_are_found_by_their_keys(tmp_path: Path) -> None:
    folder = str(tmp_path / "cache")
    store = EntryStore(folder, b"kind")
    assert store.get(_key(1)) is None
    assert store.add([(_key(number), b"x" * number) for number in range(50)], [])
    again = EntryStore(folder, b"kind")
    assert [again.get(_key(number)) for number in range(50)] == [b"x" * n for n in range(50)]
    assert again.get(_key(50)) is None
    assert EntryStore(folder, b"other").get(_key(1)) is None


def test_the_entry_for_another_key_is_not_used(tmp_path: Path) -> None:
    store = EntryStore(str(tmp_path), b"kind")
    store.add([(_key(1), b"one"), (_key(2), b"two")], [])
    again = EntryStore(str(tmp_path), b"kind")
    place = again.find(_key(1))
    assert place is not None
    assert again.read(_key(1), place) == b"one"
    assert again.read(_key(2), place) is None


def test_processes_that_add_at_once_lose_entries_but_mix_none(tmp_path: Path) -> None:
    first, second = EntryStore(str(tmp_path), b"kind"), EntryStore(str(tmp_path), b"kind")
    first.add([(_key(0), b"0")], [])
    one, two = EntryStore(str(tmp_path), b"kind"), EntryStore(str(tmp_path), b"kind")
    one.add([(_key(1), b"1")], [])
    two.add([(_key(2), b"2")], [])
    second.add([(_key(3), b"3")], [])
    store = EntryStore(str(tmp_path), b"kind")
    for number in range(4):
        assert store.get(_key(number)) in (None, str(number).encode())
    assert store.get(_key(3)) == b"3"


def test_what_is_not_used_for_long_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "_SPARE_ROWS", 5)
    EntryStore(str(tmp_path), b"kind").add([(_key(n), b"x" * 1000) for n in range(20)], [])
    EntryStore(str(tmp_path), b"kind").add([(_key(100), b"new")], [_key(3), _key(4)])
    store = EntryStore(str(tmp_path), b"kind")
    assert len(store) == 3
    assert (store.get(_key(3)), store.get(_key(100))) == (b"x" * 1000, b"new")
    old = [path for _, _, path in folders.files_of(str(tmp_path), folders.FILES)]
    assert len([path for path in old if path.endswith(folders.PACK)]) == 2
    hour_ago = time.time() - 3600
    for path in old:
        os.utime(path, (hour_ago, hour_ago))
    EntryStore(str(tmp_path), b"kind").add([(_key(101), b"more")], [_key(3), _key(4), _key(100)])
    left = [path for _, _, path in folders.files_of(str(tmp_path), folders.FILES)]
    assert len([path for path in left if path.endswith(folders.PACK)]) == 1


def test_the_bytes_of_all_entries_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRY_BYTES", 10_000)
    for kind in range(10):
        store = EntryStore(str(tmp_path), bytes([kind]))
        store.add([(_key(n), b"x" * 1000) for n in range(3)], [])
        size = sum(n_bytes for _, n_bytes, _ in folders.files_of(str(tmp_path), folders.FILES))
        assert size <= 10_000
    assert EntryStore(str(tmp_path), bytes([9])).get(_key(0)) == b"x" * 1000


def test_entries_that_do_not_fit_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRY_BYTES", 10_000)
    EntryStore(str(tmp_path), b"kind").add([(_key(n), b"x" * 1000) for n in range(100)], [])
    store = EntryStore(str(tmp_path), b"kind")
    kept = [number for number in range(100) if store.get(_key(number))]
    assert kept == list(range(len(kept)))
    assert 2 < len(kept) < 10
