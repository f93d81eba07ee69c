"""The files of a run at an earlier commit, read from git without a checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from workflowkit.run import discovery, git, loading
from workflowkit.run.loading import Options
from workflowkit.run.project_group import ProjectGroup

_WANTED = (".json", ".toml", ".md")
"""Ends of the names of files that a run may read: workflows, routines, configurations, spec packs."""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """The same files at an earlier commit."""

    commit: str
    """Its hash."""
    group: ProjectGroup | None
    """None when none of the files existed."""
    top: Path
    """The top folder of the repository."""
    copy: Path
    """Where its earlier files are."""

    def name_of(self, path: str) -> str:
        """Return the name of the earlier file at *path*: from the top folder."""
        return Path(os.path.relpath(os.path.realpath(path), self.copy)).as_posix()

    def current_name_of(self, path: str) -> str:
        """Return the name of the current file at *path*: from the top folder."""
        return Path(os.path.relpath(os.path.realpath(path), self.top)).as_posix()


@contextmanager
def earlier_run(ref: str, paths: Sequence[str], options: Options) -> Iterator[EarlierRun]:
    """Yield the run on *paths* with *options* as it would have been at the commit *ref*.

    Raises UsageError when *ref* names no commit, or when the files are in no repository.
    """
    given = list(paths) or list(discovery.find_config().paths) or ["."]
    folder = Path(discovery.common_folder(given))
    top = Path(os.path.realpath(git.top_folder(folder if folder.is_dir() else folder.parent)))
    commit = git.require_commit(top, ref)
    with git.extracted(top, commit, _is_wanted) as copy:
        there = [found for path in given if (found := _moved(path, top, copy)) is not None]
        group = ProjectGroup.load_workflows(there, _options(options, top, copy)) if there else None
        yield EarlierRun(commit, group, top, copy)


def _is_wanted(path: str) -> bool:
    return path.endswith(_WANTED) and "node_modules" not in path.split("/")


def _moved(path: str, top: Path, copy: Path) -> str | None:
    """Return where the file or folder at *path* is among the earlier files; None when it did not exist."""
    real = Path(os.path.realpath(path))
    if real != top and top not in real.parents:
        return None
    moved = copy / real.relative_to(top)
    return moved.as_posix() if moved.exists() else None


def _options(options: Options, top: Path, copy: Path) -> Options:
    """Return *options* with the earlier files; what is outside of the repository stays."""

    def earlier(path: str) -> str:
        return _moved(path, top, copy) or path

    # In a checkout of wfk itself the bundled files are part of the repository.
    bundled_spec = _moved(loading.bundled("spec").as_posix(), top, copy)
    bundled_routines = _moved(loading.bundled("routines").as_posix(), top, copy)
    routines = [earlier(path) for path in options.routines]
    return replace(
        options,
        spec=earlier(options.spec) if options.spec is not None else bundled_spec,
        routines=tuple([bundled_routines, *routines] if bundled_routines else routines),
        bindings=earlier(options.bindings) if options.bindings is not None else None,
    )
