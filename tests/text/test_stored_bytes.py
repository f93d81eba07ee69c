"""Stored bytes: the same bytes wherever they are, also where the disk takes none or some of them."""

from __future__ import annotations

import os
import random

import pytest

from workflowkit.text import stored_bytes, unnamed_file
from workflowkit.text.stored_bytes import StoredBytes


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Move bytes to the disk as soon as there are more than ten."""
    monkeypatch.setattr(stored_bytes, "MOST_IN_MEMORY", 10)


def _compare(seed: int) -> None:
    """Do the same to stored bytes and to bytes in memory, and compare all that can be read."""
    chance = random.Random(seed)
    stored, expected = StoredBytes(), bytearray()
    for _ in range(200):
        content = chance.randbytes(chance.randrange(8))
        stored.append(content)
        expected += content
        start = chance.randrange(len(expected) + 1)
        length = chance.randrange(len(expected) - start + 1)
        assert stored.read(start, length) == expected[start : start + length]
        new = chance.randbytes(length)
        stored.write(start, new)
        expected[start : start + length] = new
        assert len(stored) == len(expected)
    assert stored.read(0, len(stored)) == expected


@pytest.mark.parametrize("seed", range(5))
def test_bytes_are_the_same_in_memory_and_on_the_disk(seed: int, few: None) -> None:
    _compare(seed)


def test_bytes_are_moved_to_the_disk(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = os.pwrite

    def noted(handle: int, content: bytes, start: int) -> int:
        written.append(write(handle, content, start))
        return written[-1]

    monkeypatch.setattr(os, "pwrite", noted)
    stored = StoredBytes()
    for _ in range(100):
        stored.append(b"12345")
    assert sum(written) >= 500 - 10


def test_a_disk_that_takes_a_part_of_the_bytes_loses_none(
    few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.pwrite
    monkeypatch.setattr(
        os, "pwrite", lambda handle, content, start: write(handle, bytes(content)[:3], start)
    )
    stored = StoredBytes()
    for number in range(100):
        stored.append(b"%5d" % number)
    assert stored.read(0, 500) == b"".join(b"%5d" % number for number in range(100))


@pytest.mark.parametrize("where", ["open", "write"])
def test_bytes_stay_in_memory_where_the_disk_takes_none(
    where: str, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    if where == "open":
        monkeypatch.setattr(unnamed_file, "unnamed_file", refuse)
    else:
        monkeypatch.setattr(os, "pwrite", refuse)
    stored = StoredBytes()
    for _ in range(100):
        stored.append(b"12345")
    assert stored.read(0, 500) == b"12345" * 100
