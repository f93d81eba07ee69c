"""Discovery: the files of a run (docs/files.md), and which configuration governs each. Outer layer: it searches folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field
from pathlib import Path
from typing import Final

from workflowkit.config.globs import matches
from workflowkit.config.ignoring import FILE_NAME, NOTHING_IGNORED, IgnoreRules
from workflowkit.config.settings import Config
from workflowkit.config.toml import FILE_NAMES
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.format.likeness import reason_to_skip
from workflowkit.records import dataclass
from workflowkit.run import loading
from workflowkit.run.found_files import FoundFile, FoundFiles
from workflowkit.run.options import texts_of
from workflowkit.text import disk, files, json_text
from workflowkit.text.document import Document

SKIPPED_FOLDERS: Final = frozenset({"node_modules", "__pycache__", "dist", "build"})
"""Folders that are never searched unless they are named, as are those whose name begins with a dot."""


IS_LINK: Final = "links to folders are not followed"
IS_MISNAMED: Final = "the name does not end in '.json': rename it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How files in folders are chosen; files that are named are always used."""

    exclude: tuple[str, ...] = ()
    """Globs of files and folders to skip, relative to the current folder."""
    with_ignored: bool = False
    """True to search files that .gitignore files ignore, too."""


@dataclass(frozen=True, slots=True)
class SkippedPath:
    """A file or folder that was found and is not used."""

    path: str
    """A folder ends in a slash."""
    reason: str

    @property
    def is_file(self) -> bool:
        """True for a file, False for a folder."""
        return not self.path.endswith("/")


@dataclass(frozen=True, slots=True)
class ReadMode:
    """How the files of a run are read."""

    streams: bool = False
    """True when the content of many files is not kept, but read again whenever it is needed."""
    jobs: int | None = 1
    """How many processes read many files; None for what the machine and the number of files suggest."""
    cache_beside: Callable[[str], str | None] | None = None
    """Returns the folder of the cache for the folder of the configuration; None to use none."""
    is_elsewhere: bool = False
    """True when other machines read the files, too: the digest of each is noted, for comparison."""


IN_MEMORY: Final = ReadMode()
"""Every file is read once."""


class Configurations:
    """The configuration that governs each folder; each file is read once.

    A file of another user above a folder is not used: whoever may write there, as in a shared folder for temporary files, could switch rules off.
    """

    def __init__(self) -> None:
        self._nearest: dict[str, Config] = {}
        self.foreign: set[str] = set()
        """The configurations that are not used because they belong to another user."""

    def nearest(self, folder: str | Path) -> Config:
        """Return the nearest configuration at or above *folder*; the defaults when there is none. Raises ConfigurationError and UnreadableFile."""
        return self._at(disk.real_path(folder or "."))

    def _at(self, folder: str) -> Config:
        if folder not in self._nearest:
            self._nearest[folder] = _own_config(folder) or self._above(folder)
        return self._nearest[folder]

    def _above(self, folder: str) -> Config:
        parent = os.path.dirname(folder)
        if parent == folder:
            return Config()
        foreign = _foreign_config(parent, trusted={0, _user(), disk.owner_of(folder)})
        if foreign:
            self.foreign.add(loading.relative(foreign))
            return self._above(parent)
        return self._at(parent)


def _foreign_config(folder: str, trusted: Collection[int]) -> str:
    """Return the path of a configuration in *folder* that none of the *trusted* users owns; empty when there is none."""
    paths = (os.path.join(folder, name) for name in FILE_NAMES)
    return next(
        (path for path in paths if disk.is_there(path) and disk.owner_of(path) not in trusted), ""
    )


def _user() -> int:
    """Return the user of this process; root where users have no numbers."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _own_config(folder: str) -> Config | None:
    for name in FILE_NAMES:
        path = os.path.join(folder, name)
        if disk.is_there(path):
            config = loading.read_config(loading.relative(path))
            if config is not None:
                return config
    return None


def find_config(start: str | Path = "") -> Config:
    """Return the settings of the nearest configuration file at or above *start*; the defaults when there is none.

    Raises ConfigurationError and UnreadableFile.
    """
    return Configurations().nearest(start)


def is_json(name: str) -> bool:
    """Return whether an engine reads files called *name* as workflows."""
    return name.endswith(".json")


@dataclass(slots=True)
class Search:
    """The search of one run: the found and the skipped paths."""

    choice: Choice = Choice()
    is_wanted: Callable[[str], bool] = is_json
    configurations: Configurations = field(default_factory=Configurations)
    found: FoundFiles = field(default_factory=FoundFiles)
    """Each file once."""
    skipped: dict[str, SkippedPath] = field(default_factory=dict)
    """By path."""
    reading: ReadMode = IN_MEMORY
    """How files are read."""
    cache: str | None = None
    """The folder of the cache; None to use none."""

    def add(self, name: str) -> None:
        """Search the folder called *name*, or add the file. Raises UsageError for a path that does not exist."""
        path = Path(name)
        if disk.is_folder(path):
            self._search(path)
        elif disk.may_exist(path):
            config = self.configurations.nearest(path.parent)
            self.found.take(FoundFile(path.as_posix(), config, is_named=True))
        else:
            raise loading.no_such_path(name)

    def add_all(self, paths: Iterable[str]) -> None:
        """Add each of *paths*. Raises UsageError for a path that does not exist."""
        for path in paths:
            self.add(path)
        for foreign in sorted(self.configurations.foreign):
            if foreign.endswith(FILE_NAMES[0]):
                self.skip(Path(foreign), "it belongs to another user and is not used")

    def skip(self, path: Path, reason: str, *, is_folder: bool = False) -> None:
        """Record the file or folder at *path* as skipped."""
        name = path.as_posix() + ("/" if is_folder else "")
        self.skipped.setdefault(name, SkippedPath(name, reason))

    def _search(self, top: Path) -> None:
        below = FoundFiles()
        ignoring: dict[str, IgnoreRules] = {os.fspath(top): self._rules_above(top)}

        def note(error: OSError) -> None:
            # Reading it later reports why it is unreadable.
            name = Path(error.filename).as_posix()
            below.append(FoundFile(name, self.configurations.nearest(top), False))

        for place, folders, names in disk.walk(top, onerror=note):
            rules = self._rules_at(place, names, ignoring.pop(place))
            config = self.configurations.nearest(place)
            folders[:] = sorted(
                name for name in folders if self._enters(Path(place, name), rules, config)
            )
            ignoring.update((os.path.join(place, name), rules) for name in folders)
            # A path for each of many files would take longer than everything else.
            above = Path(place, "x").as_posix()[:-1]
            for name in names:
                if self._accepts(place, name, rules, config):
                    below.append(FoundFile(f"{above}{name}", config, False))
        self.found.take_all(below.in_order())

    def _rules_above(self, top: Path) -> IgnoreRules:
        """Return the ignore rules of the folders around *top*, up to the root of its repository, or to the current folder outside of one; none when they ignore *top* itself, which is named."""
        here, current = Path(disk.real_path(top)), Path(disk.real_path("."))
        root = next(
            (folder for folder in (here, *here.parents) if disk.exists(folder / ".git")),
            current if here.is_relative_to(current) else here,
        )
        rules = NOTHING_IGNORED
        if self.choice.with_ignored or root == here:
            return rules
        above = [folder for folder in reversed(here.parents) if folder.is_relative_to(root)]
        for folder in above:
            rules = self._rules_at(folder, (FILE_NAME,), rules)
        inner = (folder.as_posix() for folder in (*above[1:], here))
        return NOTHING_IGNORED if rules.ignores_any(inner) else rules

    def _rules_at(self, place: str | Path, names: Iterable[str], rules: IgnoreRules) -> IgnoreRules:
        path = Path(place, FILE_NAME)
        is_there = FILE_NAME in names and disk.is_there(path) and not disk.is_folder(path)
        if self.choice.with_ignored or not is_there:
            return rules
        try:
            text = json_text.decode(files.read(path))
        except UnreadableFile as error:
            self.skip(path, f"{error.message.removeprefix(f'{path}: ')}; it ignores nothing")
            return rules
        return rules.with_file(Path(disk.real_path(place)).as_posix(), text)

    def _enters(self, folder: Path, rules: IgnoreRules, config: Config) -> bool:
        """Return whether to search *folder*; record it as skipped otherwise."""
        if folder.name.startswith(".") or folder.name in SKIPPED_FOLDERS:
            reason = "folders of this name are not searched"
        elif disk.is_link(folder):
            reason = IS_LINK
        elif config.out is not None and os.path.normpath(folder) == os.path.normpath(config.out):
            reason = "it is where compiled workflows are written"
        else:
            reason = self._obstacle(folder, rules, config, is_folder=True)
        if reason:
            self.skip(folder, reason, is_folder=True)
        return not reason

    def _accepts(self, place: str, name: str, rules: IgnoreRules, config: Config) -> bool:
        """Return whether to use the file called *name* in the folder *place*; record a JSON file as skipped otherwise."""
        if not self.is_wanted(name):
            if Path(name).suffix.lower() == ".json":
                self.skip(Path(place, name), IS_MISNAMED)
            return False
        if not (self.choice.exclude or config.exclude or rules.layers):
            return True
        path = Path(place, name)
        reason = self._obstacle(path, rules, config, is_folder=False)
        if reason and is_json(name):
            self.skip(path, reason)
        return not reason

    def _obstacle(self, path: Path, rules: IgnoreRules, config: Config, *, is_folder: bool) -> str:
        if self.choice.exclude and _is_excluded(path, self.choice.exclude, "."):
            return "excluded by --exclude"
        if config.exclude and _is_excluded(path, config.exclude, config.folder or "."):
            return f"excluded by {config.path}"
        if rules.layers:
            real = Path(disk.real_path(path.parent), path.name).as_posix()
            if rules.ignores(real, is_folder=is_folder):
                return "ignored by .gitignore"
        return ""

    def documents(self, found: Iterable[FoundFile]) -> list[tuple[FoundFile, Document]]:
        """Parse the files *found* that contain workflows, and record the others as skipped; an unreadable file is a broken document."""
        parsed: list[tuple[FoundFile, Document]] = []
        for entry in found:
            document, reason = examined(entry)
            if reason:
                self.skip(entry.path, reason)
            else:
                parsed.append((entry, document))
        return parsed


def examined(entry: FoundFile) -> tuple[Document, str]:
    """Parse a file, and return why it is not taken for a workflow; empty when it is. An unreadable file is a broken document."""
    document = loading.read_or_explain(entry.path)
    return document, reason_for(entry, document)


def reason_for(entry: FoundFile, document: Document) -> str:
    """Return why *document*, which was found as *entry*, is not taken for a workflow; empty when it is."""
    return "" if entry.is_named else reason_to_skip(document, folders_of(entry))


def _is_excluded(path: Path, patterns: Iterable[str], root: str) -> bool:
    name = loading.relative(path, root)
    return any(matches(pattern, name) for pattern in patterns)


def folders_of(entry: FoundFile) -> Sequence[str]:
    """Return the names of the folders of the project that contain the file *entry*, and of the project itself."""
    here = os.path.abspath(entry.config.folder or ".")
    return (os.path.basename(here), *Path(loading.relative(entry.path, here)).parts[:-1])


Paths = str | Path | Sequence[str | Path]
"""One path, or several."""


def path_texts(paths: Paths) -> list[str]:
    """Return *paths*, one or several, as a list of texts. Raises UsageError for what is no path."""
    return list(texts_of("paths", paths))


def common_folder(paths: Iterable[str | Path]) -> str:
    """Return the innermost folder that all of *paths* are in, or are; the current one when there are none."""
    given = [os.path.abspath(path) for path in paths]
    try:
        return os.path.commonpath(given) if given else ""
    except ValueError:  # Several drives.
        return given[0]


def search(
    paths: Iterable[str],
    choice: Choice | None = None,
    is_wanted: Callable[[str], bool] | None = None,
) -> Search:
    """Search the files and folders at *paths*. Raises UsageError for a path that does not exist."""
    found = Search(choice or Choice(), is_wanted or is_json)
    found.add_all(paths)
    return found


def search_given(paths: Sequence[str], choice: Choice | None = None) -> Search:
    """Search *paths*, or the configured ones, or the current folder, when there are none. Raises UsageError."""
    return search(paths or with_workflows(configured_paths(find_config())), choice)


def configured_paths(config: Config) -> list[str]:
    """Return the paths of *config*, or the current folder when it has none. Raises UsageError for one that does not exist."""
    for path in config.paths:
        if not disk.may_exist(path):
            error = loading.no_such_path(path)
            help = error.help or "write a first workflow with wfk new ID, such as acme.cut-release"
            raise UsageError(f"{error.message}, which 'paths' in {config.path} names", help=help)
    return list(config.paths) or ["."]


def with_workflows(paths: Iterable[str]) -> list[str]:
    """Return those of the configured *paths* that may have workflows: trigger files are for `wfk lint`."""
    return [path for path in paths if not path.endswith((".yml", ".yaml"))]


def find_workflows(paths: Iterable[str]) -> list[Document]:
    """Parse the workflows that *paths* name, and those below folders. Raises UsageError for a path that does not exist."""
    found = search(paths)
    return [document for _, document in found.documents(found.found)]
