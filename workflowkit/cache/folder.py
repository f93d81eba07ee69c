"""The folder of the cache: where it is, and its files, which are valid whole or not at all.

Files are replaced in one step, so that no lock is needed: a reader sees an old or a new file.
Each value in a file follows its digest and its length: one that is damaged is as good as none.
"""

from __future__ import annotations

import marshal
import os
import time

from workflowkit.text.disk import CACHE_FOLDER, DIGEST_BYTES, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

RUNS = "runs"
"""The folder, in that of the cache, of the records of runs."""
FILES = "files"
"""The folder, in that of the cache, of the entries for files."""
PACK = ".pack"
"""The end of the name of a file with entries."""

MOST_RUNS = 64
MOST_BYTES = 256_000_000
"""How many files are kept, two for each record, and how many bytes they may have together; the newest remain."""

_TEMPORARY = ".tmp"
_ABANDONED_SECONDS = 24 * 3600
_UNNAMED_SECONDS = 600
"""Age from which a file of entries that no index names is left over."""
_SIZE_BYTES = 8
_HEAD_BYTES = DIGEST_BYTES + _SIZE_BYTES
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of wfk; it can be removed.\n"


def candidates(given: str | None, paths: Sequence[str]) -> Iterator[str]:
    """Yield the folders in which a run on *paths* may have left its record: the *given* one, or those at or above the current folder and the paths."""
    if given:
        yield given
        return
    seen: set[str] = set()
    for start in ("", *paths):
        place = os.path.abspath(start)
        while place not in seen:
            seen.add(place)
            folder = os.path.join(place, CACHE_FOLDER)
            if os.path.isdir(folder):
                yield folder
            place = os.path.dirname(place)


def read(path: str) -> Any:
    """Return the first value in the file at *path*; None when there is none, or it is damaged."""
    return next(read_all(path), None)


def read_all(path: str) -> Iterator[Any]:
    """Yield the values in the file at *path*, up to the first one that is damaged."""
    try:
        with open(path, "rb") as stream:
            n_left = os.fstat(stream.fileno()).st_size
            while head := stream.read(_HEAD_BYTES):
                n_bytes = int.from_bytes(head[DIGEST_BYTES:])
                n_left -= len(head) + n_bytes
                # Room for a damaged length may not exist.
                content = stream.read(n_bytes) if n_left >= 0 else b""
                if digest(content) != head[:DIGEST_BYTES]:
                    return
                yield marshal.loads(content)
    except (OSError, EOFError, ValueError, TypeError, OverflowError):
        return


def write(path: str, values: Iterable[Any]) -> bool:
    """Replace the file at *path* by one with the plain *values*; return false where that is not possible."""
    temporary = f"{path}.{os.getpid()}{_TEMPORARY}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as stream:
            for value in values:
                content = marshal.dumps(value)
                stream.write(digest(content) + len(content).to_bytes(_SIZE_BYTES))
                stream.write(content)
        os.replace(temporary, path)
    except OSError:
        return False
    return True


def prepare(folder: str) -> bool:
    """Make the cache folder, which version control and backups ignore; return false where that is not possible."""
    try:
        os.makedirs(os.path.join(folder, RUNS), exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
            path = os.path.join(folder, name)
            if not os.path.lexists(path):
                with open(path, "x", encoding="utf-8") as stream:
                    stream.write(text)
    except FileExistsError:
        return os.path.isdir(folder)
    except OSError:
        return False
    return True


def is_cache(folder: str) -> bool:
    """Return whether *folder* is a cache that wfk made."""
    return os.path.isfile(os.path.join(folder, "CACHEDIR.TAG"))


def files_of(folder: str, part: str = RUNS) -> list[tuple[float, int, str]]:
    """Return the age in seconds, the size and the path of every file in the *part* of the cache in *folder*, the newest first."""
    found: list[tuple[float, int, str]] = []
    now = time.time()
    try:
        with os.scandir(os.path.join(folder, part)) as entries:
            for entry in entries:
                state = entry.stat(follow_symlinks=False)
                found.append((now - state.st_mtime, state.st_size, entry.path))
    except OSError:
        return sorted(found)
    return sorted(found)


def sweep(folder: str) -> None:
    """Remove the oldest records beyond the limits, and what killed runs have left."""
    size, number = 0, 0
    for age, n_bytes, path in files_of(folder):
        is_temporary = path.endswith(_TEMPORARY)
        if not is_temporary:
            size, number = size + n_bytes, number + 1
        is_too_old = age > _ABANDONED_SECONDS if is_temporary else number > MOST_RUNS
        if is_too_old or size > MOST_BYTES:
            remove(path)


def sweep_entries(folder: str, most_bytes: int) -> None:
    """Remove the oldest files of entries beyond *most_bytes*, those that no index names, and what killed runs have left."""
    found = files_of(folder, FILES)
    named = {fields[1] for _, _, path in found if isinstance(fields := _index(path), tuple)}
    size = 0
    for age, n_bytes, path in found:
        is_temporary = path.endswith(_TEMPORARY)
        is_left = path.endswith(PACK) and os.path.basename(path) not in named
        size += 0 if is_temporary or is_left else n_bytes
        # Another process may be about to name a new file.
        is_too_old = (is_temporary or is_left) and age > _UNNAMED_SECONDS
        if is_too_old or size > most_bytes:
            remove(path)


def _index(path: str) -> Any:
    return None if path.endswith((PACK, _TEMPORARY)) else read(path)


def clear(folder: str) -> int:
    """Remove every record and every entry in *folder*; return how many files there were."""
    return sum(remove(path) for part in (RUNS, FILES) for _, _, path in files_of(folder, part))


def remove(path: str) -> bool:
    """Remove the file at *path*; return false when it is gone already."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True
