"""Parts: the outcomes of one shard of a run in a file, which is read when all parts are merged. Outer layer.

A part begins with a line that names the version of the format, and a line of JSON, the header.
The outcomes follow, each with its path and behind the lengths of both; the last bytes are the checksum of all others.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, Literal, Self

from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.records import dataclass
from workflowkit.report.style import Style
from workflowkit.text import disk, files
from workflowkit.text.columns import RowColumn, SortedTexts, TextColumn
from workflowkit.text.json_records import WrongRecordError, from_json, to_json

_KIND: Final = b"wfk part "
_MAGIC: Final = _KIND + b"2\n"
_MAX_HEADER: Final = 1 << 26
"""Bytes of the longest header; it has the paths of the command line."""
_LENGTH: Final = 4
"""Bytes of a length."""
_CHECKSUM: Final = hashlib.sha256().digest_size


Task = Literal["lint", "write-baseline", "prune-baseline", "compile"]
"""What is made of all parts: reports, a baseline, or compiled files and a manifest."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for on the command line, as far as results depend on it."""

    task: Task
    paths: tuple[str, ...]
    spec: str | None
    routines: tuple[str, ...]
    bindings: str | None
    engine: str | None
    exclude: tuple[str, ...]
    with_ignored: bool
    allow_empty: bool
    profile: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    only: tuple[str, ...]
    baseline: str | None


@dataclass(frozen=True, slots=True)
class PartFormat:
    """A format that the findings are rendered in."""

    name: str
    style: Style


@dataclass(frozen=True, slots=True)
class PartProject:
    """What all shards must agree on for the files of one configuration."""

    config: str
    """The path of the configuration; empty when there is none."""
    settings: str
    """The digest of everything that outcomes depend on, apart from files."""
    files: str
    """The digest of the paths of all workflow files."""


@dataclass(frozen=True, slots=True)
class PartHeader:
    """What a part is."""

    number: int
    """From 1 on."""
    total: int
    """Into how many parts the run is divided."""
    tool: str
    """The digest of the code that wrote it."""
    version: str
    """The version of the tool, for messages."""
    folder: str
    """The folder in which the shard ran."""
    today: str
    """The day that decided which suppressions have expired."""
    request: Request
    formats: tuple[PartFormat, ...]
    projects: tuple[PartProject, ...]


def write_part(path: str, header: PartHeader, outcomes: Iterable[tuple[str, bytes]]) -> None:
    """Write the part at *path*: *outcomes* are the packed outcomes, each with the path of its file.

    Raises UnreadableFile, and UsageError instead of overwriting a file that is not a part.
    """
    _require_replaceable(path)
    files.write_blocks(Path(path), _with_checksum(_blocks(header, outcomes)))


def _require_replaceable(path: str) -> None:
    if not disk.exists(path):
        return
    with files.opened(Path(path)) as stream:
        if stream.read(len(_KIND)) not in (b"", _KIND):
            raise UsageError(
                f"{path} is not a part of a run, and --save would overwrite it",
                help="name another file with --save",
            )


def _blocks(header: PartHeader, outcomes: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    yield _MAGIC
    yield json.dumps(to_json(header)).encode("ascii") + b"\n"
    for path, content in outcomes:
        name = path.encode("utf-8", "surrogatepass")
        yield len(name).to_bytes(_LENGTH) + len(content).to_bytes(_LENGTH) + name + content


def _with_checksum(blocks: Iterable[bytes]) -> Iterator[bytes]:
    checksum = hashlib.sha256()
    for block in blocks:
        checksum.update(block)
        yield block
    yield checksum.digest()


class SavedPart:
    """A part whose checksum is right; its outcomes are read when they are asked for."""

    def __init__(self, path: str) -> None:
        """Read the part at *path*. Raises UnreadableFile for a damaged part, and for a file that is not one."""
        self.path = path
        self._stream = files.opened(Path(path))
        try:
            self._read()
        except (OSError, UnreadableFile) as error:
            self._stream.close()
            if isinstance(error, UnreadableFile):
                raise
            raise UnreadableFile(f"{path}: {files.reason(error)}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def _read(self) -> None:
        reading = _Reading(self.path, self._stream)
        magic = reading.line(len(_MAGIC))
        if magic != _MAGIC:
            if magic.startswith(_KIND):
                raise UnreadableFile(
                    f"{self.path}: the part was written by another version of wfk",
                    help="run the shards and wfk merge with the same version",
                )
            raise UnreadableFile(
                f"{self.path}: not a part of a run",
                help="name files that a command with --shard has written",
            )
        header = reading.line(_MAX_HEADER)
        paths = TextColumn()
        self._places = RowColumn("QQ")
        while reading.n_left:
            name_length = int.from_bytes(reading.take(_LENGTH))
            length = int.from_bytes(reading.take(_LENGTH))
            name = reading.take(name_length)
            self._places.append(reading.place, length)
            reading.take(length)
            try:
                paths.append(name.decode("utf-8", "surrogatepass"))
            except UnicodeDecodeError:
                raise reading.damage() from None
        reading.verify()
        try:
            self.header = from_json(PartHeader, json.loads(header))
        except (ValueError, WrongRecordError):
            raise reading.damage() from None
        self.paths = SortedTexts(paths)
        """The files of the shard."""

    def read(self, number: int) -> bytes:
        """Return the packed outcome of the file with this *number* in `paths`."""
        try:
            start, length = self._places[number]
            self._stream.seek(start)
            return self._stream.read(length)
        except OSError as error:
            raise UnreadableFile(f"{self.path}: {files.reason(error)}") from error


class _Reading:
    """Reads a part from its first byte to the last, and computes the checksum."""

    def __init__(self, path: str, stream: IO[bytes]) -> None:
        self._path, self._stream = path, stream
        self._checksum = hashlib.sha256()
        self.n_left = os.fstat(stream.fileno()).st_size - _CHECKSUM
        """Bytes before the checksum that are not read yet."""

    @property
    def place(self) -> int:
        """Number of bytes that were read."""
        return self._stream.tell()

    def line(self, limit: int) -> bytes:
        """Return the next line, or the beginning of one with more than *limit* bytes."""
        return self._passed(self._stream.readline(limit))

    def take(self, length: int) -> bytes:
        """Return the next bytes. Raises UnreadableFile when there are not as many."""
        if length > self.n_left:
            raise self.damage()
        content = self._passed(self._stream.read(length))
        if len(content) != length:
            raise self.damage()
        return content

    def verify(self) -> None:
        """Raise UnreadableFile when the rest of the file is not the checksum."""
        if self.n_left or self._stream.read() != self._checksum.digest():
            raise self.damage()

    def damage(self) -> UnreadableFile:
        """Return the error for a damaged part."""
        return UnreadableFile(
            f"{self._path}: the part is damaged: its checksum is wrong or its end is missing",
            help="run its shard again",
        )

    def _passed(self, content: bytes) -> bytes:
        self._checksum.update(content)
        self.n_left -= len(content)
        return content
