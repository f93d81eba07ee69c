"""Contents that count instead of those on the disk: what is staged, and what an editor has not saved."""

from __future__ import annotations

import os
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING, REGULAR = "!", "file"
"""First words of the answer to the question for kind and size: nothing is there, or a regular file."""


def place_of(path: str | os.PathLike[str]) -> str:
    """Return *path* by which an overlay knows it: the real path of its folder, and its name."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


class Overlay:
    """Files with another content than on the disk, and files that do not count as being there."""

    def __init__(self, contents: Mapping[str, bytes | None]) -> None:
        """*contents* has the content by absolute real path; None for a file that is hidden."""
        self._contents = contents
        self._names: dict[str, dict[str, bool]] = {}
        """Folder to the names in it: true for a file that is there, false for a hidden one."""
        self._folders: set[str] = set()
        for path, content in contents.items():
            folder, name = os.path.split(path)
            self._names.setdefault(folder, {})[name] = content is not None
            while content is not None and folder not in self._folders:
                self._folders.add(folder)
                folder = os.path.dirname(folder)

    def has(self, path: str) -> bool:
        """Return whether the file that *path* leads to is not the one on the disk."""
        return self._place(path) in self._contents

    def content(self, path: str) -> bytes | None:
        """Return the content of the file at *path*, which it has; None when it is hidden."""
        return self._contents[self._place(path)]

    def _place(self, path: str) -> str:
        place = place_of(path)
        # A link leads to what is laid over its target.
        return place if place in self._contents else os.path.realpath(place)

    def answer(self, kind: str, path: str) -> object:
        """Return the answer to a question of `disk`, for `content` the content itself; None when the disk has to be asked."""
        place = self._place(path)
        is_folder = place in self._folders
        if place not in self._contents:
            return True if is_folder and kind in (*_PRESENT, "is_folder") else None
        content = self._contents[place]
        if kind == "content":
            return content
        if kind == "kind and size":
            return f"{NOTHING} 2" if content is None else f"{REGULAR} {len(content)}"
        if kind in (*_PRESENT, "is_file"):
            return content is not None
        return False if kind in ("is_folder", "is_link") else None

    def listed(
        self, folder: str, names: tuple[list[str], list[str]] | None
    ) -> tuple[list[str], list[str]] | None:
        """Return the names of the folders in *folder*, and the other names, given those on the disk; None when there is no such folder."""
        place = os.path.realpath(folder)
        if names is None and place not in self._folders:
            return None
        folders, others = names or ([], [])
        own = self._names.get(place, {})
        below = {os.path.basename(each) for each in self._folders if os.path.dirname(each) == place}
        added = [name for name, is_there in own.items() if is_there and name not in others]
        kept = [name for name in others if own.get(name, True)]
        return [*folders, *sorted(below - {*folders, ""})], [*kept, *added]


_PRESENT = ("exists", "is_there", "may_exist")

OVERLAY: ContextVar[Overlay | None] = ContextVar("OVERLAY", default=None)
"""What differs from the disk; None when nothing does."""
