"""The check that a host runs when it starts. Outer layer: it reads the folders.

from workflowkit import startup

result = startup.check([("project", "workflows")])
for item in result.left_out:
    log.warning("%s: %s", item.path, "; ".join(item.reasons))
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from workflowkit import loading
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.startup import LeftOut, Source, Startup, start
from workflowkit.catalog.variants import Flags
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.errors import UnreadableFile, WorkflowkitError
from workflowkit.loading import Options
from workflowkit.project.settings import Config
from workflowkit.source.document import Document

__all__ = ("SourceKind", "Startup", "bundled_sources", "check")


def check(
    sources: Iterable[tuple[SourceKind | str, str]] = (),
    *,
    include_bundled: bool = True,
    options: Options | None = None,
    config: Config | None = None,
    flags: Flags | None = None,
) -> Startup:
    """What a host with these *sources* would serve, and what it would leave out and why.

    *sources* are `(kind, folder)` pairs; their priority comes from their kind. Never raises for anything that is on the disk: a folder or file that cannot be read is left out with its reason.
    Raises ValueError for a kind that does not exist, and UsageError for options that cannot be.
    """
    given = [(SourceKind(kind), folder) for kind, folder in sources]
    if include_bundled:
        given = [*bundled_sources(), *given]
    given.sort(key=lambda item: list(SourceKind).index(item[0]))
    read: list[Source] = []
    unreadable: list[LeftOut] = []
    for kind, folder in given:
        source, failures = _read_source(kind, folder)
        read.append(source)
        unreadable.extend(failures)
    shared = loading.load_shared(options or Options(), config or Config())
    result = start(
        read,
        lambda item: compile_workflow(item.value, shared.environment),
        shared.spec.aliases,
        flags,
    )
    return Startup(result.served, (*unreadable, *result.left_out))


def bundled_sources() -> Sequence[tuple[SourceKind, str]]:
    """The folders of the bundled catalogue."""
    folders = (loading.bundled("workflows"), loading.bundled("routines"))
    return [(SourceKind.BUNDLED, loading.relative(folder)) for folder in folders]


def _read_source(kind: SourceKind, folder: str) -> tuple[Source, list[LeftOut]]:
    """Read every file that the engine would look at: `*.json`, recursively, without folders called `examples` and without following links."""
    failures: list[LeftOut] = []
    documents: list[Document] = []
    if not os.path.isdir(folder):
        reason = ("no such folder",)
        return Source(kind, folder, ()), [LeftOut("", kind, folder, reason)]
    for place, folders, names in os.walk(
        folder, onerror=lambda error: failures.append(_unreadable(kind, error))
    ):
        folders[:] = sorted(name for name in folders if name != "examples")
        for name in sorted(names):
            path = Path(place, name)
            if not name.endswith(".json") or path.is_symlink():
                continue
            try:
                documents.append(loading.read_document(path))
            except WorkflowkitError as error:
                failures.append(LeftOut("", kind, path.as_posix(), (error.message,)))
    ordered = tuple(sorted(documents, key=lambda item: item.path))
    return Source(kind, Path(folder).as_posix(), ordered), failures


def _unreadable(kind: SourceKind, error: OSError) -> LeftOut:
    reason = UnreadableFile((error.strerror or str(error)).lower()).message
    return LeftOut("", kind, str(error.filename), (reason,))
