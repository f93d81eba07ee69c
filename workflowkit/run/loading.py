"""Loading: from paths on the disk to a project in memory. Outer layer; used by the commands and the Python API."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from workflowkit.compiler.context import compile_context
from workflowkit.compiler.routines import Routines, collect_routines
from workflowkit.config.settings import Config
from workflowkit.config.toml import ConfigurationError, parse_config
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.run import packages
from workflowkit.run.context import RunContext
from workflowkit.run.engine_contexts import registered, with_engines
from workflowkit.run.keeping import parsed
from workflowkit.run.npm_package import publishes_both
from workflowkit.run.options import Options as Options
from workflowkit.run.spec_folder import (
    STAMPS_FILE,
    bundled,
    load_chosen_specs,
)
from workflowkit.run.stored_files import StoredDocument, StoredFiles
from workflowkit.text import disk, document, files, json_text
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json
from workflowkit.text.suggest import closest

if TYPE_CHECKING:
    from workflowkit.catalog.stamps import Stamp


def read_config(path: str) -> Config | None:
    """Read the settings of the configuration file at *path*; None when it has none. Raises ConfigurationError and UnreadableFile."""
    try:
        text = files.read(Path(path)).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: the file is not UTF-8") from None
    return parse_config(text, path)


def relative(path: str | Path, start: str = ".") -> str:
    """Return *path* relative to the folder *start*, with forward slashes, so that it does not depend on the machine."""
    name = os.fspath(path)
    if start in (".", "") and os.sep == "/" and _is_relative(name):
        return name
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:  # Another drive.
        return Path(path).as_posix()


def _is_relative(path: str) -> bool:
    """Return whether *path* is relative already, in its shortest form."""
    return path[:1] not in ("/", ".") and os.path.normpath(path) == path


def no_such_path(path: str) -> UsageError:
    """Return the error for a path that does not exist, with the most similar one."""
    folder, name = os.path.split(path.rstrip("/"))
    help = ""
    with contextlib.suppress(OSError):
        guess = closest(name, disk.names_in(folder or "."))
        if guess:
            found = os.path.join(folder, guess)
            help = f"did you mean '{found}{'/' if disk.is_folder(found) else ''}'?"
    return UsageError(f"no such file or folder: {path}", help=help)


def read_document(path: Path) -> Document:
    """Parse the file at *path*. Raises UnreadableFile."""
    return parsed(files.read(path), path.as_posix())


def document_at(path: str) -> Document:
    """Parse the file at *path*. Raises UnreadableFile."""
    return read_document(Path(path))


def read_or_explain(path: Path) -> Document:
    """Parse the file at *path*; return an unreadable one as a document that is broken for this reason."""
    try:
        return read_document(path)
    except UnreadableFile as error:
        reason = error.message.removeprefix(f"{path}: ")
        what = "folder" if disk.is_folder(path) else "file"
        return document.unread(
            path.as_posix(),
            reason if reason.startswith("the file") else f"the {what} cannot be read: {reason}",
            "split the workflow"
            if reason.startswith("the file")
            else "make it readable, or remove it",
        )


def read_with_digest(path: str) -> tuple[Document, bytes]:
    """Parse the file at *path*, as `read_or_explain` does, and return the digest of its content, too; it is empty when it cannot be read."""
    try:
        content, digest = files.read_with_digest(Path(path))
    except UnreadableFile:
        return read_or_explain(Path(path)), b""
    return document.parse(content, path), digest


def read_text(path: str) -> Document:
    """Read the file at *path* as a document without a value, for its lines. Raises UnreadableFile."""
    content = files.read(Path(path))
    text = json_text.decode(content)
    return Document(
        path, text, None, None, len(content), is_faithful=json_text.is_faithful(text, content)
    )


Skip = Callable[[str, UnreadableFile], None]
"""Called with each unreadable file, which is then skipped."""


def read_documents(paths: Iterable[Path], skip: Skip | None = None) -> list[Document]:
    """Parse the files at *paths*. Raises UnreadableFile for unreadable files without *skip*."""
    found: list[Document] = []
    for path in paths:
        try:
            found.append(read_document(path))
        except UnreadableFile as error:
            if skip is None:
                raise
            skip(path.as_posix(), error)
    return found


def load_routines(
    folders: Sequence[str],
    prefixes: tuple[str, ...],
    skip: Skip | None = None,
    own: Sequence[Document] = (),
) -> tuple[Routines, dict[str, Document]]:
    """Load the bundled routines with those of *folders* and *own* over them, and their documents by path.

    As in the engine only files directly in a folder are read, and files that are not routines are skipped.
    """
    for folder in folders:
        if not disk.may_exist(folder) or disk.is_file(folder):
            raise no_such_path(folder)
    places = [Path(relative(bundled("routines"))), *(Path(folder) for folder in folders)]
    paths = [path for place in places for path in _files_in(place, skip)]
    reached: dict[str, Path] = {}
    for path in paths:
        reached.setdefault(disk.real_path(path), path)
    routines = read_documents(reached.values(), skip)
    routines += [routine for routine in own if disk.real_path(routine.path) not in reached]
    readable = [(routine.path, routine.value) for routine in routines if not routine.broken]
    return collect_routines(readable, prefixes), {routine.path: routine for routine in routines}


def _files_in(folder: Path, skip: Skip | None) -> list[Path]:
    """Return the JSON files directly in *folder*. Raises UnreadableFile for an unreadable folder without *skip*."""
    try:
        names = disk.names_in(folder)
    except OSError as error:
        unreadable = UnreadableFile(f"{folder.as_posix()}: {files.reason(error)}")
        if skip is None:
            raise unreadable from error
        skip(folder.as_posix(), unreadable)
        return []
    return [
        folder / name
        for name in names
        if name.endswith(".json") and not disk.is_folder(folder / name)
    ]


def routine_folders(paths: Iterable[str]) -> list[str]:
    """Return the folders `routines` next to the folders `workflows` that contain the files at *paths*."""
    found: dict[str, None] = {}
    for folder in dict.fromkeys(map(os.path.dirname, paths)):
        around, marker, _ = f"{Path(os.path.abspath(folder)).as_posix()}/".rpartition("/workflows/")
        if marker and disk.is_folder(f"{around}/routines"):
            found.setdefault(relative(f"{around}/routines"))
    return list(found)


def own_routines(documents: Sequence[Document], prefixes: tuple[str, ...]) -> list[Document]:
    """Return the *documents* that are routines by their folder or their id."""
    return [
        documents[number].loaded()
        for number, (path, own_id) in enumerate(_paths_and_ids(documents))
        if "routines" in path.split("/")[:-1] or own_id.startswith(prefixes)
    ]


def _all_routines(
    folders: Sequence[str],
    prefixes: tuple[str, ...],
    documents: Sequence[Document],
    skip: Skip | None,
) -> tuple[Routines, dict[str, Document], list[str]]:
    """Load the routines of *folders*, next to *documents* and among them, with notes. Unreadable files in folders that are not named do not stop the run."""
    adjacent = routine_folders(path for path, _ in _paths_and_ids(documents))
    notes: list[str] = []

    def take(path: str, error: UnreadableFile) -> None:
        if skip is not None:
            skip(path, error)
        elif any(files.is_below(path, folder) for folder in adjacent):
            notes.append(f"no routine was read from {error.message}")
        else:
            raise error

    places, own = (*adjacent, *folders), own_routines(documents, prefixes)
    routines, found = load_routines(places, prefixes, take, own)
    return routines, found, [*notes, *_shadowed_routines(routines, found)]


def _shadowed_routines(routines: Routines, files: Mapping[str, Document]) -> Iterator[str]:
    """Yield a note for each bundled routine that another one replaces."""
    bundle = disk.real_path(bundled("routines")) + os.sep
    for path, routine in files.items():
        used = routines.by_id.get(workflow_id(routine))
        if (
            used
            and used.path != path
            and used.definition != routine.value
            and disk.real_path(path).startswith(bundle)
        ):
            yield f"routine '{used.id}' of {used.path} is used instead of the bundled one"


BINDINGS_FILE = Path(".workrail", "bindings.json")
"""Path of the project's bindings, relative to the current folder of the engine."""


def find_bindings(path: str | None) -> str | None:
    """Return the effective bindings file: the one at *path*, else the one that the engine reads. Raises UsageError when *path* does not exist."""
    if path is not None and not disk.may_exist(path):
        raise no_such_path(path)
    return path or (BINDINGS_FILE.as_posix() if disk.is_there(BINDINGS_FILE) else None)


def load_bindings(path: str | None, skip: Skip | None = None) -> Json:
    """Load the bindings file; None when there is none or it is not a JSON object, as in the engine."""
    found = find_bindings(path)
    for bindings in read_documents([Path(found)], skip) if found else ():
        if isinstance(bindings.value, dict):
            return bindings.value
    return None


def workflow_id(document: Document) -> str:
    """Return the workflow id of a document; empty when it has none."""
    if isinstance(document, StoredDocument):
        return document.workflow_id
    return as_text(as_fields(document.value).get("id"))


def load_context(
    options: Options,
    config: Config,
    documents: Sequence[Document] = (),
    *,
    others: Iterable[str] = (),
    scope: Sequence[str] = (),
    skip: Skip | None = None,
) -> RunContext:
    """Load the context of a run on *documents*, which contain workflows, and the files at the paths *others*.

    *scope* are the files and folders that were searched.
    Raises UsageError, and UnreadableFile for unreadable files without *skip*.
    """
    folder = options.spec or config.spec
    specs, spec_notes = load_chosen_specs(folder, options.engine, config)
    spec = next(iter(specs.values()))
    named, prefixes = (*config.routines, *options.routines), spec.engine.routine_prefixes
    _, routine_files, notes = _all_routines(named, prefixes, documents, skip)
    bindings = load_bindings(options.bindings or config.bindings, skip)
    # In a checkout, other files are next to the bundled ones.
    bundle = tuple(f"{bundled(name)}{os.sep}" for name in ("workflows", "routines"))
    bundled_paths = _in_folders(
        documents, lambda each: f"{os.path.abspath(each)}{os.sep}".startswith(bundle)
    )
    routines = registered(routine_files, spec.engine, has_catalog=bool(bundled_paths))
    root = config.folder
    stamps = load_stamps(stamps_path(folder, root)) if documents else {}
    context = RunContext(
        compile=compile_context(spec, routines, bindings),
        spec=spec,
        lint=config.lint,
        today=_today(config),
        config=read_text(config.path) if config.lint.suppress or config.lint.per_file else None,
        own_ids=_ids_of(documents),
        bundled_paths=bundled_paths | _in_folders(documents, packages.is_catalog),
        stamped_paths=bundled_paths | _stamped(documents, stamps, root)
        if documents and not folder
        else None,
        routine_files=routine_files,
        names=_names_of(chain((path for path, _ in _paths_and_ids(documents)), others), root),
        package_of=partial(packages.file_test, spec_folder=folder),
        publishes_both=publishes_both,
        stamps=stamps,
        tags_path=_tags_path(folder, bool(bundled_paths)),
        is_whole=all(
            any(files.is_below(path, place) for place in scope)
            for path in config.paths or (root or ".",)
        ),
        scope=tuple(relative(path, root or ".") for path in scope),
        notes=[*spec_notes, *notes],
    )
    return with_engines(context, specs)


def _paths_and_ids(documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
    """Yield the path and the workflow id of each of *documents*."""
    if isinstance(documents, StoredFiles):
        return zip(documents.paths, documents.ids, strict=True)
    return ((document.path, workflow_id(document)) for document in documents)


def _in_folders(documents: Iterable[Document], test: Callable[[str], bool]) -> frozenset[str]:
    """Return the paths of those of *documents* whose folder passes the *test*, which each folder is put to once."""
    known: dict[str, bool] = {}
    found: list[str] = []
    for path, _ in _paths_and_ids(documents):
        folder = os.path.dirname(path)
        if folder not in known:
            known[folder] = test(folder)
        if known[folder]:
            found.append(path)
    return frozenset(found)


def _ids_of(documents: Sequence[Document]) -> Collection[str]:
    """Return the ids of the workflows in *documents*."""
    if isinstance(documents, StoredFiles):
        return documents.known_ids
    return frozenset(map(workflow_id, documents))


def _names_of(paths: Iterable[str], root: str) -> dict[str, str]:
    """Return those of *paths* that are others relative to the folder *root*, with these."""
    pairs = ((path, relative(path, root or ".")) for path in paths)
    return {path: name for path, name in pairs if name != path}


def _today(config: Config) -> datetime.date:
    """Return the day, which decides which suppressions have expired."""
    expires = any(suppression.expires for suppression in config.lint.suppress)
    return datetime.date.fromisoformat(disk.today(matters=expires))


def _stamped(
    documents: Sequence[Document], stamps: Mapping[str, Stamp], root: str
) -> frozenset[str]:
    """Return the paths of the *documents* below the folder *root* that are in the lock file."""
    home = os.path.abspath(root or ".") + os.sep
    return frozenset(
        path
        for path, own_id in _paths_and_ids(documents)
        if own_id in stamps and os.path.abspath(path).startswith(home)
    )


def _tags_path(spec_folder: str | None, has_bundled: bool) -> str | None:
    """Return the tag file of the project's spec pack, or the bundled one for bundled files; None for others."""
    own = Path(spec_folder or "", packages.TAGS_FILE)
    if spec_folder and disk.is_file(own):
        return own.as_posix()
    return relative(bundled("spec") / packages.TAGS_FILE) if has_bundled else None


def stamps_path(spec_folder: str | None, root: str = "") -> Path:
    """Return the path of the lock file: in the project's spec pack, or in the folder `spec` of the project."""
    return Path(spec_folder) / STAMPS_FILE if spec_folder else Path(root, "spec", STAMPS_FILE)


def load_stamps(path: Path) -> dict[str, Stamp]:
    """Load the stamps of the lock file at *path*; none when there is none. Raises UsageError for an invalid lock file."""
    if not disk.is_there(path):
        return {}
    from workflowkit.catalog.stamps import parse

    return parse(json_text.decode(files.read(path)), path.as_posix())
