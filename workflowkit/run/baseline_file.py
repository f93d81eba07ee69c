"""The baseline file of a project: its place and its content. Outer layer: it reads the disk."""

from __future__ import annotations

import contextlib
import os
import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from workflowkit.config.settings import Config
from workflowkit.errors import UsageError
from workflowkit.lint.baseline import BaselineEntry, KnownFindings, parse, to_text
from workflowkit.records import dataclass
from workflowkit.run import loading
from workflowkit.run.result import NEW_BASELINE
from workflowkit.text import disk, files
from workflowkit.text.suggest import closest

FILE_NAME: Final = "wfk-baseline.json"
"""Default name of a baseline."""


@dataclass(frozen=True, slots=True)
class BaselineChange:
    """The change of a baseline file."""

    path: str
    text: str
    n_before: int
    """How many findings it had; 0 when there was none."""
    n_after: int


def find(given: str | None, config: Config, start: str) -> str | None:
    """Return the path of the effective baseline: *given*, else the configured one, else an existing one.

    It is searched next to the configuration; without one, in the folder of the file *start* and above, up to the root of a repository.
    An empty *given* disables it.
    """
    if given is not None:
        return given or None
    if config.lint.baseline:
        return config.lint.baseline
    if config.path:
        beside = posixpath.join(config.folder, FILE_NAME)
        return beside if disk.is_there(beside) else None
    for folder in Path(os.path.abspath(start)).parents:
        if disk.is_there(folder / FILE_NAME):
            return loading.relative(folder / FILE_NAME)
        if disk.exists(folder / ".git"):
            break
    return None


def target(given: str | None, config: Config, start: str) -> str:
    """Return where a baseline is written: over the effective one, else next to the configuration, else in the current folder."""
    return find(given, config, start) or posixpath.join(config.folder, FILE_NAME)


def load(path: str | None, paths: Iterable[str], scope: Sequence[str] = ()) -> KnownFindings | None:
    """Return the baseline at *path* for a run on the files *paths*, found below the places *scope*; None when there is none.

    Raises UsageError for a path without a baseline, and UnreadableFile.
    """
    if not path:
        return None
    if not disk.may_exist(path):
        raise UsageError(f"no such baseline: {path}", help=_help_for(path))
    found = loading.read_document(Path(path))
    entries = parse(found.text, found.path)
    gone = _gone({entry.path for entry in entries}, os.path.dirname(path), scope)
    return KnownFindings(found, entries, _names(path, paths), gone)


def load_or_new(path: str, paths: Iterable[str], scope: Sequence[str] = ()) -> KnownFindings:
    """Return the baseline at *path* for a run on the files *paths*, found below the places *scope*; one without entries when there is no such file. Raises as `load`."""
    if disk.exists(path):
        found = load(path, paths, scope)
        assert found is not None
        return found
    return replace(NEW_BASELINE, names=_names(path, paths))


def load_for_change(
    path: str, paths: Iterable[str], scope: Sequence[str], *, prune: bool
) -> KnownFindings:
    """Return the baseline at *path* that is to be changed; with *prune* it has to exist. Raises as `load`."""
    if not prune:
        return load_or_new(path, paths, scope)
    known = load(path, paths, scope)
    assert known is not None
    return known


def change_of(path: str, known: KnownFindings, entries: Sequence[BaselineEntry]) -> BaselineChange:
    """Return the change of the baseline *known* at *path* to *entries*."""
    return BaselineChange(path, to_text(entries), len(known.entries), len(entries))


def _gone(names: Iterable[str], folder: str, scope: Sequence[str]) -> frozenset[str]:
    """Return those of *names*, which are relative to *folder*, that were below *scope* and no longer exist."""
    places = {name: os.path.join(folder, name) for name in names}
    return frozenset(
        name
        for name, place in places.items()
        if not disk.may_exist(place) and any(files.is_below(place, top) for top in scope)
    )


def _help_for(path: str) -> str:
    folder, name = os.path.split(path)
    with contextlib.suppress(OSError):
        guess = closest(name, disk.names_in(folder or "."))
        if guess:
            return f"did you mean '{os.path.join(folder, guess)}'?"
    return "write it with --write-baseline"


def _names(path: str, paths: Iterable[str]) -> dict[str, str]:
    folder = os.path.dirname(path) or "."
    return {name: loading.relative(name, folder) for name in paths}
