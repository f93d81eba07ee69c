"""The guard of a command that runs for a call: it reads below the roots only, and writes only when that is allowed.

An audit hook sees every file that Python opens, whatever led to it: a path, a link, a setting of the project, or the text of a file.
Code could circumvent it, but workflows are data, and nothing in them is executed.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

from workflowkit.config.toml import FILE_NAMES
from workflowkit.mcp_server.roots import Roots
from workflowkit.records import dataclass

_CONFIGURING = frozenset({*FILE_NAMES, ".gitignore", ".git", "HEAD", "config"})
"""Names of files above the roots that may be read: they configure what is below."""

_READS = frozenset({"os.listdir", "os.scandir"})
_WRITES = frozenset(
    {
        "os.chmod",
        "os.chown",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.symlink",
        "os.truncate",
        "os.utime",
    }
)
_NEVER = frozenset({"os.exec", "os.system", "socket.bind", "socket.connect", "socket.sendto"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Guard:
    """What one process may do."""

    roots: Roots
    temporary: str
    """The folder of the call, in which everything is allowed."""
    allows_writes: bool
    """True when files below the roots may be written."""
    program: tuple[str, ...]
    """The folders of the program and its data, which may be read."""

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise PermissionError for what is not allowed, as `sys.addaudithook` asks."""
        if event == "open":
            path, _, flags = arguments
            self._check(path, writes=bool((flags or 0) & _WRITING))
        elif event in _READS:
            self._check(arguments[0], writes=False)
        elif event in _WRITES:
            for path in arguments[:2]:
                self._check(path, writes=True)
        elif event in _NEVER:
            raise _refused("not allowed to commands of this server", event)

    def _check(self, path: Any, *, writes: bool) -> None:
        if not isinstance(path, str | bytes | os.PathLike):
            return  # An open file, or the current folder.
        full = os.path.realpath(os.fsdecode(path))
        if full == os.devnull or _is_below(full, self.temporary):
            return
        if writes:
            if not self.allows_writes:
                raise _refused("not written, because the server only reads", full)
            if not self.roots.has(full):
                raise _refused("outside of the folders of this server", full)
        elif not self._may_read(full):
            raise _refused("outside of the folders of this server", full)

    def _may_read(self, path: str) -> bool:
        if self.roots.has(path) or any(_is_below(path, folder) for folder in self.program):
            return True
        folder, name = os.path.split(path)
        return name in _CONFIGURING and any(_is_below(root, folder) for root in self.roots.folders)


def program_folders() -> tuple[str, ...]:
    """Return the folders of the interpreter, its packages and the data of `wfk`."""
    from workflowkit.run.spec_folder import bundled

    own = (bundled(kind) for kind in ("spec", "workflows", "routines", "docs"))
    places = (*sys.path, sys.prefix, sys.base_prefix, os.path.dirname(sys.executable))
    found = (*filter(None, places), *map(str, own), "/dev/urandom", *_vocabulary_folders())
    return tuple(dict.fromkeys(map(os.path.realpath, found)))


def _vocabulary_folders() -> list[str]:
    """Return where the vocabulary of tokens may be, by which commands count."""
    chosen = [os.environ.get(name) for name in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR")]
    return [folder for folder in chosen if folder]


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _refused(reason: str, path: str) -> PermissionError:
    return PermissionError(errno.EACCES, reason, path)
