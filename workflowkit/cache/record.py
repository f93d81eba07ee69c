"""The record of a run: what it asked the disk, and what it printed."""

from __future__ import annotations

import os
import sys
from itertools import islice

from workflowkit.cache import folder as folders
from workflowkit.cache import identity
from workflowkit.text.disk import digest, growing_digest, has_changed_file, still_holds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO, Any, TextIO

    from workflowkit.cache.command_line import CacheChoice
    from workflowkit.text.disk import Asked, Question

_FORMAT = 2
_RACY_NANOSECONDS = 2_000_000_000
"""Within this time of a run, a file may change without changing its times."""
_PIECE = 1 << 20
_BLOCK = 1000
"""How many questions are read at once."""
_LONG = 100_000
"""Bytes of a record with many questions."""
END = "end"
"""The last value of a record that is whole."""


class Record:
    """What one run printed, with the exit code; valid while the answers hold."""

    def __init__(self, path: str, fields: dict[str, Any]) -> None:
        """Take the *fields* of the record at *path*."""
        self._path = path
        self._fields = fields
        self._is_read = False
        self._output: IO[bytes] | None = None
        self.exit_code = int(fields["exit_code"])

    def still_holds(self, *, trusts_times: bool) -> bool:
        """Return whether the run would print the same now."""
        trusted = trusted_before(self._fields["started"]) if trusts_times else 0
        # Most often one file has changed, and its times tell which: of many files the others need not be read.
        if not trusts_times and self._is_long() and has_changed_file(self._questions()):
            return False
        holds = still_holds(self._questions(), trusted_before=trusted) and self._is_whole()
        if not holds and self._output:
            self._output.close()
        return holds

    def _is_long(self) -> bool:
        try:
            return os.path.getsize(self._path) > _LONG
        except OSError:
            return False

    def _questions(self) -> Iterator[Question]:
        """Yield what the run asked, with the answers."""
        self._is_read = False
        for block in islice(folders.read_all(self._path), 1, None):
            if block == END:
                self._is_read = True
                return
            yield from block

    def _is_whole(self) -> bool:
        """Return whether all questions and the output are there, undamaged."""
        if not self._is_read:
            return False
        found = growing_digest()
        try:
            # It stays open: what is printed later must be what was examined.
            self._output = open(output_path(self._path), "rb")  # noqa: SIM115
            while piece := self._output.read(_PIECE):
                found.update(piece)
        except OSError:
            return False
        return bool(found.digest() == self._fields["output_digest"])

    def print(self, duration: str) -> None:
        """Print what the run printed, with *duration* in place of its duration, after `still_holds`. Raises OSError."""
        _write(sys.stderr, self._fields["errors"])
        start, length = self._fields["duration"]
        if self._output is not None:
            self._output.seek(0)
            if length:
                _copy(self._output, start)
                _write(sys.stdout, duration.encode("ascii"))
                self._output.seek(length, os.SEEK_CUR)
            _copy(self._output, sys.maxsize)
            self._output.close()


def _copy(stream: IO[bytes], n_bytes: int) -> None:
    """Print the next *n_bytes* of *stream*, or what is left of it."""
    while n_bytes > 0 and (piece := stream.read(min(n_bytes, _PIECE))):
        _write(sys.stdout, piece)
        n_bytes -= len(piece)


def _write(stream: TextIO | None, content: bytes) -> None:
    if stream and content:
        stream.buffer.write(content)
        stream.flush()


def trusted_before(started: int) -> int:
    """Return up to which time a file was changed last if a change since *started* is certain to have changed its times; both in nanoseconds."""
    return started - _RACY_NANOSECONDS


def output_path(path: str) -> str:
    """Return the file with the output of the record at *path*."""
    return f"{path}.out"


def key_of(arguments: Sequence[str]) -> str:
    """Return the name of the record of a run with *arguments*: another one for another tool, folder, environment or terminal."""
    parts = (_FORMAT, tuple(arguments), identity.tool(), identity.surroundings())
    return digest(repr(parts).encode("utf-8", "surrogatepass")).hex()[:40]


def find(key: str, choice: CacheChoice) -> Record | None:
    """Return the record called *key*; None when there is none."""
    for folder in folders.candidates(choice.folder, choice.paths):
        path = os.path.join(folder, folders.RUNS, key)
        fields = folders.read(path)
        if isinstance(fields, dict) and fields.get("format") == _FORMAT:
            return Record(path, fields)
    return None


def values_of(
    asked: Asked, started: int, exit_code: int, errors: bytes, output: tuple[bytes, int, int]
) -> Iterator[Any]:
    """Yield the values of a record; *output* is its digest, and where the duration is in it and how long. Raises OSError."""
    yield {
        "format": _FORMAT,
        "started": started,
        "exit_code": exit_code,
        "errors": errors,
        "output_digest": output[0],
        "duration": output[1:],
    }
    questions = asked.questions()
    while block := list(islice(questions, _BLOCK)):
        yield block
    yield END
