"""The folders that a server may use, and the paths in them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.records import dataclass

LONGEST = 1024
"""Maximum length of a path, in characters."""

_NEVER_WRITTEN = frozenset({".git", ".hg", ".svn"})


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders that a server may use."""

    folders: tuple[str, ...]
    """Absolute paths without links; the first is the project, where commands run."""

    @classmethod
    def of(cls, folders: tuple[str, ...]) -> Roots:
        """Return the roots at *folders*."""
        return cls(tuple(dict.fromkeys(map(os.path.realpath, folders))))

    @property
    def project(self) -> str:
        """The folder in which commands run."""
        return self.folders[0]

    def existing(self, path: str) -> str:
        """Return *path*, a file or folder of a call, as a command takes it. Raises CallRefused when it is outside of the roots, missing or no file."""
        full = self._inside(path)
        try:
            mode = os.stat(full).st_mode
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CallRefused(
                f"{shown(path)}: {reason}",
                help="call find_workflow to list the workflows with their paths",
            ) from None
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise CallRefused(f"{shown(path)}: it is no regular file", help="name a workflow file")
        return self._as_named(path)

    def is_there(self, path: str) -> bool:
        """Return whether the project has something called *path*, a link that leads nowhere included."""
        return not _problem(path) and os.path.lexists(os.path.join(self.project, path))

    def file_name(self, path: str) -> str:
        """Return *path*, the name of a text that need not be on the disk. Raises CallRefused when it is outside of the roots, or a folder."""
        full = self._inside(path)
        if os.path.lexists(full) and not os.path.isfile(full):
            raise CallRefused(f"{shown(path)}: it is no regular file", help="name a file")
        return self._as_named(path)

    def target(self, path: str) -> Path:
        """Return the file that is written for *path*. Raises CallRefused when it is outside of the roots, or not for workflows."""
        self.file_name(path)
        full = self._inside(path)
        if not full.lower().endswith(".json"):
            raise CallRefused(
                f"{shown(path)}: only workflow files are written", help="choose a name with .json"
            )
        if not _NEVER_WRITTEN.isdisjoint(part.lower() for part in Path(full).parts):
            raise CallRefused(
                f"{shown(path)}: the folder belongs to version control",
                help="choose a path such as workflows/name.json",
            )
        return Path(full)

    def has(self, path: str) -> bool:
        """Return whether *path*, absolute and without links, is in one of the roots."""
        if any(path == folder or path.startswith(_within(folder)) for folder in self.folders):
            return True
        return self._has_other_spelling(path)

    def _has_other_spelling(self, path: str) -> bool:
        """Return whether a folder on the way to *path* is a root, spelled otherwise: some file systems ignore case."""
        known = [found for folder in self.folders if (found := _identity(folder))]
        return any(_identity(folder) in known for folder in (path, *map(str, Path(path).parents)))

    def _inside(self, path: str) -> str:
        """Return the absolute path without links that *path* leads to. Raises CallRefused when it is outside of the roots."""
        problem = _problem(path)
        if problem:
            raise CallRefused(f"{shown(path)}: {problem}", help="give a path below the project")
        try:
            full = os.path.realpath(os.path.join(self.project, path))
        except (OSError, ValueError) as error:
            raise CallRefused(f"{shown(path)}: {error}", help="give another path") from None
        if os.path.islink(full) or not self.has(full):
            listed = ", ".join(self.folders)
            raise CallRefused(
                f"{shown(path)}: it is outside of the folders of this server",
                help=f"give a path below {listed}, or start the server with --root for its folder",
            )
        return full

    def _as_named(self, path: str) -> str:
        """Return *path* relative to the project where it is in it, so that commands print it as on their command line."""
        if not os.path.isabs(path):
            return os.path.normpath(path) if path.endswith(os.sep) else path
        relative = os.path.relpath(path, self.project)
        return path if relative.startswith(os.pardir) else relative


def shown(text: str) -> str:
    """Return *text* of a call for a message: quoted, on one line and not too long."""
    cut = text if len(text) <= 120 else f"{text[:120]}…"
    return repr(cut)


def _problem(path: str) -> str:
    """Return why no file can be called *path*; empty when one can."""
    if not path.strip():
        return "the path is empty"
    if len(path) > LONGEST:
        return f"the path has more than {LONGEST} characters"
    if any(ord(character) < 32 or ord(character) == 127 for character in path):
        return "a path has no control characters"
    if any(0xD800 <= ord(character) < 0xE000 for character in path):
        return "a path has no lone surrogates"
    return ""


def _within(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
