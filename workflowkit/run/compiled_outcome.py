"""What one file compiles to as a shard saves it: bytes that are read when all shards are merged."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from workflowkit.catalog.compiled_file import CompiledFile
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.run.describe import compiled
from workflowkit.run.file_entries import settings_digest
from workflowkit.run.lint_file import Asking
from workflowkit.run.lint_map import settings_for
from workflowkit.run.loading import read_with_digest
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.project import Project
from workflowkit.text import disk
from workflowkit.text.columns import ComputedColumn
from workflowkit.text.document import Document
from workflowkit.text.json_records import from_json, to_json

_FAST: Final = 1
"""Level of compression: what is compiled is text, which shrinks to a fifth at any level."""


class CompiledOutcome(NamedTuple):
    """What one file compiles to, as plain data."""

    path: str
    digest: bytes
    """Of the content that was compiled; empty for files that could not be read."""
    asked: bytes
    """What was asked the disk meanwhile, with the answers, marshalled."""
    row: Any
    """The manifest row as JSON; None when the file is not JSON."""
    snapshot: bytes
    """Compressed, as is the source map."""
    source_map: bytes
    answers: tuple[tuple[str, str, str, bool | str | None], ...] = ()
    """The questions about other files: none, as what a file compiles to does not depend on other workflows."""

    def file(self) -> CompiledFile:
        """Return what the file compiles to."""
        return CompiledFile(
            self.path,
            None if self.row is None else from_json(ManifestRow, self.row),
            zlib.decompress(self.snapshot),
            zlib.decompress(self.source_map),
        )


def unpacked_compiled(content: bytes) -> CompiledOutcome:
    """Return the outcome that `compile_share` made *content* of."""
    return CompiledOutcome._make(marshal.loads(content))


def compile_share(project: Project, documents: Sequence[Document]) -> Sequence[bytes]:
    """Return the packed outcomes of some *documents* of *project*, made by several processes."""
    context = project.context

    def compute(document: Document) -> bytes:
        with Asking() as asking:
            loaded, digest = read_with_digest(document.path)
            file = compiled(loaded, context)
        outcome = CompiledOutcome(
            file.path,
            digest,
            asking.asked,
            None if file.row is None else to_json(file.row),
            zlib.compress(file.snapshot, _FAST),
            zlib.compress(file.source_map, _FAST),
        )
        return marshal.dumps(tuple(outcome))

    return map_in_pool(
        compute,
        documents,
        workers_for(len(documents), project.jobs),
        effort=lambda document: document.size,
        progress=project.progress,
    )


def compile_digest(project: Project) -> bytes:
    """Return the digest of what the files of *project* are compiled and described with, apart from themselves."""
    settings = settings_digest(settings_for(project, (), None, ()))
    return disk.digest(repr((settings, sorted(project.context.stamps.items()))).encode("utf-8"))


class CompiledParts(ComputedColumn[CompiledFile]):
    """The files of packed outcomes, which are read when they are asked for."""

    def __init__(self, outcomes: Sequence[bytes]) -> None:
        self._outcomes = outcomes

    def __len__(self) -> int:
        return len(self._outcomes)

    def _at(self, number: int) -> CompiledFile:
        return unpacked_compiled(self._outcomes[number]).file()
