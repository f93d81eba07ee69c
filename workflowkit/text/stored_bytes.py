"""Stored bytes: in memory while they are few, in a file without a name when there are more. Outer layer."""

from __future__ import annotations

import os
import sys
from typing import Final
from weakref import finalize

MOST_IN_MEMORY: Final = 1 << 18
"""Bytes beyond which the older ones are on the disk."""


class StoredBytes:
    """Bytes that are added at the end, and read anywhere. A copy of the process may read them, and must not add any."""

    def __init__(self) -> None:
        self._recent = bytearray()
        """The last bytes, behind those on the disk."""
        self._n_older = 0
        self._handle: int | None = None
        self._most = MOST_IN_MEMORY

    def __len__(self) -> int:
        return self._n_older + len(self._recent)

    def append(self, content: bytes | bytearray | memoryview) -> None:
        """Add *content* at the end."""
        self._recent += content
        if len(self._recent) > self._most:
            self._move_to_disk()

    def read(self, start: int, length: int) -> bytes:
        """Return *length* bytes from *start* on. Raises OSError."""
        place = start - self._n_older
        if place >= 0:
            return bytes(self._recent[place : place + length])
        assert self._handle is not None
        older = os.pread(self._handle, min(length, -place), start)
        return older + self._recent[: place + length] if place + length > 0 else older

    def write(self, start: int, content: bytes) -> None:
        """Replace the bytes from *start* on by as many others. Raises OSError."""
        place = start - self._n_older
        if place >= 0:
            self._recent[place : place + len(content)] = content
            return
        assert self._handle is not None
        n_older = min(len(content), -place)
        if os.pwrite(self._handle, content[:n_older], start) < n_older:
            raise OSError("bytes were written in part")
        self._recent[: len(content) - n_older] = content[n_older:]

    def _move_to_disk(self) -> None:
        """Move the bytes in memory to the disk; where that is not possible, they and all later ones stay."""
        from workflowkit.text.unnamed_file import unnamed_file  # Few runs have that many.

        try:
            if self._handle is None:
                self._handle = unnamed_file()
                finalize(self, os.close, self._handle)
            n_written = os.pwrite(self._handle, self._recent, self._n_older)
        except OSError:
            self._most = sys.maxsize
            return
        self._n_older += n_written
        del self._recent[:n_written]
