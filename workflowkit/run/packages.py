"""Packages: the folders that workflow files are published with. Outer layer: it reads the disk."""

from __future__ import annotations

import os
from collections.abc import Callable

from workflowkit.text import disk

TAGS_FILE = "workflow-tags.json"

_MARKERS = ("package.json", "pyproject.toml", "spec")
"""Files and folders next to `workflows/` or `routines/` that mark a package."""


def package_root(path: str) -> str | None:
    """Return the folder of the package that the file at *path* belongs to: around `workflows/` or `routines/`, with the marks of a package; None when there is none."""
    return _root_of(os.path.dirname(path))


def _root_of(folder: str) -> str | None:
    """Return the folder of the package that the files in *folder* belong to; None when there is none."""
    folder = os.path.abspath(folder)
    while folder != os.path.dirname(folder):
        folder, name = os.path.split(folder)
        if name in ("workflows", "routines"):
            return folder if _is_package(folder) else None
    return None


def _is_package(folder: str) -> bool:
    return any(disk.exists(os.path.join(folder, name)) for name in _MARKERS)


def is_catalog(folder: str) -> bool:
    """Return whether *folder* is in a package that has a tag file of its own, as the package of the engine has."""
    root = _root_of(folder)
    return root is not None and disk.is_file(os.path.join(root, "spec", TAGS_FILE))


def file_test(path: str, spec_folder: str | None) -> Callable[[str], bool] | None:
    """Return the test whether the package of the file at *path* has a file; None when its package is unknown.

    A file without a package of its own belongs to that of the spec pack in *spec_folder*.
    """
    root = package_root(path) or (
        os.path.dirname(os.path.abspath(spec_folder)) if spec_folder else None
    )
    if root is None:
        return None
    return lambda name: disk.is_file(os.path.join(root, name))
