"""Loading: from paths on the disk to a project in memory. Outer layer; used by the commands and the Python API."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from workflowkit import packages
from workflowkit.batch.context import RunContext
from workflowkit.compiler.context import compile_context
from workflowkit.compiler.routines import Routines, collect_routines
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.model.suggest import closest
from workflowkit.project.config import FILE_NAMES, ConfigurationError, parse_config
from workflowkit.project.settings import Config
from workflowkit.source import document, files, json_text
from workflowkit.source.document import Document
from workflowkit.source.routes import Json
from workflowkit.source.values import as_fields, as_text
from workflowkit.spec.load import DEFAULT_ENGINE, parse_pack
from workflowkit.spec.pack import SpecPack

if TYPE_CHECKING:
    from workflowkit.catalog.stamps import Stamp


STAMPS_FILE = "stamps.json"
"""Name of the lock file in the folder of the spec pack."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "dist", "build"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where things are; what is not given comes from the configuration, then from the bundled pack."""

    spec: str | None = None
    routines: tuple[str, ...] = ()
    bindings: str | None = None
    engine: str | None = None


def bundled(folder: str) -> Path:
    """The folder of bundled data: `spec`, `workflows` or `routines`; inside the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "bundle" / folder
    return installed if installed.is_dir() else package.parent / folder


def find_config(start: str | Path = "") -> Config:
    """The settings of the nearest configuration file at or above *start*; the defaults when there is none.

    Raises ConfigurationError and UnreadableFile.
    """
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        for name in FILE_NAMES:
            if os.path.isfile(folder / name):
                config = read_config(relative(folder / name))
                if config is not None:
                    return config
    return Config()


def read_config(path: str) -> Config | None:
    """The settings of the configuration file at *path*; None when it has none. Raises ConfigurationError and UnreadableFile."""
    try:
        text = files.read(Path(path)).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: the file is not UTF-8") from None
    return parse_config(text, path)


def relative(path: str | Path, start: str = ".") -> str:
    """*path* as seen from the folder *start*, with forward slashes; so it holds nothing of the machine."""
    try:
        return Path(os.path.relpath(path, start)).as_posix()
    except ValueError:  # Another drive.
        return Path(path).as_posix()


def _is_json(name: str) -> bool:
    return name.endswith(".json")


def find_files(paths: Sequence[str], is_wanted: Callable[[str], bool] = _is_json) -> list[Path]:
    """The files that *paths* name, files as given and folders searched below for names that are wanted; sorted within each, none twice.

    Raises UsageError for a path that does not exist.
    """
    found: dict[str, Path] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            for inner in _files_below(path, is_wanted):
                found.setdefault(os.path.normpath(inner), inner)
        elif path.exists():
            found.setdefault(os.path.normpath(path), path)
        else:
            raise no_such_path(name)
    return list(found.values())


def no_such_path(path: str) -> UsageError:
    """The error for a path that leads nowhere, with the one that was probably meant."""
    folder, name = os.path.split(path.rstrip("/"))
    help = ""
    with contextlib.suppress(OSError):
        guess = closest(name, os.listdir(folder or "."))
        if guess:
            found = os.path.join(folder, guess)
            help = f"did you mean {found}{'/' if os.path.isdir(found) else ''} ?"
    return UsageError(f"no such file or folder: {path}", help=help)


def _files_below(folder: Path, is_wanted: Callable[[str], bool]) -> list[Path]:
    """The wanted files below *folder*, and the folders that cannot be searched, so that reading them tells why."""
    found: list[Path] = []

    def note(error: OSError) -> None:
        found.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS
        )
        found.extend(Path(place, name) for name in names if is_wanted(name))
    return sorted(found)


def read_document(path: Path) -> Document:
    """Parse the file at *path*. Raises UnreadableFile."""
    return document.parse(files.read(path), path.as_posix())


def read_or_explain(path: Path) -> Document:
    """Parse the file at *path*; for one that cannot be read, a document that is broken for this reason."""
    try:
        return read_document(path)
    except UnreadableFile as error:
        reason = error.message.removeprefix(f"{path}: ")
        what = "folder" if os.path.isdir(path) else "file"
        return document.unread(
            path.as_posix(),
            reason if reason.startswith("the file") else f"the {what} cannot be read: {reason}",
            "split the workflow"
            if reason.startswith("the file")
            else "make it readable, or remove it",
        )


def read_text(path: str) -> Document:
    """The file at *path* as a document without a value, for its lines. Raises UnreadableFile."""
    content = files.read(Path(path))
    text = json_text.decode(content)
    return Document(
        path, text, None, None, len(content), is_faithful=json_text.is_faithful(text, content)
    )


PassOver = Callable[[str, UnreadableFile], None]
"""Is told of a file that cannot be read, which is then passed over."""


def read_documents(paths: Iterable[Path], pass_over: PassOver | None = None) -> list[Document]:
    """Parse the files at *paths*. Raises UnreadableFile unless *pass_over* takes such files."""
    found: list[Document] = []
    for path in paths:
        try:
            found.append(read_document(path))
        except UnreadableFile as error:
            if pass_over is None:
                raise
            pass_over(path.as_posix(), error)
    return found


def looks_like_workflow(item: Document) -> bool:
    """False for JSON files found in folders that are plainly something else: no steps, and no id beside a version; or output of `wfk`."""
    if item.broken or not isinstance(item.value, dict):
        return item.broken is not None
    keys = item.value.keys()
    return "formatVersion" not in keys and ("steps" in keys or {"id", "version"} <= keys)


def workflow_documents(paths: Sequence[str]) -> list[Document]:
    """Parse the files that *paths* name, and the files below folders unless they are plainly something else.

    What cannot be read is broken for this reason, and keeps no other from being read.
    """
    named = {Path(path).as_posix() for path in paths}
    documents = [read_or_explain(path) for path in find_files(paths)]
    return [item for item in documents if item.path in named or looks_like_workflow(item)]


def load_spec(folder: str | None, engine: str | None) -> SpecPack:
    """The bundled spec pack, with the files of *folder* over it. Raises UsageError for a pack with an error."""
    overlay: Mapping[str, bytes] = {}
    if folder is not None:
        if not Path(folder).is_dir():
            raise UsageError(
                f"no such folder: {folder}",
                help="give a folder with the layout of the bundled spec",
            )
        overlay = _read_tree(Path(folder))
    name = folder or "spec"
    return parse_pack(_bundled_spec(), overlay, engine or DEFAULT_ENGINE, overlay_name=name)


@cache
def _bundled_spec() -> Mapping[str, bytes]:
    return _read_tree(bundled("spec"))


_SPEC_FILES = (".json", ".md")


def _read_tree(folder: Path) -> dict[str, bytes]:
    """Raises UnreadableFile, also for a folder that cannot be searched: what is in it would be missing without a word."""
    paths = [
        Path(place, name)
        for place, _, names in os.walk(folder, onerror=_refuse)
        for name in names
        if name.endswith(_SPEC_FILES) and name != STAMPS_FILE
    ]
    return {
        path.relative_to(folder).as_posix(): files.read(path)
        for path in sorted(paths)
        if path.is_file()
    }


def _refuse(error: OSError) -> NoReturn:
    raise UnreadableFile(f"{error.filename}: {files.reason(error)}") from error


def load_routines(
    folders: Sequence[str], prefixes: tuple[str, ...], pass_over: PassOver | None = None
) -> tuple[Routines, dict[str, Document]]:
    """The routines of *folders* (the bundled ones when there are none) and their documents by path.

    As in the engine only files directly in a folder count, and files that are no routines are left out.
    """
    places = [Path(folder) for folder in folders] or [Path(relative(bundled("routines")))]
    for place in places:
        if folders and not os.path.isdir(place):
            raise no_such_path(place.as_posix())
    paths = [path for place in places for path in _files_in(place, pass_over)]
    documents = {item.path: item for item in read_documents(paths, pass_over)}
    readable = [(path, item.value) for path, item in documents.items() if not item.broken]
    return collect_routines(readable, prefixes), documents


def _files_in(folder: Path, pass_over: PassOver | None) -> list[Path]:
    """The JSON files directly in *folder*. Raises UnreadableFile unless *pass_over* takes folders that cannot be searched."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        unreadable = UnreadableFile(f"{folder.as_posix()}: {files.reason(error)}")
        if pass_over is None:
            raise unreadable from error
        pass_over(folder.as_posix(), unreadable)
        return []
    return [
        folder / name for name in names if name.endswith(".json") and os.path.isfile(folder / name)
    ]


BINDINGS_FILE = Path(".workrail", "bindings.json")
"""Where the engine looks for a project's bindings, below the folder it runs in."""


def find_bindings(path: str | None) -> str | None:
    """The bindings file that counts: the one at *path*, else the one where the engine looks. Raises UsageError when *path* leads nowhere."""
    if path is not None and not os.path.exists(path):
        raise no_such_path(path)
    return path or (BINDINGS_FILE.as_posix() if BINDINGS_FILE.is_file() else None)


def load_bindings(path: str | None, pass_over: PassOver | None = None) -> Json:
    """The parsed bindings file; None when there is none or it is no JSON object, as in the engine."""
    found = find_bindings(path)
    for item in read_documents([Path(found)], pass_over) if found else ():
        if isinstance(item.value, dict):
            return item.value
    return None


def workflow_id(item: Document) -> str:
    """The id that a document claims; empty when it has none."""
    return as_text(as_fields(item.value).get("id"))


def load_context(
    options: Options,
    config: Config,
    documents: Sequence[Document] = (),
    *,
    others: Iterable[str] = (),
    is_whole: bool = False,
    pass_over: PassOver | None = None,
) -> RunContext:
    """Everything that all files of a run depend on: *documents*, which hold workflows, and the files at the paths *others*.

    Raises UsageError, and UnreadableFile unless *pass_over* takes such files.
    """
    folder = options.spec or config.spec
    spec = load_spec(folder, options.engine or config.engine)
    routines, routine_files = load_routines(
        options.routines or config.routines, spec.engine.routine_prefixes, pass_over
    )
    bindings = load_bindings(options.bindings or config.bindings, pass_over)
    bundle = os.path.dirname(bundled("workflows"))
    paths = [item.path for item in documents]
    bundled_paths = frozenset(
        path for path in paths if os.path.abspath(path).startswith(bundle + os.sep)
    )
    foreign = frozenset(paths) - bundled_paths
    root = config.folder
    stamps = load_stamps(stamps_path(folder, root)) if documents else {}
    return RunContext(
        compile=compile_context(spec, routines, bindings),
        spec=spec,
        lint=config.lint,
        today=datetime.datetime.now(tz=datetime.UTC).date(),
        config=read_text(config.path) if config.lint.suppress else None,
        own_ids=frozenset(workflow_id(item) for item in documents),
        bundled_paths=bundled_paths | frozenset(filter(packages.is_catalog_file, foreign)),
        foreign_paths=frozenset() if folder else foreign - _stamped(documents, stamps, root),
        routine_files=routine_files,
        names={path: relative(path, root or ".") for path in (*paths, *others)},
        package_of=partial(packages.file_test, spec_folder=folder),
        stamps=stamps,
        tags_path=_tags_path(folder, bool(bundled_paths)),
        is_whole=is_whole,
    )


def _stamped(
    documents: Sequence[Document], stamps: Mapping[str, Stamp], root: str
) -> frozenset[str]:
    """The paths of those *documents* below the folder *root* that the lock file knows."""
    home = os.path.abspath(root or ".") + os.sep
    return frozenset(
        document.path
        for document in documents
        if workflow_id(document) in stamps and os.path.abspath(document.path).startswith(home)
    )


def _tags_path(spec_folder: str | None, has_bundled: bool) -> str | None:
    """The tag file of the project's own spec pack, or the bundled one for bundled files; others answer to none."""
    own = Path(spec_folder or "", packages.TAGS_FILE)
    if spec_folder and own.is_file():
        return own.as_posix()
    return relative(bundled("spec") / packages.TAGS_FILE) if has_bundled else None


def stamps_path(spec_folder: str | None, root: str = "") -> Path:
    """Where the lock file is: in the project's own spec pack, or in the folder `spec` of the project."""
    return Path(spec_folder) / STAMPS_FILE if spec_folder else Path(root, "spec", STAMPS_FILE)


def load_stamps(path: Path) -> dict[str, Stamp]:
    """The stamps of the lock file at *path*; none when there is none. Raises UsageError for a file that is no lock file."""
    if not os.path.lexists(path):
        return {}
    from workflowkit.catalog.stamps import parse

    return parse(json_text.decode(files.read(path)), path.as_posix())
