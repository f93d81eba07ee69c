"""Glances: the first reading of the files of a run over many, which keeps of each only what the run needs to know before it is mapped. Outer layer."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workflowkit.cache import identity
from workflowkit.cache.entries import KEY_BYTES, EntryStore
from workflowkit.errors import UnreadableFile
from workflowkit.run import keeping, loading
from workflowkit.run.discovery import Search, examined, reason_for
from workflowkit.run.found_files import FoundFile, FoundFiles
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.stored_files import StoredFiles
from workflowkit.text import disk, document, files
from workflowkit.text.columns import BytesColumn
from workflowkit.text.document import Document

if TYPE_CHECKING:
    from workflowkit.text.read_log import ReadLog

MANY_FILES: Final = 256
"""Number of files from which a run that streams does not keep their content; with a cache or a cluster any run does not."""


_AT_ONCE: Final = 64
"""How many files are read before their glances are returned."""


class Glance(NamedTuple):
    """What one file is; plain data."""

    reason: str
    """Why it is not taken for a workflow; empty when it is."""
    size: int
    workflow_id: str
    digest: bytes
    """Of its content; empty when it cannot be read."""
    key: bytes
    """Of its glance in the cache; empty when it has none."""
    is_known: bool
    """True when an earlier run knew it."""
    signature: str = ""
    """Of the file before it was read; empty when nobody notes what is read."""


def workflows_in(search: Search, entries: FoundFiles) -> Sequence[Document]:
    """Return those of the found files *entries* that contain workflows, and record the others as skipped; those of a large run that streams are stored."""
    is_elsewhere = search.reading.is_elsewhere
    fewest = MANY_FILES if search.cache is None and not is_elsewhere else 1
    if not search.reading.streams or len(entries) < fewest:
        return [document for _, document in search.documents(entries)]
    store = EntryStore(search.cache, _kind()) if search.cache is not None else None
    asked = disk.ASKED.get()
    log = asked.log if asked is not None else None
    with_digest = store is not None or is_elsewhere
    # A result for each of many files would take longer than looking at it.
    starts = range(0, len(entries), _AT_ONCE)
    blocks = map_in_pool(
        lambda start: [
            tuple(_glance(entry, store, with_digest=with_digest, is_logged=log is not None))
            for entry in entries[start : start + _AT_ONCE]
        ],
        starts,
        workers_for(len(entries), search.reading.jobs),
    )
    read = _Read(search, log)
    kept = StoredFiles(
        read.workflows(entries, map(Glance._make, chain.from_iterable(blocks))),
        lambda path: loading.read_or_explain(Path(path)),
    )
    if store is not None:
        if any(read.is_new):
            new = map(Glance._make, compress(chain.from_iterable(blocks), read.is_new))
            store.add(((each.key, marshal.dumps(tuple(each[:3]))) for each in new), read.used)
        store.close()
    return kept


class _Read:
    """What is noted of the glances while they are read."""

    def __init__(self, search: Search, log: ReadLog | None) -> None:
        self._search = search
        self._log = log
        self.is_new = bytearray()
        """Of each whether no earlier run knew it."""
        self.used = BytesColumn(KEY_BYTES)
        """The keys of those that an earlier run knew."""

    def workflows(
        self, entries: Sequence[FoundFile], glances: Iterable[Glance]
    ) -> Iterator[tuple[str, int, str, bytes]]:
        """Yield what the run knows of the files with workflows, skip the others, and log what was read."""
        for entry, glance in zip(entries, glances, strict=True):
            if self._log is not None and glance.digest:
                self._log.add(os.fspath(entry.path), glance.digest, glance.signature)
            self.is_new.append(not glance.is_known)
            if glance.is_known and glance.key:
                self.used.append(glance.key)
            if glance.reason:
                self._search.skip(entry.path, glance.reason)
            else:
                yield entry.name, glance.size, glance.workflow_id, glance.digest


def _kind() -> bytes:
    parts = ("glance", identity.tool(), os.getcwd())
    return disk.digest(repr(parts).encode("utf-8", "surrogatepass"))


def _glance(
    entry: FoundFile, store: EntryStore | None, *, with_digest: bool, is_logged: bool
) -> Glance:
    asked = disk.Asked() if is_logged else disk.ASKED.get()
    path = entry.path
    try:
        with keeping.noting(asked):
            content, noted = files.read_noted(path)
    except UnreadableFile:
        unread, reason = examined(entry)
        return Glance(reason, unread.size, "", b"", b"", True)
    signature = asked.signatures[os.fspath(path)] if asked is not None else ""
    digest = noted or (disk.digest(content) if with_digest else b"")
    key = _key(entry, digest) if store is not None else b""
    known = store.get(key) if store is not None else None
    if known is not None:
        reason, size, own_id = marshal.loads(known)
        return Glance(reason, size, own_id, digest, key, True, signature)
    parsed = document.parse(content, entry.name)
    reason = reason_for(entry, parsed)
    own_id = loading.workflow_id(parsed)
    return Glance(reason, parsed.size, own_id, digest, key, False, signature)


def _key(entry: FoundFile, digest: bytes) -> bytes:
    # The folders that matter are those between the file and the configuration.
    parts = (entry.name, entry.is_named, entry.config.folder, digest)
    return disk.digest(repr(parts).encode("utf-8", "surrogatepass"))
