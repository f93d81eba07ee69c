"""Entries: results for single files, which later runs use for files that are the same. Outer layer.

The entries of one kind of run are in one file, the pack, to which each run adds its own at the end.
An index names the pack, and where in it each entry is. It is replaced in one step; an entry is valid only with its digest.
So a reader sees an older or a newer index, and what a killed process has left behind is in no index.
"""

from __future__ import annotations

import os
import time
from array import array
from itertools import chain

from workflowkit.cache import folder as folders
from workflowkit.text.columns import Derived, sorted_numbers
from workflowkit.text.disk import DIGEST_BYTES, digest
from workflowkit.text.stored_bytes import StoredBytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FORMAT = 2
KEY_BYTES = DIGEST_BYTES
MOST_ENTRY_BYTES = 1_000_000_000
"""How many bytes the entries of all kinds of runs may have together; those of one kind may have half of them."""

_NUMBER_BYTES = 8
_ROW_BYTES = KEY_BYTES + 2 * _NUMBER_BYTES
_SPARE_ROWS = 1000
"""How many entries that a run did not use are kept in any case; more than twice those that it used are not."""


class EntryStore:
    """The entries of one kind of run in a cache folder."""

    def __init__(self, folder: str, kind: bytes) -> None:
        """Open what earlier runs of this *kind*, which is a digest, have left in *folder*."""
        self._folder = folder
        self._kind = kind.hex()[:40]
        self._index = _Index(StoredBytes())
        self._pack = ""
        self._handle: int | None = None
        values = folders.read_all(self._index_path)
        fields = next(values, None)
        if isinstance(fields, tuple) and fields[:1] == (FORMAT,):
            self._pack = fields[1]
            try:
                self._handle = os.open(self._path(self._pack), os.O_RDONLY)
            except OSError:
                return
            self._index = _Index(_joined(values))

    def close(self) -> None:
        """Close the file of the entries."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __len__(self) -> int:
        return len(self._index)

    def find(self, key: bytes) -> tuple[int, int] | None:
        """Return where the entry for *key* begins, and its length; None when there is none."""
        return self._index.find(key)

    def read(self, key: bytes, place: tuple[int, int]) -> bytes | None:
        """Return the entry for *key* at *place*; None when it is not there, or damaged."""
        if self._handle is None:
            return None
        start, length = place
        try:
            content = os.pread(self._handle, length, start)
        except OSError:
            return None
        entry = content[DIGEST_BYTES:]
        return entry if content[:DIGEST_BYTES] == digest(key + entry) else None

    def read_again(self, place: tuple[int, int]) -> bytes:
        """Return the entry at *place*, which was read in full before: nothing in a pack changes. Raises OSError."""
        if self._handle is None:
            raise OSError("the entries are closed")
        return os.pread(self._handle, place[1], place[0])[DIGEST_BYTES:]

    def get(self, key: bytes) -> bytes | None:
        """Return the entry for *key*; None when there is none."""
        place = self.find(key)
        return self.read(key, place) if place else None

    def add(self, entries: Iterable[tuple[bytes, bytes]], used: Sequence[bytes]) -> bool:
        """Add *entries*, each a key and its content, in a run that *used* the entries for some other keys; return whether that was possible."""
        if not folders.prepare(self._folder):
            return False
        is_crowded = len(self) > 2 * len(used) + _SPARE_ROWS
        try:
            os.makedirs(os.path.join(self._folder, folders.FILES), exist_ok=True)
            if self._handle is None or is_crowded:
                self._start_anew(used)
            handle = os.open(self._path(self._pack), os.O_WRONLY | os.O_APPEND)
            try:
                room = MOST_ENTRY_BYTES // 2 - os.fstat(handle).st_size
                rows = _joined(self._index.blocks())
                _append(handle, entries, room, rows)
            finally:
                os.close(handle)
        except OSError:
            return False
        self._index = _Index(_in_order(rows))
        values = chain([(FORMAT, self._pack)], self._index.blocks())
        is_written = folders.write(self._index_path, values)
        folders.sweep_entries(self._folder, MOST_ENTRY_BYTES)
        return is_written

    def _start_anew(self, used: Iterable[bytes]) -> None:
        """Begin another pack with the entries that were *used*. Raises OSError."""
        entries = ((key, content) for key in used if (content := self.get(key)) is not None)
        self._pack = f"{self._kind}.{os.getpid()}-{time.time_ns()}{folders.PACK}"
        handle = os.open(self._path(self._pack), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            rows = StoredBytes()
            _append(handle, entries, MOST_ENTRY_BYTES // 2, rows)
        finally:
            os.close(handle)
        self._index = _Index(_in_order(rows))

    @property
    def _index_path(self) -> str:
        return self._path(self._kind)

    def _path(self, name: str) -> str:
        return os.path.join(self._folder, folders.FILES, name)


class _Index:
    """Where the entries of a pack are."""

    def __init__(self, rows: StoredBytes) -> None:
        """Take the *rows*, each a key, where its entry begins, and its length, in the order of the keys."""
        self._rows = rows
        self._n_groups = max(1, len(self) // _GROUP)
        # Digests are spread evenly, so that each group has few rows.
        self._starts = array("I")
        for number, group in enumerate(self._groups()):
            self._starts.extend([number] * (group + 1 - len(self._starts)))
        self._starts.extend([len(self)] * (self._n_groups + 1 - len(self._starts)))

    def __len__(self) -> int:
        return len(self._rows) // _ROW_BYTES

    def find(self, key: bytes) -> tuple[int, int] | None:
        """Return where the entry for *key* begins, and its length; None when there is none."""
        group = self._group(key)
        first, end = self._starts[group], self._starts[group + 1]
        rows = self._rows.read(first * _ROW_BYTES, (end - first) * _ROW_BYTES)
        for start in range(0, len(rows), _ROW_BYTES):
            if rows.startswith(key, start):
                numbers = start + KEY_BYTES
                middle = numbers + _NUMBER_BYTES
                return (
                    int.from_bytes(rows[numbers:middle]),
                    int.from_bytes(rows[middle : start + _ROW_BYTES]),
                )
        return None

    def blocks(self) -> Iterator[bytes]:
        """Yield the rows, many at once."""
        for start in range(0, len(self._rows), _ROWS * _ROW_BYTES):
            yield self._rows.read(start, min(_ROWS * _ROW_BYTES, len(self._rows) - start))

    def _groups(self) -> Iterator[int]:
        """Yield the group of each row."""
        for block in self.blocks():
            for start in range(0, len(block), _ROW_BYTES):
                yield self._group(block[start : start + KEY_BYTES])

    def _group(self, key: bytes) -> int:
        return int.from_bytes(key[:4]) * self._n_groups >> 32


_GROUP = 4
"""How many rows a group has, about."""
_ROWS = 4096
"""How many rows are read or written at once."""


def number_and_size(folder: str) -> tuple[int, int]:
    """Return how many entries the cache in *folder* has, and the bytes of their files."""
    number, size = 0, 0
    for _, n_bytes, path in folders.files_of(folder, folders.FILES):
        size += n_bytes
        values = iter(()) if path.endswith(folders.PACK) else folders.read_all(path)
        fields = next(values, None)
        if isinstance(fields, tuple) and fields[:1] == (FORMAT,):
            number += sum(len(block) // _ROW_BYTES for block in values)
    return number, size


def _joined(blocks: Iterable[bytes]) -> StoredBytes:
    found = StoredBytes()
    for block in blocks:
        found.append(block)
    return found


def _in_order(rows: StoredBytes) -> StoredBytes:
    """Return *rows* in the order of their keys; of those with one key the last."""
    found, last = StoredBytes(), b""
    for number in sorted_numbers(
        Derived(range(0, len(rows), _ROW_BYTES), lambda start: rows.read(start, KEY_BYTES))
    ):
        row = rows.read(number * _ROW_BYTES, _ROW_BYTES)
        if last[:KEY_BYTES] != row[:KEY_BYTES]:
            found.append(last)
        last = row
    found.append(last)
    return found


_BLOCK = 1 << 18
"""Bytes that are written at once."""


def _append(
    handle: int, entries: Iterable[tuple[bytes, bytes]], room: int, rows: StoredBytes
) -> None:
    """Add *entries* at the end of a pack, as many as there is *room* for, and what the index has of them to *rows*. Raises OSError."""
    block: list[tuple[bytes, bytes]] = []
    size = 0
    for key, content in entries:
        room -= len(content) + DIGEST_BYTES
        if room < 0:
            break
        block.append((key, digest(key + content) + content))
        size += len(content)
        if size > _BLOCK:
            _write(handle, block, rows)
            block, size = [], 0
    _write(handle, block, rows)


def _write(handle: int, block: Sequence[tuple[bytes, bytes]], rows: StoredBytes) -> None:
    content = b"".join(entry for _, entry in block)
    n_written = os.write(handle, content)
    if n_written < len(content):
        raise OSError("the entries were written in part")
    # Another process may have added entries before: each write is at the end at its time.
    start = os.lseek(handle, 0, os.SEEK_CUR) - len(content)
    for key, entry in block:
        rows.append(key + start.to_bytes(_NUMBER_BYTES) + len(entry).to_bytes(_NUMBER_BYTES))
        start += len(entry)
