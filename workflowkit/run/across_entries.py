"""The entries of the cache for findings about many files: where they are and how they are printed.

Such findings are made in every run, from the facts of all files. Their files are the same in most runs, and need not be read again for a line and a column.
"""

from __future__ import annotations

import dataclasses
import marshal
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from workflowkit.cache.entries import EntryStore
from workflowkit.diagnostics import Diagnostic, Finding, Identified, in_order
from workflowkit.lint.subjects.catalog import place_by_file
from workflowkit.report.formats import pieces_of
from workflowkit.report.pieces import ReportPiece
from workflowkit.run.file_entries import kind_of_run
from workflowkit.run.lint_file import MapSettings
from workflowkit.run.loading import read_with_digest
from workflowkit.run.project import Project
from workflowkit.run.stored_files import StoredFiles
from workflowkit.text import disk
from workflowkit.text.document import Document
from workflowkit.text.positions import Position, Span
from workflowkit.text.routes import TextRange

_FIELDS = attrgetter(*(field.name for field in dataclasses.fields(Finding)))


class AcrossEntries:
    """Places and renders the findings about many files of one run; what the cache has is taken from it."""

    def __init__(self, project: Project, settings: MapSettings, folder: str | None) -> None:
        """Open the entries in the cache *folder*; without one everything is made."""
        self._project = project
        self._settings = settings
        self._files = project.documents if isinstance(project.documents, StoredFiles) else None
        self._store: EntryStore | None = None
        if folder is not None and self._files is not None:
            parts = repr(("across", kind_of_run(settings)))
            self._store = EntryStore(folder, disk.digest(parts.encode()))
        self._used: list[bytes] = []
        self._new: dict[bytes, bytes] = {}
        self._read: tuple[Document, bytes] | None = None

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position, file by file."""
        if self._store is None:
            return place_by_file(found, self._project.document_at)
        by_path: dict[str, list[Identified]] = {}
        for identified in found:
            by_path.setdefault(identified.finding.path, []).append(identified)
        return [
            diagnostic
            for path, items in by_path.items()
            for diagnostic in self._placed(path, items)
        ]

    def _placed(self, path: str, found: Sequence[Identified]) -> list[Diagnostic]:
        keys = [self._key("place", path, each.finding) for each in found]
        spans = [known for key in keys if (known := self._known(key)) is not None]
        if len(spans) == len(found):
            return [
                Diagnostic(each.code, each.name, each.severity, path, _span(span), each.finding)
                for each, span in zip(found, spans, strict=True)
            ]
        if b"" in keys:
            return place_by_file(found, self._project.document_at)
        document, digest = self._loaded(path)
        made = place_by_file(found, lambda _: document)
        for key, diagnostic in zip(keys, made, strict=True):
            self._add(key, path, digest, _numbers(diagnostic.span))
        return made

    def render(self, diagnostics: Sequence[Diagnostic]) -> list[ReportPiece]:
        """Render *diagnostics* in order."""
        ordered = in_order(list(diagnostics))
        if not ordered:
            return []
        if self._store is None:
            return self._rendered(ordered, self._sources(ordered))
        keys = [self._key_of_piece(diagnostic) for diagnostic in ordered]
        others = [each for key, each in zip(keys, ordered, strict=True) if not key]
        sources = self._sources(others) if others else {}
        return [
            self._piece(key, diagnostic) if key else self._rendered([diagnostic], sources)[0]
            for key, diagnostic in zip(keys, ordered, strict=True)
        ]

    def _piece(self, key: bytes, diagnostic: Diagnostic) -> ReportPiece:
        known = self._known(key)
        if known is not None:
            return ReportPiece._make(known)
        document, digest = self._loaded(diagnostic.path)
        piece = self._rendered([diagnostic], {diagnostic.path: document})[0]
        self._add(key, diagnostic.path, digest, tuple(piece))
        return piece

    def _sources(self, diagnostics: Sequence[Diagnostic]) -> Mapping[str, Document]:
        return self._project.shown_at({diagnostic.path for diagnostic in diagnostics})

    def _rendered(
        self, diagnostics: Sequence[Diagnostic], sources: Mapping[str, Document]
    ) -> list[ReportPiece]:
        with_fingerprints = self._settings.known is not None
        formats = self._settings.formats
        return pieces_of(diagnostics, sources, formats, with_fingerprints=with_fingerprints)

    def keep(self) -> None:
        """Keep what was made in this run for later ones."""
        if self._store is not None:
            if self._new:
                self._store.add(self._new.items(), self._used)
            self._store.close()

    def _key_of_piece(self, diagnostic: Diagnostic) -> bytes:
        identity = (diagnostic.code, diagnostic.name, diagnostic.severity.value)
        parts = (*identity, _numbers(diagnostic.span), len(diagnostic.related))
        return self._key(repr(parts), diagnostic.path, diagnostic.finding)

    def _key(self, what: str, path: str, finding: Finding) -> bytes:
        """Return the key of what follows from *finding* and the content of the file at *path* alone; empty for others."""
        digest = self._digest_of(path)
        follows = not (finding.related or finding.fix or isinstance(finding.place, TextRange))
        if not digest or not follows:
            return b""
        parts = (what, path, digest, _FIELDS(finding))
        return disk.digest(repr(parts).encode("utf-8", "surrogatepass"))

    def _digest_of(self, path: str) -> bytes:
        """Return the digest of the file at *path* at the beginning of the run; empty when it is not known."""
        number = self._files.by_path.sorted.find(path) if self._files is not None else None
        return b"" if number is None or self._files is None else self._files.digest_of(number)

    def _known(self, key: bytes) -> tuple[Any, ...] | None:
        content = self._store.get(key) if key and self._store is not None else None
        if content is None:
            return None
        self._used.append(key)
        return tuple(marshal.loads(content))

    def _loaded(self, path: str) -> tuple[Document, bytes]:
        """Return the file at *path* with the digest of what was read."""
        if self._read is None or self._read[0].path != path:
            self._read = read_with_digest(path)
        return self._read

    def _add(self, key: bytes, path: str, digest: bytes, value: tuple[Any, ...]) -> None:
        # A file that has changed meanwhile is another one.
        if digest and digest == self._digest_of(path):
            self._new[key] = marshal.dumps(value)


def _numbers(span: Span) -> tuple[int, ...]:
    """Return *span* as plain data."""
    start, end = span.start, span.end
    return (start.line, start.column, start.offset, end.line, end.column, end.offset)


def _span(numbers: Sequence[int]) -> Span:
    """Return the span that `_numbers` made *numbers* of."""
    return Span(Position(*numbers[:3]), Position(*numbers[3:]))
