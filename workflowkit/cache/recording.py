"""Recording: a run whose questions and output are kept as its record."""

from __future__ import annotations

import io
import os
import sys
import time
from contextvars import ContextVar, Token
from types import TracebackType
from typing import BinaryIO, Self, TextIO
from weakref import finalize

from workflowkit.cache import folder as folders
from workflowkit.cache import record
from workflowkit.cache.command_line import CacheChoice
from workflowkit.text.disk import ASKED, CACHE_FOLDER, Asked, growing_digest, still_holds
from workflowkit.text.durations import duration_text
from workflowkit.text.read_log import ReadLog
from workflowkit.text.unnamed_file import unnamed_file

_KEPT = (0, 1)
"""Exit codes of runs that are recorded; others may depend on what was not asked."""
_TAIL = 4096
_PIECE = 1 << 20


class Recording:
    """One run. On exit everything is as before, and `store` writes the record."""

    def __init__(self, key: str, choice: CacheChoice) -> None:
        self._key = key
        self._choice = choice
        self._started = time.time_ns()
        self._log = ReadLog()
        self._asked = Asked(self._log)
        self._streams: tuple[TextIO, TextIO] = (sys.stdout, sys.stderr)
        self._output = _Kept(unnamed_file())
        self._errors = _Kept(unnamed_file())
        self._tokens: tuple[Token[Asked | None], Token[Recording | None]] | None = None
        self.folder: str | None = None
        """The folder of the configuration; None as long as it is unknown."""
        self.seconds: float | None = None
        """The duration that is printed; None when none is."""

    def __enter__(self) -> Self:
        self._tokens = (ASKED.set(self._asked), CURRENT.set(self))
        sys.stdout = _copied(self._streams[0], self._output)
        sys.stderr = _copied(self._streams[1], self._errors)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                self._output.is_whole = False
        sys.stdout, sys.stderr = self._streams
        if self._tokens is not None:
            ASKED.reset(self._tokens[0])
            CURRENT.reset(self._tokens[1])

    def folder_beside(self, folder: str) -> str:
        """Return the folder of the cache for a configuration in *folder*."""
        return self._choice.folder or os.path.join(folder, CACHE_FOLDER)

    def store(self, exit_code: int) -> bool:
        """Write the record, provided that the run was whole and that all it looked at is still the same; return whether it was written."""
        is_known = self._asked.is_consistent and self._log.is_whole
        is_whole = self._output.is_whole and self._errors.is_whole and is_known
        place = self.folder_beside(self.folder) if self.folder is not None else self._choice.folder
        if not is_whole or exit_code not in _KEPT or place is None:
            return False
        if not self._still_holds() or not folders.prepare(place):
            return False
        path = os.path.join(place, folders.RUNS, self._key)
        digest = self._output.copy_to(record.output_path(path))
        if digest is None:
            return False
        output = (digest, *self._output.place_of(self.seconds))
        errors = self._errors.content()
        values = record.values_of(self._asked, self._started, exit_code, errors, output)
        is_written = folders.write(path, values)
        folders.sweep(place)
        return is_written

    def _still_holds(self) -> bool:
        """Return whether nothing has changed during the run; whether files have the content that was read is asked before the record is used."""
        trusted = record.trusted_before(self._started)
        try:
            return still_holds(self._asked.questions(), trusted_before=trusted)
        except OSError:
            return False


CURRENT: ContextVar[Recording | None] = ContextVar("CURRENT", default=None)
"""The recording of this run; None when it is not recorded."""


def keep_beside(folder: str) -> None:
    """Have the record kept in *folder*, that of the configuration."""
    current = CURRENT.get()
    if current is not None:
        current.folder = folder


def folder_beside(folder: str) -> str | None:
    """Return the folder of the cache of this run, whose configuration is in *folder*; None when it uses none."""
    current = CURRENT.get()
    return current.folder_beside(folder) if current is not None else None


def note_duration(seconds: float) -> None:
    """Have the duration at the end of the output replaced by that of each later run."""
    current = CURRENT.get()
    if current is not None:
        current.seconds = seconds


class _Kept:
    """What was written to one stream, in a file without a name."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        finalize(self, os.close, handle)
        self._size = 0
        self.is_whole = True
        """False when something could not be written."""

    def add(self, content: bytes) -> None:
        """Keep *content*, too."""
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError:
            self.is_whole = False
        self._size += len(content)

    def content(self) -> bytes:
        """Return everything."""
        return os.pread(self._handle, self._size, 0)

    def copy_to(self, path: str) -> bytes | None:
        """Replace the file at *path* by everything; return its digest, or None when it cannot be written."""
        found, offset = growing_digest(), 0
        temporary = f"{path}.{os.getpid()}.tmp"
        try:
            with open(temporary, "wb") as stream:
                while piece := os.pread(self._handle, _PIECE, offset):
                    stream.write(piece)
                    found.update(piece)
                    offset += len(piece)
            os.replace(temporary, path)
        except OSError:
            return None
        return found.digest()

    def place_of(self, seconds: float | None) -> tuple[int, int]:
        """Return where the last line has the duration *seconds*, and its length; zeros when it has none."""
        if seconds is None:
            return (0, 0)
        start = max(0, self._size - _TAIL)
        tail = os.pread(self._handle, _TAIL, start)
        text = duration_text(seconds).encode("ascii")
        line = tail.rstrip(b"\n").rfind(b"\n") + 1
        place = tail.rfind(text, line)
        return (0, 0) if place < 0 else (start + place, len(text))


class _Copying(io.RawIOBase):
    """A stream that writes to another, and keeps what it wrote."""

    def __init__(self, target: BinaryIO, kept: _Kept) -> None:
        self._target = target
        self._kept = kept

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        data = bytes(content)  # type: ignore[call-overload]
        try:
            self._target.write(data)
            self._target.flush()
        except BaseException:
            self._kept.is_whole = False
            raise
        self._kept.add(data)
        return len(data)

    def fileno(self) -> int:
        return self._target.fileno()

    def isatty(self) -> bool:
        return self._target.isatty()


def _copied(stream: TextIO, kept: _Kept) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(_Copying(stream.buffer, kept)),
        encoding=stream.encoding,
        errors=stream.errors,
        newline="",
        line_buffering=bool(stream.line_buffering),
    )
