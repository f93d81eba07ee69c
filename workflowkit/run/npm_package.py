"""The npm package that a workflow file is published in. Outer layer: it reads package.json."""

from __future__ import annotations

import os
from pathlib import Path

from workflowkit.config.globs import matches
from workflowkit.errors import UnreadableFile
from workflowkit.text import disk, document, files
from workflowkit.text.json_values import as_fields, as_items, as_text

FILE_NAME = "package.json"


def publishes_both(path: str, source: str) -> bool:
    """Return whether the package around the workflow file at *path* publishes both it and *source*, a file in the package."""
    found = _package_around(os.path.dirname(os.path.abspath(path)))
    if found is None or not disk.is_file(os.path.join(found[0], source)):
        return False
    root, patterns = found
    own = Path(os.path.relpath(os.path.abspath(path), root)).as_posix()
    names = (own, os.path.normpath(source))
    return all(any(_lists(pattern, name) for pattern in patterns) for name in names)


def _lists(pattern: str, name: str) -> bool:
    """Return whether *pattern* matches *name*, or a folder that contains it; without a slash it matches the top level."""
    return f"{name}/".startswith(f"{pattern}/") or ("/" in pattern and matches(pattern, name))


def _package_around(folder: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the folder of the nearest package at or above *folder* and the patterns of its files; None when there is none."""
    path = Path(folder, FILE_NAME)
    if disk.is_file(path):
        try:
            fields = as_fields(document.parse(files.read(path), FILE_NAME).value)
        except UnreadableFile:
            return None
        listed = (as_text(entry).removeprefix("./") for entry in as_items(fields.get("files")))
        return folder, tuple(pattern.strip("/") for pattern in listed if pattern.strip("/"))
    parent = os.path.dirname(folder)
    return None if parent == folder else _package_around(parent)
