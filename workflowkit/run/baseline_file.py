"""The baseline file of a project: its place and its content. Outer layer: it reads the disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from workflowkit.config.settings import Config
from workflowkit.errors import UnreadableFile
from workflowkit.lint.baseline import KnownFindings, parse
from workflowkit.run import loading
from workflowkit.run.result import NEW_BASELINE

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
        return beside if os.path.isfile(beside) else None
    for folder in Path(os.path.abspath(start)).parents:
        if os.path.isfile(folder / FILE_NAME):
            return loading.relative(folder / FILE_NAME)
        if os.path.exists(folder / ".git"):
            break
    return None


def target(given: str | None, config: Config, start: str) -> str:
    """Return where a baseline is written: over the effective one, else next to the configuration, else in the current folder."""
    return find(given, config, start) or posixpath.join(config.folder, FILE_NAME)


def load(path: str | None, paths: Iterable[str]) -> KnownFindings | None:
    """Return the baseline at *path* for a run on the files *paths*; None when there is none.

    Raises UsageError for a file that is not a baseline, and UnreadableFile.
    """
    if not path:
        return None
    if not os.path.lexists(path):
        raise UnreadableFile(
            f"{path}: no such file or directory", help="write it with --write-baseline"
        )
    found = loading.read_document(Path(path))
    return KnownFindings(found, parse(found.text, found.path), _names(path, paths))


def load_or_new(path: str, paths: Iterable[str]) -> KnownFindings:
    """Return the baseline at *path* for a run on the files *paths*; one without entries when there is no such file. Raises as `load`."""
    if os.path.lexists(path):
        found = load(path, paths)
        assert found is not None
        return found
    return replace(NEW_BASELINE, names=_names(path, paths))


def _names(path: str, paths: Iterable[str]) -> dict[str, str]:
    folder = os.path.dirname(path) or "."
    return {name: loading.relative(name, folder) for name in paths}
