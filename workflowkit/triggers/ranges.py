"""Range sets: which offsets of a text are inside one of several ranges."""

from __future__ import annotations

from collections.abc import Iterable


class RangeSet:
    """A set of ranges of a text. Adding and testing do not depend on the number of ranges."""

    def __init__(self, size: int, ranges: Iterable[tuple[int, int]] = ()) -> None:
        self._covered = bytearray(size)
        for start, end in ranges:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Cover the offsets from *start* up to *end*."""
        end = min(end, len(self._covered))
        if start < end:
            self._covered[start:end] = b"\1" * (end - start)

    def __contains__(self, offset: int) -> bool:
        return offset < len(self._covered) and bool(self._covered[offset])
