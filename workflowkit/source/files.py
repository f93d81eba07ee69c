"""Files: the only room that touches the disk. Writes are atomic."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from workflowkit.errors import UnreadableFile


def read(path: Path) -> bytes:
    """The bytes of the file at *path*. Raises UnreadableFile with the reason in plain words."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {_reason(error)}") from error


def write(path: Path, content: bytes) -> None:
    """Replace the file at *path* by *content* in one step; a reader sees the old or the new file, never a part.

    Makes the parent folders. Keeps the permissions of a file that was there. Raises UnreadableFile.
    """
    import tempfile  # Takes longer to import than most commands take to read their files.

    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode & 0o7777)
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise UnreadableFile(f"{path}: {_reason(error)}") from error


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write unless the file holds *content* already; True when it was written."""
    if path.is_file() and path.stat().st_size == len(content) and read(path) == content:
        return False
    write(path, content)
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
