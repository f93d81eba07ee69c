"""The manifest of an earlier run, which may be larger than what fits into memory."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import IO, Final

from workflowkit.text import document, files
from workflowkit.text.columns import DigestColumn, RowColumn, SortedTexts, TextColumn
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_READ
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json

_LIMIT: Final = 10 * MAX_READ
"""Compiled files may be larger than authored ones."""

_KEYS: Final = {
    b'      "%s"' % name.encode("ascii"): name
    for name in ("id", "source", "compiled", "workflowHash")
}
"""How the lines of a row begin that have them."""


class OldManifest:
    """What a run needs of all rows of a manifest; the rest of a row is read when it is asked for."""

    def __init__(self, path: Path, *, has_sources: bool) -> None:
        """Read the manifest at *path*; it has no rows when there is none, or it is invalid. Raises UnreadableFile.

        A run over the whole project does without the sources, and without rows.
        """
        self._path, self._has_sources = path, has_sources
        self._clear()
        self.is_own = path.is_file() and self._is_streamed()
        """True when this program has written the manifest, and nobody has edited it."""
        if path.is_file() and not self.is_own:
            self._clear()
            self._take(parsed(path).value)

    def _clear(self) -> None:
        self.ids, self.hashes = TextColumn(), DigestColumn()
        self.sources, self.compiled = TextColumn(), TextColumn()
        self.duplicates: list[Json] = []
        self._rows: list[dict[str, Json]] = []
        self._places = RowColumn("QQ")
        """Where each row begins in the file, and its length."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _sorted(self) -> SortedTexts:
        return SortedTexts(self.ids)

    def has_hashes(self) -> bool:
        """Return whether some row has a hash."""
        return any(self.hashes[number] for number in range(len(self)))

    def hash_of(self, own_id: str) -> str | None:
        """Return the hash in the last row with this id that has one."""
        number = self._sorted.find_last(own_id)
        while number is not None and number >= 0 and self.ids[number] == own_id:
            hash = self.hashes[number]
            if hash is not None:
                return hash
            number -= 1
        return None

    def row(self, number: int) -> dict[str, Json]:
        """Return the row with this *number*. Raises UnreadableFile."""
        if self._rows:
            return self._rows[number]
        with files.opened(self._path) as stream:
            start, length = self._places[number]
            stream.seek(start)
            content = stream.read(length)
        return as_fields(document.parse(content, self._path.as_posix()).value)

    def _add(self, values: dict[str, Json]) -> None:
        self.ids.append(as_text(values.get("id")))
        self.hashes.append(as_text(values.get("workflowHash")))
        if self._has_sources:
            self.sources.append(as_text(values.get("source")))
            self.compiled.append(as_text(values.get("compiled")))

    def _take(self, value: Json) -> None:
        """Take the rows of a manifest in memory, a *value* of any kind."""
        self._rows = [as_fields(row) for row in as_items(as_fields(value).get("workflows"))]
        for row in self._rows:
            self._add(row)
        self.duplicates = as_items(as_fields(value).get("duplicates"))

    def _is_streamed(self) -> bool:
        """Read the rows one by one; return whether that was possible, as the file has the format in which manifests are written."""
        with files.opened(self._path) as stream:
            try:
                self._read_rows(_Lines(stream))
            except (_OtherFormatError, ValueError):  # Also a value that is not JSON.
                return False
        return True

    def _read_rows(self, lines: _Lines) -> None:
        """Read *lines*. Raises _OtherFormatError and ValueError."""
        lines.require(b"{", b'  "formatVersion": 1,', b'  "versions": {')
        lines.pass_to(b"  },")
        opening = lines.next()
        if opening == b'  "workflows": [':
            while (line := lines.next()) == b"    {":
                self._read_row(lines)
            lines.require_last(line, b"  ],")
        else:
            lines.require_last(opening, b'  "workflows": [],')
        lines.require(b'  "usedBy": {')
        lines.pass_to(b"  },")
        opening = lines.next()
        if opening == b'  "duplicates": [':
            self.duplicates = as_items(json.loads(b"[" + lines.until(b"  ]") + b"]"))
        else:
            lines.require_last(opening, b'  "duplicates": []')
        lines.require(b"}", b"")

    def _read_row(self, lines: _Lines) -> None:
        start = lines.place - len(b"    {\n")
        values: dict[str, Json] = {}
        while (line := lines.next())[:5] != b"    }":
            name, _, value = line.partition(b": ")
            key = _KEYS.get(name)
            if key is not None:
                values[key] = json.loads(value.removesuffix(b","))
        end = lines.place - len(b"\n") - (line == b"    },")
        lines.require_last(line.removesuffix(b","), b"    }")
        self._add(values)
        if self._has_sources:
            self._places.append(start, end - start)


class _OtherFormatError(Exception):
    """Raised for a manifest that was not written by this program, or not to its end."""


class _Lines:
    """The lines of a file, without their line feeds."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.place = 0
        """Number of bytes that were read."""

    def next(self) -> bytes:
        """Return the next line. Raises _OtherFormatError at the end of the file."""
        line = self._stream.readline(_LIMIT)
        self.place += len(line)
        if not line.endswith(b"\n"):
            raise _OtherFormatError
        return line[:-1]

    def require(self, *expected: bytes) -> None:
        """Read the next lines; an empty one stands for the end. Raises _OtherFormatError when they are others than *expected*."""
        for line in expected:
            if line:
                self.require_last(self.next(), line)
            elif self._stream.read(1):
                raise _OtherFormatError

    @staticmethod
    def require_last(line: bytes, expected: bytes) -> None:
        """Raise _OtherFormatError when *line* is another than *expected*."""
        if line != expected:
            raise _OtherFormatError

    def pass_to(self, end: bytes) -> None:
        """Read all lines up to *end*. Raises _OtherFormatError when there is no such line."""
        while self.next() != end:
            pass

    def until(self, end: bytes) -> bytes:
        """Return all lines before *end* as one, and read that, too. Raises as `pass_to`."""
        found: list[bytes] = []
        while (line := self.next()) != end:
            found.append(line)
        return b" ".join(found)


def parsed(path: Path) -> Document:
    """Parse the JSON file at *path*, which may be a compiled one. Raises UnreadableFile."""
    return document.parse(files.read(path, _LIMIT), path.as_posix())
