"""Relations: which files of a catalog can concern one another, found out with a few bytes of each file."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from workflowkit.text.columns import RowColumn
from workflowkit.text.stored_bytes import StoredBytes


class Ties(NamedTuple):
    """How one file can concern others; plain data."""

    is_general: bool
    """True when it can concern any file."""
    shared: bytes
    """Four bytes for each text that it should not have in common with another file."""

    @classmethod
    def of(cls, texts: Iterable[str], *, is_general: bool) -> Ties:
        """Return the ties of a file with *texts*, each given once."""
        contents = (text.encode("utf-8", "surrogatepass") for text in texts)
        return cls(is_general, array("I", map(zlib.crc32, contents)).tobytes())


class Relations:
    """The ties of many files, which have the numbers in which they were added."""

    def __init__(self) -> None:
        self._counted = CountedNumbers()
        self._shared = StoredBytes()
        self._files = RowColumn("I?")
        """Of each file the length of what it shares, and whether it can concern any file."""

    @classmethod
    def of(cls, ties: Iterable[Ties]) -> Relations:
        """Return the relations of files with these *ties*."""
        found = cls()
        for each in ties:
            found.add(each)
        return found

    def add(self, ties: Ties) -> None:
        """Add the *ties* of the next file."""
        self._counted.add(array("I", ties.shared))
        self._shared.append(ties.shared)
        self._files.append(len(ties.shared), ties.is_general)

    def related(self) -> Iterator[int]:
        """Yield the numbers of the files that can concern others: general ones, those that share a text with another, and perhaps a few more."""
        repeated = self._counted.repeated()
        start = 0
        for number, (length, is_general) in enumerate(self._files):
            if is_general or not repeated.isdisjoint(array("I", self._shared.read(start, length))):
                yield number
            start += length


class CountedNumbers:
    """Many numbers of four bytes, of which those that repeat are found without holding all of them in memory."""

    _N_PARTS = 256
    _N_RECENT = 1024
    """How many numbers of a part are in memory."""

    def __init__(self) -> None:
        # Equal numbers are in the same part, so that each part can be looked at alone.
        self._recent = tuple(array("I") for _ in range(self._N_PARTS))
        self._starts = tuple(array("Q") for _ in range(self._N_PARTS))
        self._older = StoredBytes()

    def add(self, numbers: Iterable[int]) -> None:
        """Count *numbers*."""
        for number in numbers:
            place = number % self._N_PARTS
            part = self._recent[place]
            part.append(number)
            if len(part) == self._N_RECENT:
                self._starts[place].append(len(self._older))
                self._older.append(part.tobytes())
                del part[:]

    def repeated(self) -> set[int]:
        """Return the numbers that were added more than once. Raises OSError."""
        found: set[int] = set()
        for part, starts in zip(self._recent, self._starts, strict=True):
            seen: set[int] = set()
            for number in chain(self._numbers(starts), part):
                (found if number in seen else seen).add(number)
        return found

    def _numbers(self, starts: Iterable[int]) -> Iterator[int]:
        for start in starts:
            content = self._older.read(start, self._N_RECENT * array("I").itemsize)
            yield from array("I", content)
