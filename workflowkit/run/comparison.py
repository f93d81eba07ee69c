"""Two versions of a catalog, loaded and compared. Outer layer: it reads files and commits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from workflowkit.changes.catalog import CatalogChange, compare_catalogs
from workflowkit.changes.version import Version
from workflowkit.config.toml import FILE_NAMES
from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.run import discovery, git, loading
from workflowkit.run.analyze import analysis_of
from workflowkit.run.loading import BINDINGS_FILE, Options
from workflowkit.run.project import Project
from workflowkit.run.project_group import ProjectGroup
from workflowkit.text.document import Document

WORK_TREE: Final = ""
"""The source that is the files as they are now."""

_SUFFIXES: Final = (".json", ".md", ".gitignore", ".ignore")
"""Ends of the names of files that a project is read from, besides its configuration."""


@dataclass(frozen=True, slots=True)
class LoadedCatalog:
    """The workflows of one source."""

    versions: tuple[Version, ...]
    broken: tuple[tuple[Document, Project], ...]
    """Files that are not JSON, each with its project."""
    group: ProjectGroup
    name: str = WORK_TREE
    """The source, as it was given."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sources, compared."""

    before: LoadedCatalog
    after: LoadedCatalog

    @property
    def change(self) -> CatalogChange:
        """What differs. A file that cannot be read any more is reported as such, not as removed."""
        change = compare_catalogs(self.before.versions, self.after.versions)
        unread = {document.path for document, _ in self.after.broken}
        removed = (each for each in change.removed if each.version.place not in unread)
        return replace(change, removed=tuple(removed))

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every file of both sources by the path that findings give it."""
        versions = (*self.before.versions, *self.after.versions)
        return {version.path: version.document for version in versions}


Progress = Callable[[int, int], None]
"""Called for each file of a source with the numbers of finished and of all files."""


def compare(
    before: str,
    after: str,
    paths: Sequence[str] = (),
    options: Options | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Load and compare two sources: each a commit, a folder, a file, or WORK_TREE.

    *paths* are files and folders below the current folder to compare alone.
    Raises UsageError for a source that does not exist, and as `ProjectGroup.load_workflows`.
    """
    options = options or Options()
    if after == WORK_TREE and os.path.isfile(before) and len(paths) == 1:
        # Two files are compared whatever their names.
        after, paths = paths[0], ()
    return Comparison(*(load(source, paths, options, progress) for source in (before, after)))


def is_in_commit(ref: str, path: str) -> bool:
    """Return true when *path* exists, and the commit *ref*, which is no path itself, has it, too."""
    if not os.path.lexists(path) or os.path.lexists(ref) or ref.startswith("-"):
        return False
    here = Path.cwd()
    place = Path(os.path.relpath(path)).as_posix()
    commit = git.commit_of(here, ref)
    return (
        commit is not None
        and git.run(here, ["cat-file", "-e", f"{commit}:./{place}"]).exit_code == 0
    )


def load(
    source: str, paths: Sequence[str], options: Options, progress: Progress | None = None
) -> LoadedCatalog:
    """Load the workflows of *source*; raises as `compare`."""
    if source == WORK_TREE:
        group = ProjectGroup.load_workflows(list(paths), options)
        return _catalog(group, Path("."), "", progress)
    if os.path.lexists(source):
        path = Path(source)
        return _catalog(_load_path(path, paths, options), path, str(path), progress)
    with _extracted(source) as folder:
        group = _load_commit(folder, paths, options)
        return _catalog(group, folder, source, progress, prefix=f"{source}:")


def _load_path(path: Path, paths: Sequence[str], options: Options) -> ProjectGroup:
    if not path.is_dir():
        return ProjectGroup.load_workflows([str(path)], options)
    below = [str(path / os.path.relpath(name)) for name in paths]
    return ProjectGroup.load_workflows(
        [name for name in below if os.path.lexists(name)] or [str(path)], options
    )


def _load_commit(folder: Path, paths: Sequence[str], options: Options) -> ProjectGroup:
    config = discovery.find_config(folder)
    here = [str(folder / os.path.relpath(path)) for path in paths]
    given = here or discovery.with_workflows(config.paths) or [str(folder)]
    there = [path for path in given if os.path.lexists(path)]
    options = replace(
        options,
        spec=_moved(options.spec, folder),
        routines=tuple(filter(None, (_moved(each, folder) for each in options.routines))),
        bindings=_moved(options.bindings, folder) or _bindings(folder),
    )
    return ProjectGroup.load_workflows(there or [str(_empty(folder))], options)


def _catalog(
    group: ProjectGroup, base: Path, name: str, progress: Progress | None, *, prefix: str = ""
) -> LoadedCatalog:
    """Return the catalog of *group*, whose files are at or below *base* and are named from there, after *prefix*, in findings."""
    versions: list[Version] = []
    broken: list[tuple[Document, Project]] = []
    n_files = sum(len(project.documents) for project in group.projects)
    for project in group.projects:
        for document in project.documents:
            place = loading.relative(document.path, str(base))
            place = "" if place == "." else place
            analysis = analysis_of(document, project.context)
            if analysis is None:
                broken.append((document, project))
            else:
                shown = f"{prefix}{place}" if prefix else document.path
                versions.append(Version(analysis, shown, place))
            if progress is not None:
                progress(len(versions) + len(broken), n_files)
    return LoadedCatalog(tuple(versions), tuple(broken), group, name)


@contextmanager
def _extracted(ref: str) -> Iterator[Path]:
    """Yield a folder with the files of the commit *ref* that a project is read from: the one that stands for the current folder.

    Raises UsageError when *ref* is neither a file nor a commit.
    """
    here = Path.cwd()
    commit = git.commit_of(here, ref)
    if commit is None:
        first, dots, second = ref.partition("..")
        two = f"write the two commits apart: {first} {second.lstrip('.')}"
        raise UsageError(
            f"neither a file, a folder nor a commit: {ref}",
            help=two if dots and first else "name a branch, a tag, a commit, or an existing path",
        )
    top = git.top_folder(here)
    with git.extracted(here, commit, _is_wanted) as folder:
        place = folder / os.path.relpath(here.resolve(), top.resolve())
        place.mkdir(parents=True, exist_ok=True)
        yield place


def _is_wanted(path: str) -> bool:
    return path.endswith(_SUFFIXES) or path.rpartition("/")[2] in FILE_NAMES


def _moved(path: str | None, folder: Path) -> str | None:
    """Return what stands for *path* in *folder*, or *path* itself where that has none: it may be outside of the repository."""
    if path is None:
        return None
    inside = folder / os.path.relpath(path)
    return str(inside) if inside.exists() else path


def _bindings(folder: Path) -> str:
    """Return the bindings of *folder*; an empty file when it has none, so that those of the current folder are not taken."""
    path = folder / BINDINGS_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return str(path)


def _empty(folder: Path) -> Path:
    """Return a new folder without files."""
    path = folder / "no-such-files"
    path.mkdir(exist_ok=True)
    return path
