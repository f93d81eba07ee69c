"""The check that a host runs when it starts. Outer layer: it reads the folders.

from workflowkit.run import startup_check

result = startup_check.check([("project", "workflows")])
for file in result.unserved:
    log.warning("%s: %s", file.path, "; ".join(file.reasons))
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import count
from pathlib import Path

from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.serving import Hidden, Served, Source, Startup, Unserved, start
from workflowkit.catalog.variants import Flags
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import Compilation, compile_workflow
from workflowkit.compiler.routines import Routines
from workflowkit.config.settings import Config
from workflowkit.errors import UnreadableFile
from workflowkit.records import dataclass
from workflowkit.run import discovery, loading, spec_folder
from workflowkit.run.discovery import Choice
from workflowkit.run.loading import Options
from workflowkit.text import disk, files
from workflowkit.text.document import Document
from workflowkit.text.json_text import MAX_READ
from workflowkit.text.routes import Json

__all__ = (
    "Flags",
    "Hidden",
    "Served",
    "SourceKind",
    "SourceReading",
    "Startup",
    "Unserved",
    "bundled_sources",
    "check",
    "project_sources",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """Which files of the sources are read, and from where."""

    choice: Choice | None = None
    """Files are skipped as in a search (docs/files.md); with None, as in the engine."""
    own: tuple[Document, ...] = ()
    """Files in memory: they replace those of the same path, and others form a project source of the lowest priority."""
    progress: Callable[[int, int], None] | None = None
    """Called for each file with the numbers of compiled and of all files."""


def check(
    sources: Iterable[tuple[SourceKind | str, str]] = (),
    *,
    include_bundled: bool = True,
    options: Options | None = None,
    config: Config | None = None,
    flags: Flags | None = None,
    reading: SourceReading | None = None,
) -> Startup:
    """Return what a host with these *sources* would serve and what not, with reasons.

    *sources* are `(kind, folder)` pairs; their kind determines their priority; the last of a kind has precedence.
    Without *reading*, all files in them are read that the engine would read.
    Never raises, whatever the folders contain: an unreadable file is reported with its reason.
    Raises ValueError for a kind that does not exist, and UsageError for invalid options.
    """
    given = [(SourceKind(kind), folder) for kind, folder in sources]
    if include_bundled:
        given = [*bundled_sources(), *given]
    given.sort(key=lambda source: list(SourceKind).index(source[0]))
    options, config = options or Options(), config or Config()
    others = _Folder(SourceKind.PROJECT, "")
    beside = loading.routine_folders(f"{folder}/x" for kind, folder in given if kind in _OWN)
    options = replace(options, routines=(*beside, *options.routines))
    context = loading.load_context(options, config, skip=others.add_unreadable)
    if context.compile.bindings is None:
        _check_bindings(options.bindings or config.bindings, others)
    engine = context.spec.engine
    bundled, _ = loading.load_routines((), engine.routine_prefixes, others.add_unreadable)

    reading = reading or SourceReading()
    folders = _read_all(given, reading, skips_internal=engine.skips_internal_folders)
    one_more = _counter(reading, sum(len(folder.documents) for folder in folders))

    read = [Source(folder.kind, folder.path, tuple(folder.documents)) for folder in folders]
    result = start(
        read,
        _compiler(context.compile, bundled, one_more),
        context.spec.aliases,
        flags,
        bundled_namespace_wins=engine.bundled_namespace_wins,
    )
    one_more(is_last=True)
    unread = {file.path: file for folder in (*folders, others) for file in folder.unserved}
    return replace(
        result,
        unserved=(*unread.values(), *result.unserved),
        examples=tuple(path for folder in folders for path in folder.examples),
        internal=tuple(path for folder in folders for path in folder.internal),
        notes=tuple(context.notes),
        skipped={path: why for folder in folders for path, why in folder.skipped.items()},
    )


def _compiler(
    own: CompileContext, bundled: Routines, one_more: Callable[[], None]
) -> Callable[[SourceKind, Json], Compilation]:
    """Return the function that compiles a file with the project's routines over the bundled ones, except for bundled workflows."""

    def compile_value(kind: SourceKind, value: Json) -> Compilation:
        one_more()
        is_bundled = kind is SourceKind.BUNDLED
        return compile_workflow(value, replace(own, routines=bundled) if is_bundled else own)

    return compile_value


def _counter(reading: SourceReading, n_files: int) -> Callable[..., None]:
    """Return the function that is called for each compiled file, and once after the last: invalid files are not compiled."""
    numbers = count(1)

    def one_more(*, is_last: bool = False) -> None:
        if reading.progress is not None:
            done = n_files if is_last else min(next(numbers), n_files - 1)
            reading.progress(done, n_files)

    return one_more


_OWN = frozenset({SourceKind.PROJECT, SourceKind.USER, SourceKind.CUSTOM})
"""Kinds of sources whose folder of routines is used."""


def project_sources(config: Config) -> list[tuple[SourceKind, str]]:
    """Return the configured paths, or the folder `workflows` next to the configuration, without the bundled ones.

    For a configured path with folders `workflows` and `routines`, these are the sources.
    """
    bundle = {disk.real_path(spec_folder.bundled(name)) for name in ("workflows", "routines")}
    places = [
        place for path in discovery.with_workflows(config.paths) for place in _sources_in(path)
    ]
    folder = Path(config.folder, "workflows")
    if not config.paths and disk.is_folder(folder):
        places = [loading.relative(folder)]
    return [(SourceKind.PROJECT, place) for place in places if disk.real_path(place) not in bundle]


def _sources_in(path: str) -> list[str]:
    inner = [Path(path, name) for name in ("workflows", "routines")]
    return [loading.relative(folder) for folder in inner if disk.is_folder(folder)] or [path]


def bundled_sources() -> Sequence[tuple[SourceKind, str]]:
    """Return the folders of the bundled catalog."""
    folders = (spec_folder.bundled("workflows"), spec_folder.bundled("routines"))
    return [(SourceKind.BUNDLED, loading.relative(folder)) for folder in folders]


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files of one source while it is read."""

    kind: SourceKind
    path: str
    documents: list[Document] = field(default_factory=list)
    unserved: list[Unserved] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    internal: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    def add_unserved(self, path: str, reason: str, help: str = "") -> None:
        """Record that the file or folder at *path* is not served."""
        self.unserved.append(Unserved("", self.kind, path, (reason,), help))

    def add_unreadable(self, path: str, error: UnreadableFile) -> None:
        """Record that the file at *path* is unreadable."""
        self.add_unserved(path, error.message.removeprefix(f"{path}: "))


def _read_all(
    given: Sequence[tuple[SourceKind, str]], reading: SourceReading, *, skips_internal: bool
) -> list[_Folder]:
    """Read the sources *given*, and put what is in memory over them."""
    folders = [
        _read(kind, folder, reading.choice, skips_internal=skips_internal) for kind, folder in given
    ]
    return [_with_own(folders, reading.own), *folders] if reading.own else folders


def _with_own(folders: Sequence[_Folder], own: Sequence[Document]) -> _Folder:
    """Replace documents of *folders* by those of *own*, and return the source of the others."""
    left = {disk.real_path(document.path): document for document in own}
    for folder in folders:
        for index, document in enumerate(folder.documents):
            folder.documents[index] = left.pop(disk.real_path(document.path), document)
        for path in (*folder.examples, *(file.path for file in folder.unserved)):
            left.pop(disk.real_path(path), None)
    outside = [
        document for document in left.values() if "examples" not in document.path.split("/")[:-1]
    ]
    return _Folder(SourceKind.PROJECT, ".", sorted(outside, key=lambda document: document.path))


_REPORTED = frozenset({discovery.IS_LINK, discovery.IS_MISNAMED})
"""Reasons to skip a path that the engine has, too."""


def _read(
    kind: SourceKind, folder: str, choice: Choice | None, *, skips_internal: bool = False
) -> _Folder:
    """Read every file that the engine would read (docs/engine/registry.md#directory-sources), less those that *choice* skips, and record every other candidate."""
    is_git = kind is SourceKind.GIT
    top = Path(folder, "workflows") if is_git else Path(folder)
    found = _Folder(kind, top.as_posix())
    if kind is SourceKind.PROJECT and disk.is_file(top):
        found.documents.extend(loading.read_documents([top], found.add_unreadable))
        return replace(found, path=top.parent.as_posix())
    if not disk.is_folder(top):
        reason = "permission denied" if disk.may_exist(top) else "no such folder"
        found.add_unserved(top.as_posix(), reason)
        return found
    skipped = _skipped(top, choice if kind is not SourceKind.BUNDLED else None)
    for path, problem in _files(top):
        name = loading.relative(path, top.as_posix())
        reason = _reason_at(path, skipped)
        if reason:
            found.skipped[path.as_posix()] = reason
        elif "examples" in name.split("/"):
            found.examples.append(path.as_posix())
        elif skips_internal and "internal" in name.split("/")[:-1]:
            found.internal.append(path.as_posix())
        elif problem:
            found.add_unserved(path.as_posix(), problem)
        elif not name.endswith(".json"):
            found.add_unserved(
                path.as_posix(), "only names that end in '.json' are read", "rename it"
            )
        elif is_git and "/" in name:
            reason = "folders inside a git source are not searched"
            found.add_unserved(path.as_posix(), reason, f"move it to {top.as_posix()}")
        else:
            found.documents.extend(loading.read_documents([path], found.add_unreadable))
    found.documents.sort(key=lambda document: document.path)
    return found


def _skipped(top: Path, choice: Choice | None) -> Mapping[str, str]:
    """Return why a search of *top* skips files and folders, by their paths; nothing without a *choice*."""
    if choice is None:
        return {}
    search = discovery.search([top.as_posix()], choice)
    search.documents(search.found)
    return {
        path.path.rstrip("/"): path.reason
        for path in search.skipped.values()
        if path.reason not in _REPORTED
    }


def _reason_at(path: Path, skipped: Mapping[str, str]) -> str:
    """Return why *path*, or a folder that it is in, is *skipped*; empty when it is not."""
    places = (place.as_posix() for place in (path, *path.parents))
    return next((skipped[place] for place in places if place in skipped), "")


def _files(top: Path) -> Iterator[tuple[Path, str]]:
    """Yield every path below *top* that could be a workflow file, with the obstacle to reading it; empty for none."""
    failures: list[OSError] = []
    for place, folders, names in disk.walk(top, onerror=failures.append):
        folders.sort()
        names = [name for name in names if name.lower().endswith(".json")]
        for name in sorted(names) + folders:
            path = os.path.join(place, name)
            if disk.is_link(path):
                yield Path(path), "symbolic links are not followed"
            elif name in names:
                yield Path(path), _obstacle(path)
    for error in failures:
        yield Path(error.filename), files.reason(error)


def _obstacle(path: str) -> str:
    """Return the obstacle to reading the file at *path*; empty for none."""
    try:
        is_regular, size = disk.kind_and_size(path)
    except OSError as error:
        return files.reason(error)
    if not is_regular:
        return "not a regular file"
    return f"the file has {size // 1_000_000} MB" if size > MAX_READ else ""


def _check_bindings(path: str | None, found: _Folder) -> None:
    """Record an existing bindings file without effect."""
    place = loading.find_bindings(path)
    for document in loading.read_documents([Path(place)], found.add_unreadable) if place else ():
        reason = (
            f"not JSON: {document.broken.message}"
            if document.broken
            else "the file is not a JSON object"
        )
        found.add_unserved(document.path, reason, "fix it; until then no slot is overridden")
