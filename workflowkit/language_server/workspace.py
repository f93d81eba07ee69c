"""The files that an editor shows: the folders it has open, the unsaved texts, and the projects that they form.

A folder is linted as `wfk lint` in it does; a file outside its paths as if it were named.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from workflowkit.config.toml import FILE_NAMES
from workflowkit.diagnostics import Diagnostic
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.run import discovery, loading, project_files
from workflowkit.run.discovery import examined
from workflowkit.run.found_files import FoundFile
from workflowkit.run.keeping import KeptDocuments, keeping
from workflowkit.run.live_project import LiveProject
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup
from workflowkit.run.reloading import loaded
from workflowkit.text import disk, files
from workflowkit.text.document import Document
from workflowkit.text.overlay import OVERLAY, Overlay

_SHARED_NAMES = frozenset({*FILE_NAMES, ".gitignore", "package.json"})
"""Names of files that decide how all others are read."""


class Root:
    """One folder that is open in the editor, and its projects."""

    def __init__(self, folder: str, options: Options, *, is_searched: bool = True) -> None:
        self.folder = folder
        self.is_searched = is_searched
        self._options = options
        self._named: dict[str, None] = {}
        self._skipped: tuple[str, ...] = ()
        self.projects: tuple[LiveProject, ...] = ()
        self._documents = KeptDocuments()
        self.error: UsageError | UnreadableFile | None = None
        """Why the projects could not be loaded."""
        self._places: dict[str, tuple[LiveProject, str]] = {}
        self._beside: dict[str, tuple[LiveProject, str]] = {}
        """Files with findings that no edit reaches as a document: tags, settings, the baseline."""
        self._real_paths: dict[str, str] = {}

    def load(self) -> None:
        """Read the files of the folder."""
        self.error = None
        try:
            given = [*self._configured(), *self._named]
            if not given:
                self.projects, self._places, self._beside = (), {}, {}
                return
            before = {each.config.path: each for each in self.projects}
            with keeping(self._documents):
                group = ProjectGroup.load(given, self._options)
            self.projects = tuple(
                loaded(each, before.get(each.config.path), scope=given) for each in group.projects
            )
        except (UsageError, UnreadableFile) as error:
            # What was found before stays, as far as it can be kept up to date.
            self.error = error
            return
        self._skipped = tuple(skipped.path for skipped in group.skipped)
        self._real_paths.clear()
        self._places = {
            self.real_path(path): (project, path)
            for project in self.projects
            for path in project.documents
        }
        self._beside = {
            self.real_path(path): (project, path)
            for project in self.projects
            for path in project.paths
            if path not in project.documents
        }

    def _configured(self) -> list[str]:
        """Return the paths that are searched; none when they do not exist and single files are named, or when only these are open."""
        if not self.is_searched:
            return []
        try:
            config = discovery.find_config()
            bindings = project_files.bindings_file(self._options, config)
            return [*discovery.configured_paths(config), *([bindings] if bindings else [])]
        except UsageError:
            if self._named:
                return []
            raise

    def place_of(self, real: str) -> tuple[LiveProject, str] | None:
        """Return the project of the file at the real path, and its path in it."""
        return self._places.get(real)

    def place_of_findings(self, real: str) -> tuple[LiveProject, str] | None:
        """Return the project that may have findings in the file at the real path, and its path in it."""
        return self._places.get(real) or self._beside.get(real)

    def real_path(self, path: str) -> str:
        """Return the real path of the file at *path* of one of the projects."""
        if path not in self._real_paths:
            self._real_paths[path] = disk.real_path(path)
        return self._real_paths[path]

    def adopt(self, real: str) -> bool:
        """Take the file at the real path into the projects when it can be linted; return whether it was taken."""
        path = loading.relative(real, disk.real_path("."))
        if not self._may_lint(path):
            return False
        if self.is_searched:
            self.load()
        if real in self._places or self.error is not None:
            return real in self._places
        if any(files.is_below(path, skipped) for skipped in self._skipped):
            return False
        self._named[path] = None
        self.load()
        return real in self._places

    def _may_lint(self, path: str) -> bool:
        name = os.path.basename(path)
        if name in project_files.TRIGGER_FILES or name in FILE_NAMES:
            return True
        if not name.endswith(".json"):
            return False
        try:
            config = discovery.find_config(os.path.dirname(path) or ".")
        except (UsageError, UnreadableFile):
            return False
        return not examined(FoundFile(path, config, is_named=False))[1]

    def forget(self, path: str) -> None:
        """Stop naming the file at *path*."""
        self._named.pop(path, None)


class OpenFolders:
    """The folders and unsaved texts of one editor."""

    def __init__(self, folders: Sequence[str], options: Options | None = None) -> None:
        self._options = options or Options()
        self._unsaved: dict[str, bytes] = {}
        self.roots: list[Root] = []
        self.on_error: Callable[[str], None] = lambda _: None
        """Called with the reason why a folder cannot be linted."""
        for folder in folders:
            self.add_folder(folder)

    def add_folder(self, folder: str) -> None:
        """Add *folder*; its files are read when something is asked about one."""
        real = disk.real_path(folder)
        if all(root.folder != real for root in self.roots):
            self.roots.append(Root(real, self._options))
            self._load(self.roots[-1])

    def remove_folder(self, folder: str) -> None:
        """Forget *folder*."""
        real = disk.real_path(folder)
        self.roots = [root for root in self.roots if root.folder != real]

    @contextmanager
    def inside(self, root: Root) -> Iterator[None]:
        """Work in the folder of *root*, with the unsaved texts."""
        token = OVERLAY.set(Overlay(self._unsaved))
        before = os.getcwd()
        try:
            os.chdir(_existing(root.folder))
            yield
        finally:
            os.chdir(before)
            OVERLAY.reset(token)

    def _load(self, root: Root) -> None:
        with self.inside(root):
            root.load()
        if root.error is not None:
            self.on_error(
                f"{root.error.message}{f'; {root.error.help}' if root.error.help else ''}"
            )

    def root_of(self, path: str) -> Root:
        """Return the innermost folder around the file at *path*; a new one, which is not searched, when it is in none."""
        real = disk.real_path(path)
        around = [root for root in self.roots if files.is_below(real, root.folder)]
        if around:
            return max(around, key=lambda root: len(root.folder))
        root = Root(_existing(os.path.dirname(real)), self._options, is_searched=False)
        self.roots.append(root)
        return root

    def find(self, path: str) -> tuple[Root, LiveProject, str] | None:
        """Return where the file at *path* is: its root, its project, and its path there; None when it is not linted."""
        real = disk.real_path(path)
        for root in self.roots:
            place = root.place_of(real)
            if place is not None:
                return root, *place
        return None

    def set_text(self, path: str, text: str) -> None:
        """Take *text* for the content of the file at *path*, saved or not."""
        real = disk.real_path(path)
        content = text.encode("utf-8", "surrogatepass")
        is_new = real not in self._unsaved
        if self._unsaved.get(real) == content:
            return
        self._unsaved[real] = content
        self._take(real, content, may_adopt=is_new or self.find(real) is None)

    def close(self, path: str) -> None:
        """Take the content of the file at *path* from the disk again."""
        real = disk.real_path(path)
        content = self._unsaved.pop(real, None)
        if content is not None:
            self.saved(real)

    def saved(self, path: str) -> None:
        """Note that the file at *path* was written, created or removed."""
        real = disk.real_path(path)
        if real in self._unsaved:
            return
        found = self.find(real)
        try:
            content = files.read(Path(real))
        except UnreadableFile:
            content = None
        if content is not None and found is not None:
            self._take(real, content, may_adopt=False)
            return
        for root in self.roots:
            if found is not None and found[0] is root:
                root.forget(found[2])
            if found is not None or self._concerns(root, real):
                self._load(root)

    def _take(self, real: str, content: bytes, *, may_adopt: bool) -> None:
        found = self.find(real)
        if found is None:
            root = self.root_of(real)
            if may_adopt:
                with self.inside(root):
                    root.adopt(real)
        else:
            root, project, path = found
            with self.inside(root):
                project.replace_text(path, content)
        for each in self.roots:
            self._follow(each, real, is_own=found is not None and found[0] is each)

    def _follow(self, root: Root, real: str, *, is_own: bool) -> None:
        """Read again what the folder *root* has of the file at the path *real*: its configuration, spec pack or routine."""
        if os.path.basename(real) in _SHARED_NAMES or self._is_shared(root, real):
            self._load(root)
            return
        if is_own:
            return
        with self.inside(root):
            for project in root.projects:
                routines = {disk.real_path(path) for path in project.context.routine_files}
                if real in routines:
                    project.reload_context()

    def _concerns(self, root: Root, real: str) -> bool:
        """Return whether a new or removed file at the path *real* may change what is found in *root*."""
        return files.is_below(real, root.folder) or self._is_shared(root, real)

    def _is_shared(self, root: Root, real: str) -> bool:
        """Return whether the file at the path *real* is one of the spec pack, the bindings or the baseline of *root*."""
        folders: list[str] = []
        with self.inside(root):
            for project in root.projects:
                spec = self._options.spec or project.config.spec
                bindings = self._options.bindings or project.config.bindings
                folders += [disk.real_path(path) for path in (spec, bindings) if path]
                folders += [disk.real_path(path) for path in project.setting_paths]
                stamps = loading.stamps_path(spec, project.config.folder)
                folders += [disk.real_path(stamps), disk.real_path(loading.BINDINGS_FILE)]
        return any(files.is_below(real, folder) for folder in folders)

    def recheck(self) -> None:
        """Note the files whose rules would get other answers from the disk."""
        for root in self.roots:
            with self.inside(root):
                for project in root.projects:
                    project.recheck_asked()

    def findings(self, path: str) -> tuple[Diagnostic, ...]:
        """Return what `wfk lint` shows of the file at *path*; nothing for files that are not linted."""
        real = disk.real_path(path)
        for root in self.roots:
            place = root.place_of_findings(real)
            if place is not None:
                with self.inside(root):
                    return place[0].findings(place[1])
        return ()

    def has_findings_in(self, real: str) -> bool:
        """Return whether findings may be in the file at the real path."""
        return any(root.place_of_findings(real) for root in self.roots)

    def take_changed(self) -> list[str]:
        """Return the real paths of the files whose findings may be others than at the last time; every file is checked."""
        changed: list[str] = []
        for root in self.roots:
            with self.inside(root):
                for project in root.projects:
                    changed += map(root.real_path, project.take_changed())
        return changed

    def all_findings(self) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
        """Yield the real path of every file with what is found in it."""
        for root in self.roots:
            with self.inside(root):
                found = [
                    (root.real_path(path), project.findings(path))
                    for project in root.projects
                    for path in project.paths
                ]
            yield from found

    def check_next(self, urgent: Sequence[str] = ()) -> str:
        """Check one more file, of *urgent* ones first; return its real path, empty when all are checked."""
        for root in self.roots:
            for project in root.projects:
                if project.is_complete:
                    continue
                with self.inside(root):
                    project.urge(place[2] for place in map(self.find, urgent) if place)
                    return root.real_path(project.check_next())
        return ""

    @property
    def is_complete(self) -> bool:
        """True when every file was checked."""
        return all(project.is_complete for root in self.roots for project in root.projects)

    def document(self, path: str) -> Document | None:
        """Return the file at *path* as it was last read; None when it is not linted."""
        found = self.find(path)
        return found[1].documents.get(found[2]) if found else None

    def workflow_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the real path and the text of every workflow file."""
        for root in self.roots:
            with self.inside(root):
                found = [
                    (root.real_path(document.path), document.text)
                    for project in root.projects
                    for document in project.workflows
                ]
            yield from found


def _existing(folder: str) -> str:
    """Return *folder*, or the nearest one above it when it does not exist: a file can be open before its folder is made, or after it is removed."""
    while not disk.is_folder(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder
