"""Files: reads are limited to regular files up to a maximum size; writes are atomic."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from workflowkit.errors import ChangedFile, UnreadableFile
from workflowkit.text import disk
from workflowkit.text.json_text import MAX_READ
from workflowkit.text.overlay import OVERLAY

_SUFFIX = ".wfk-tmp"
_TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}\.wfk-tmp", re.DOTALL)
"""Names of files that are being written; the suffix distinguishes them from other hidden files."""

_ABANDONED_SECONDS = 3600
"""Age from which a temporary file belongs to no active run."""


def read(path: Path, limit: int = MAX_READ) -> bytes:
    """Return the bytes of the file at *path*, as `read_noted` does."""
    return read_noted(path, limit)[0]


def read_with_digest(path: Path) -> tuple[bytes, bytes]:
    """Return the bytes of the file at *path* and their digest, as `read_noted` does."""
    content, digest = read_noted(path)
    return content, digest or disk.digest(content)


def read_noted(path: Path, limit: int = MAX_READ) -> tuple[bytes, bytes]:
    """Return the bytes of the file at *path*, and their digest where somebody notes it, which is empty otherwise.

    Raises UnreadableFile with the reason; pipes, devices and files of more than *limit* bytes are rejected before anything is read.
    """
    overlay = OVERLAY.get()
    if overlay is not None and overlay.has(os.fspath(path)):
        laid = overlay.content(os.fspath(path))
        if laid is None:
            raise UnreadableFile(f"{path}: {os.strerror(errno.ENOENT).lower()}")
        if len(laid) > limit:
            raise UnreadableFile(f"{path}: the file has {_too_many(len(laid), limit)}")
        return laid, disk.note_content(path, laid, "")
    try:
        with _reading(path, buffering=0) as stream:
            found = os.fstat(stream.fileno())
            content = _content(stream.fileno(), found.st_size, limit)
        size = max(found.st_size, len(content))
        if size > limit:
            raise UnreadableFile(f"{path}: the file has {_too_many(size, limit)}")
    except UnreadableFile:
        disk.note_content(path, None, "")
        raise
    return content, disk.note_content(path, content, disk.signature_of(found))


def lines(path: Path, limit: int = MAX_READ) -> Iterator[bytes]:
    """Yield the lines of the file at *path*, which may have any size. Raises UnreadableFile, also for a line of more than *limit* bytes."""
    with _reading(path) as stream:
        while line := stream.readline(limit + 1):
            if len(line) > limit:
                raise UnreadableFile(f"{path}: a line has {_too_many(len(line), limit)}")
            yield line


def holds(path: Path, content: bytes) -> bool:
    """Return true when the regular file at *path* consists of *content*."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return False
    is_alike = stat.S_ISREG(found.st_mode) and found.st_size == len(content)
    return is_alike and read(path, len(content)) == content


def holds_blocks(path: Path, blocks: Iterable[bytes]) -> bool:
    """Return true when the regular file at *path* consists of the *blocks*, which are read up to the first difference."""
    if not path.is_file():
        return False
    with _reading(path) as stream:
        return all(stream.read(len(block)) == block for block in blocks) and not stream.read(1)


def write(path: Path, content: bytes, *, follow: bool = True, durable: bool = True) -> None:
    """Replace the file at *path* by *content* in one step, as `write_blocks` does. Raises UnreadableFile."""
    write_blocks(path, (content,), follow=follow, durable=durable)


def write_blocks(
    path: Path, blocks: Iterable[bytes], *, follow: bool = True, durable: bool = True
) -> None:
    """Replace the file at *path* by the *blocks* in one step; a reader sees the old or the new file, never a part.

    Makes the parent folders, but none that a link promises. A symbolic link stays and the file it leads to is replaced, unless *follow* is false.
    Mode and owner of a file that was there are kept, the owner only where the system permits it. Other hard links to it keep the old content.
    Waits until the disk has the content, unless *durable* is false: then a power failure may lose it, until `sync` has been called.
    Raises UnreadableFile.
    """
    import tempfile  # Takes longer to import than most commands take to read their files.

    _require_folders_of_links(path)
    temporary = ""
    try:
        target = _target(path) if follow else path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=f".{target.name[:40]}.", suffix=_SUFFIX, dir=target.parent
        )
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(blocks)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        _take_over(temporary, target)
        os.replace(temporary, target)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise UnreadableFile(f"{path}: {reason(error)}") from error


def _require_folders_of_links(path: Path) -> None:
    """Raise UnreadableFile when a folder above *path* is a link that leads nowhere: what it leads to is for its owner to make."""
    for folder in reversed(path.parents):
        if folder.is_symlink() and not folder.exists():
            message = f"{path}: {folder} is a link to a folder that does not exist"
            raise UnreadableFile(message, help="make the folder, or remove the link")


def write_if_changed(
    path: Path, content: bytes, *, follow: bool = True, durable: bool = True
) -> bool:
    """Write unless the file has *content* already; return true when it was written."""
    if (follow or not path.is_symlink()) and holds(path, content):
        return False
    write(path, content, follow=follow, durable=durable)
    return True


def sync(folder: Path) -> None:
    """Wait until the disk has the names in *folder*, where the system can tell."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Write *after* to the file at *path*, provided that it still holds *before*.

    Raises ChangedFile when it does not, or is gone; and UnreadableFile.
    """
    if not os.path.exists(path):
        raise ChangedFile(f"{path}: it was removed after it had been read, so it is left alone")
    if not holds(path, before):
        raise ChangedFile(f"{path}: it was changed after it had been read, so it is left alone")
    write(path, after)


def write_all(changes: Mapping[Path, tuple[bytes | None, bytes]]) -> None:
    """Write all files of *changes*, or none: path to what the file still has to hold, None for a file that must not exist, and its new content.

    What was written before a file that cannot be written is put back. Raises ChangedFile, and UnreadableFile.
    """
    for path, (before, _) in changes.items():
        if before is None and os.path.lexists(path):
            raise ChangedFile(f"{path}: the file exists, so it is left alone")
        if before is not None and not holds(path, before):
            raise ChangedFile(f"{path}: it was changed after it had been read, so it is left alone")
    done: list[Path] = []
    try:
        for path, (before, after) in changes.items():
            if before is None:
                write(path, after)
            else:
                replace(path, before, after)
            done.append(path)
    except BaseException:
        for path in reversed(done):
            before, after = changes[path]
            with contextlib.suppress(UnreadableFile, OSError):
                if before is not None:
                    replace(path, after, before)
                elif holds(path, after):
                    os.unlink(path)
        raise


def remove_abandoned(folder: Path) -> None:
    """Remove the temporary files of killed runs directly in *folder*."""
    now = time.time()
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not _TEMPORARY.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(found.st_mode) and now - found.st_mtime > _ABANDONED_SECONDS:
                    os.unlink(entry.path)


def remove_abandoned_beside(path: Path) -> None:
    """Do the same for the folder in which `write` would replace the file at *path*."""
    with contextlib.suppress(OSError, ValueError):
        remove_abandoned(_target(path).parent)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Create *folder* and lock it against other runs, where the system has such locks. Raises UnreadableFile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{folder.as_posix()}: {reason(error)}") from error
    try:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_below(path: str, folder: str) -> bool:
    """Return true when *path* is *folder*, or something in it."""
    here, there = os.path.abspath(path), os.path.abspath(folder)
    return here == there or here.startswith(there.rstrip(os.sep) + os.sep)


def reason(error: Exception) -> str:
    """Return the reason of the system for *error*, in lower case."""
    if isinstance(error, ValueError):
        return "no file can have this name"
    if isinstance(error, FileNotFoundError) and disk.is_link(error.filename or ""):
        return "it is a link to a file that does not exist"
    return ((isinstance(error, OSError) and error.strerror) or str(error)).lower()


def _content(handle: int, size: int, limit: int) -> bytes:
    """Return what can be read from *handle*, a file of this *size*: of more than *limit* bytes the first ones, or none."""
    if size > limit:
        return b""
    # A file can grow meanwhile, or have no true size, as those below /proc.
    at_once = max(size + 1, 4096)
    content = os.read(handle, at_once)
    while len(content) <= limit and (piece := os.read(handle, at_once)):
        content += piece
    return content


@contextlib.contextmanager
def _reading(path: Path, buffering: int = -1) -> Iterator[IO[bytes]]:
    """Open the file at *path*, as `opened` does, and close it. What fails while it is read raises UnreadableFile."""
    try:
        with opened(path, buffering) as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: {reason(error)}") from error


def opened(path: Path, buffering: int = -1) -> IO[bytes]:
    """Open the regular file at *path*. Everything else is rejected unopened: a pipe would block forever, and opening a device can have side effects. Raises UnreadableFile."""
    try:
        _require_regular(path, os.stat(path).st_mode)
        # When a pipe replaces the file at this moment, opening it does not block.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        stream = os.fdopen(handle, "rb", buffering)
        try:
            _require_regular(path, os.fstat(handle).st_mode)
        except UnreadableFile:
            stream.close()
            raise
        return stream
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path}: {reason(error)}") from error


def _require_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        os.scandir(
            path
        ).close()  # The system's reason is more precise than that the path is a folder.
        raise UnreadableFile(f"{path}: {os.strerror(errno.EISDIR).lower()}")
    if not stat.S_ISREG(mode):
        raise UnreadableFile(f"{path}: it is no regular file")


def _too_many(size: int, limit: int) -> str:
    return f"{size // 1_000_000} MB; more than {limit // 1_000_000} MB are not read"


def _target(path: Path) -> Path:
    """Return the file that *path* leads to. Raise OSError for links that form a cycle."""
    target = os.path.realpath(path)
    if os.path.islink(target):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return Path(target)


def _take_over(temporary: str, target: Path) -> None:
    """Give the file *temporary* the mode and, where permitted, the owner of *target*. Raises OSError for what is no file, such as a device."""
    if not os.path.lexists(target) or target.is_symlink():
        os.chmod(temporary, 0o666 & ~_umask())
        return
    found = os.stat(target)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no regular file")
    own = os.stat(temporary)
    if (own.st_uid, own.st_gid) != (found.st_uid, found.st_gid) and hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, found.st_uid, found.st_gid)
    os.chmod(temporary, stat.S_IMODE(found.st_mode))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
