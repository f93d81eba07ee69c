"""Check where a command would write, before it writes anything."""

from __future__ import annotations

import os
from pathlib import Path

from workflowkit.errors import UnreadableFile


def require_file_target(path: str, option: str) -> None:
    """Raise UnreadableFile unless a file can be written at *path*, which *option* names."""
    target = Path(path)
    if target.exists() and not target.is_file():
        raise UnreadableFile(
            f"{path}: it is no regular file", help=f"name another file with {option}"
        )
    require_folder_target(target.parent.as_posix(), option)


def require_folder_target(path: str, option: str) -> None:
    """Raise UnreadableFile unless *path*, which *option* names, is a folder that can be written to, or can become one."""
    folder = Path(path)
    nearest = next(place for place in (folder, *folder.absolute().parents) if _is_there(place))
    if not nearest.is_dir():
        raise UnreadableFile(
            f"{nearest}: it is no folder", help=f"name another place with {option}"
        )
    if not os.access(nearest, os.W_OK):
        raise UnreadableFile(
            f"{nearest}: permission denied", help=f"name another place with {option}"
        )


def _is_there(place: Path) -> bool:
    """Return true for what exists; also for a link that leads nowhere, because no folder is made through one."""
    return place.is_symlink() or place.exists()
