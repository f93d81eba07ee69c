"""The read log: the files that a run over many has read, on the disk instead of in memory. Outer layer."""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Iterator
from weakref import finalize

from workflowkit.text.unnamed_file import unnamed_file

Read = tuple[str, bytes, str]
"""The path of a file, the digest of its content, and its signature before it was read."""

_BLOCK = 1000
"""How many files are noted at once."""


class ReadLog:
    """Files that were read, each with its digest and its signature, in the order in which they were added."""

    def __init__(self) -> None:
        self._pending: list[Read] = []
        self._sizes = array("Q")
        self._handle: int | None = None
        self.is_whole = True
        """False when something could not be written."""

    def add(self, path: str, digest: bytes, signature: str) -> None:
        """Add the file at *path*."""
        self._pending.append((path, digest, signature))
        if len(self._pending) < _BLOCK:
            return
        try:
            self._write(marshal.dumps(self._pending))
        except OSError:
            self.is_whole = False
        self._pending.clear()

    def blocks(self) -> Iterator[list[Read]]:
        """Yield the files, many at once. Raises OSError."""
        start = 0
        for size in self._sizes:
            assert self._handle is not None
            found: list[Read] = marshal.loads(os.pread(self._handle, size, start))
            yield found
            start += size
        if self._pending:
            yield self._pending

    def _write(self, content: bytes) -> None:
        if self._handle is None:
            self._handle = unnamed_file()
            finalize(self, os.close, self._handle)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        self._sizes.append(len(content))
