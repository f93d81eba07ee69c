"""The files that a change touches, as git knows them. Outer layer: it asks git and reads files."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workflowkit.config.toml import FILE_NAMES
from workflowkit.errors import UnreadableFile
from workflowkit.records import dataclass
from workflowkit.run import git, git_index, loading
from workflowkit.text import disk, files, json_text
from workflowkit.text.overlay import OVERLAY, Overlay, place_of
from workflowkit.text.routes import Json

_SUFFIXES: Final = (".json", ".md", ".yml", ".yaml")
"""Ends of the names of files that findings depend on, besides the configuration."""


@dataclass(frozen=True, slots=True)
class ChangedFiles:
    """The files that differ from a commit."""

    since: str
    """What they are compared with, for messages."""
    paths: Collection[str]
    """Absolute, links resolved; removed files included."""
    before: Mapping[str, bytes]
    """Path to the former content, for files that existed."""

    def has(self, path: str) -> bool:
        """Return whether the file at *path* differs."""
        return real(path) in self.paths

    def versions(self, path: str) -> tuple[Json, Json]:
        """Return the former and the present JSON value of the file at *path*; None for a file that is not there, or not JSON."""
        try:
            now = files.read(Path(path))
        except UnreadableFile:
            now = b""
        return _value(self.before.get(path, b"")), _value(now)

    def texts(self, path: str) -> tuple[str, str]:
        """Return the former and the present text of the file at *path*; empty for a file that is not there."""
        now = files.read(Path(path)) if disk.is_file(path) else b""
        return json_text.decode(self.before.get(real(path), b"")), json_text.decode(now)


def _value(content: bytes) -> Json:
    value = json_text.parse(json_text.decode(content))
    return None if isinstance(value, json_text.BrokenJson) else value


def changed_since(ref: str) -> ChangedFiles:
    """Return the files that differ between the commit *ref* and the work tree. Raises UsageError and WorkflowkitError."""
    top = git.top_folder(Path())
    commit = git.require_commit(top, ref)
    return _of(top, git_index.changed_since(top, commit, _matters), commit, ref)


def staged() -> ChangedFiles:
    """Return the files that the next commit changes; they have to be read inside `index_laid_over`. Raises UsageError and WorkflowkitError."""
    top = git.top_folder(Path())
    names = [name for name in git.staged(top) if _matters(name)]
    return _of(top, names, git.commit_of(top, "HEAD"), "the last commit")


@contextmanager
def index_laid_over() -> Iterator[None]:
    """Have files read as they are in the index, and those that are not tracked not at all. Raises UsageError and WorkflowkitError."""
    top = git.top_folder(Path())
    found = git_index.index_differences(top, lambda path: _matters(path) or _is_ignore_file(path))
    laid = {place_of(top / name): content for name, content in found.items()}
    token = OVERLAY.set(Overlay(laid))
    try:
        yield
    finally:
        OVERLAY.reset(token)


def _is_ignore_file(path: str) -> bool:
    return os.path.basename(path) == ".gitignore"


def _matters(path: str) -> bool:
    return path.endswith(_SUFFIXES) or os.path.basename(path) in FILE_NAMES


def _of(top: Path, names: Collection[str], commit: str | None, since: str) -> ChangedFiles:
    wanted = frozenset(names)
    before = git.files_at(top, commit, wanted.__contains__) if commit and wanted else {}
    return ChangedFiles(
        since,
        frozenset(real(top / name) for name in wanted),
        {real(top / name): content for name, content in before.items()},
    )


def shown(path: str) -> str:
    """Return the absolute *path* as messages name it."""
    return loading.relative(path, os.path.realpath("."))


def real(path: str | Path) -> str:
    """Return the absolute *path* with forward slashes, links resolved, by which changed files are known."""
    return Path(os.path.realpath(path)).as_posix()
