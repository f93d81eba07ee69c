"""A spool: results in a file without a name, so that a run over many files does not hold them in memory. Outer layer."""

from __future__ import annotations

import os
from array import array
from typing import Any, TypeVar
from weakref import finalize

from workflowkit.errors import InternalError
from workflowkit.text.columns import ComputedColumn
from workflowkit.text.unnamed_file import unnamed_file

R = TypeVar("R")

_BUFFER = 1 << 18
"""Bytes that are collected before they are written."""


class Spool:
    """Results that one process adds, and that a copy of it can read once they are flushed."""

    def __init__(self) -> None:
        """Make the file. Raises OSError."""
        self._handle = unnamed_file()
        finalize(self, os.close, self._handle)
        self._pending: list[bytes] = []
        self._n_pending = 0
        self._size = 0
        self.index = array("q")
        """Of each result its number, where it begins, and its length."""

    def add(self, number: int, result: object) -> None:
        """Add the *result* with this *number*. Raises InternalError when it cannot be written as bytes."""
        import pickle  # Not needed where one process does everything.

        try:
            content = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # An object may raise anything.
            raise InternalError(f"a result cannot be returned: {error}") from error
        self.index.extend((number, self._size, len(content)))
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

    def read(self, start: int, length: int) -> Any:
        """Return the result at *start*."""
        import pickle

        return pickle.loads(os.pread(self._handle, length, start))


class Spooled(ComputedColumn[R]):
    """The results of several spools in the order of their numbers; each is read when it is asked for."""

    def __init__(self, length: int) -> None:
        self._spools: list[Spool] = []
        self._spool_of = bytearray(length)
        """The number of the spool of each result, from 1; 0 for none."""
        self._starts = array("q", bytes(8 * length))
        self._lengths = array("q", bytes(8 * length))

    def take(self, spool: Spool, index: array[int]) -> None:
        """Take over the results of *spool*, as its *index* lists them."""
        self._spools.append(spool)
        for number, start, length in zip(index[::3], index[1::3], index[2::3], strict=True):
            self._spool_of[number] = len(self._spools)
            self._starts[number], self._lengths[number] = start, length
        spool.index = array("q")

    def missing(self, other: Spool) -> list[int]:
        """Return the numbers of the results that are neither here nor in *other*."""
        is_there = bytearray(self._spool_of)
        for number in other.index[::3]:
            is_there[number] = 1
        return [number for number, found in enumerate(is_there) if not found]

    def __len__(self) -> int:
        return len(self._spool_of)

    def _at(self, number: int) -> R:
        spool = self._spools[self._spool_of[number] - 1]
        result: R = spool.read(self._starts[number], self._lengths[number])
        return result
