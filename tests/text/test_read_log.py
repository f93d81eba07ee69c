"""The read log: what was added comes back in its order, and a failing disk is told."""

from __future__ import annotations

import os

import pytest

from workflowkit.text import disk
from workflowkit.text.read_log import Read, ReadLog


def _reads(n_files: int) -> list[Read]:
    return [(f"workflows/{n}.json", bytes([n % 256]) * 32, f"{n} 1 1 {n}") for n in range(n_files)]


@pytest.mark.parametrize("n_files", [0, 1, 999, 1000, 2500])
def test_what_is_added_comes_back(n_files: int) -> None:
    log = ReadLog()
    for read in _reads(n_files):
        log.add(*read)
    for _ in range(2):
        assert [read for block in log.blocks() for read in block] == _reads(n_files)
    assert log.is_whole


def test_the_questions_of_a_run_are_those_it_noted_and_those_of_the_log() -> None:
    log = ReadLog()
    asked = disk.Asked(log)
    asked.note("is_file", "a", True)
    log.add("b", b"digest", "1 2 3 4")
    assert list(asked.questions()) == [
        ("is_file", "a", True, ""),
        ("content", "b", b"digest", "1 2 3 4"),
    ]


def test_a_disk_that_is_full_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    log = ReadLog()
    monkeypatch.setattr(os, "write", fail)
    for read in _reads(1500):
        log.add(*read)
    assert not log.is_whole
