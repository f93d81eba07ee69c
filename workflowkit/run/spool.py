"""A spool: results in a file without a name, so that a run over many files does not hold them in memory. Outer layer."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from weakref import finalize

from workflowkit.errors import InternalError
from workflowkit.text.columns import ComputedColumn, RowColumn
from workflowkit.text.unnamed_file import unnamed_file

R = TypeVar("R")

_BUFFER = 1 << 18
"""Bytes that are collected before they are written."""
_ROWS = 4096
"""How many rows are written or read at once."""

Row = tuple[int, ...]
"""The number of a result, where it begins, and its length."""


class Spool:
    """Results that one process adds, and that a copy of it can read once they are flushed."""

    def __init__(self) -> None:
        """Make the file. Raises OSError."""
        self._handle = unnamed_file()
        finalize(self, os.close, self._handle)
        self._pending: list[bytes] = []
        self._n_pending = 0
        self._size = 0
        self.rows = RowColumn("QQQ")
        """Of each result its number, where it begins, and its length."""

    def add(self, number: int, result: object) -> None:
        """Add the *result* with this *number*. Raises InternalError when it cannot be written as bytes, and OSError."""
        import pickle  # Not needed where one process does everything.

        try:
            content = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # An object may raise anything.
            raise InternalError(f"a result cannot be returned: {error}") from error
        self.rows.append(number, self._size, len(content))
        self._write(content)

    def _write(self, content: bytes) -> None:
        self._size += len(content)
        self._pending.append(content)
        self._n_pending += len(content)
        if self._n_pending > _BUFFER:
            self.flush()

    def flush(self) -> None:
        """Write what was added. Raises OSError."""
        rest = memoryview(b"".join(self._pending))
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        self._pending.clear()
        self._n_pending = 0

    def close(self) -> tuple[int, int]:
        """Write everything, the rows at the end; return where they begin, and how many there are. Raises OSError."""
        start = self._size
        for first in range(0, len(self.rows), _ROWS):
            numbers = array("Q")
            for row in self.rows[first : first + _ROWS]:
                numbers.extend(row)
            self._write(numbers.tobytes())
        self.flush()
        return start, len(self.rows)

    def rows_at(self, start: int, count: int) -> Iterator[Row]:
        """Yield the rows that another process has written: as many as *count*, from *start* on. Raises OSError."""
        for first in range(0, count, _ROWS):
            numbers = array("Q")
            size = 3 * numbers.itemsize
            n_rows = min(_ROWS, count - first)
            numbers.frombytes(os.pread(self._handle, n_rows * size, start + first * size))
            yield from zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)

    def read(self, start: int, length: int) -> Any:
        """Return the result at *start*."""
        import pickle

        return pickle.loads(os.pread(self._handle, length, start))


class Spooled(ComputedColumn[R]):
    """The results of several spools in the order of their numbers; each is read when it is asked for."""

    def __init__(self, length: int) -> None:
        self._spools: list[Spool] = []
        self._places = RowColumn("BQQ", length)
        """Of each result the number of its spool, from 1, where it begins, and its length; zeros for none."""

    def take(self, spool: Spool, rows: Iterable[Row]) -> None:
        """Take over the results of *spool*, as its *rows* list them."""
        self._spools.append(spool)
        for number, start, length in rows:
            self._places.replace(number, len(self._spools), start, length)

    def missing(self, other: Spool) -> list[int]:
        """Return the numbers of the results that are neither here nor in *other*."""
        is_there = bytearray(place[0] for place in self._places)
        for number, _, _ in other.rows:
            is_there[number] = 1
        return [number for number, found in enumerate(is_there) if not found]

    def __len__(self) -> int:
        return len(self._places)

    def _at(self, number: int) -> R:
        spool, start, length = self._places[number]
        result: R = self._spools[spool - 1].read(start, length)
        return result
