"""The work tree of a git repository, compared with the index and with a commit. Outer layer: it asks git and reads files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from workflowkit.errors import UnreadableFile
from workflowkit.run import git
from workflowkit.text import files


class _Noted(NamedTuple):
    """What the index has noted of a file when it was staged."""

    seconds: int
    nanoseconds: int
    """0 where they are not noted."""
    size: int


def touched_since_staging(top: Path, is_wanted: Callable[[str], bool]) -> frozenset[str]:
    """Return the tracked paths that *is_wanted*, from the folder *top*, whose file may differ from the index: by its size and times, or because it is gone.

    No file is read, and no filter of the repository is run. Raises WorkflowkitError.
    """
    listing = git.output(top, ["ls-files", "--debug", "-z"])
    staged_at = _time_of_index(top)
    return frozenset(
        path
        for path, noted in _noted(listing)
        if is_wanted(path) and not _is_untouched(top / path, noted, staged_at)
    )


def index_differences(top: Path, is_wanted: Callable[[str], bool]) -> Mapping[str, bytes | None]:
    """Return the files that *is_wanted*, by their path from the folder *top*, with their content in the index where the work tree may have another.

    None stands for an untracked file. Raises WorkflowkitError.
    """
    differing = touched_since_staging(top, is_wanted)
    blobs: dict[str, str] = {}
    listing = git.output(top, ["ls-files", "--stage", "-z"]) if differing else b""
    for row in listing.split(b"\0"):
        head, _, name = row.partition(b"\t")
        mode, blob, stage = head.split() if head else (b"", b"", b"")
        path = os.fsdecode(name)
        if path in differing and mode.startswith(b"100") and stage == b"0":
            blobs[path] = blob.decode("ascii")
    hidden = filter(is_wanted, git.untracked(top))
    return {**dict.fromkeys(hidden), **git.contents_of(top, blobs)}


def changed_since(
    repository: Path, commit: str, is_wanted: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the paths that *is_wanted*, from the top folder, of files that differ between *commit* and the work tree, removed and untracked ones included.

    Compares bytes, apart from line ends: git itself would run the filters that the repository configures.
    """
    top = git.top_folder(repository)
    names = ["diff-index", "--cached", "--name-only", "--no-renames", "-z", commit]
    touched = {*git.paths_in(git.output(top, names)), *touched_since_staging(top, is_wanted)}
    candidates = frozenset(filter(is_wanted, touched))
    before = git.files_at(top, commit, candidates.__contains__) if candidates else {}
    changed = {path for path, content in before.items() if not _holds(top / path, content)}
    tracked = git.paths_in(git.output(top, ["ls-files", "-z"]))
    there = candidates.intersection(tracked).union(filter(is_wanted, git.untracked(top)))
    new = {path for path in there - before.keys() if _is_file(top / path)}
    return tuple(sorted(changed | new))


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _holds(path: Path, content: bytes) -> bool:
    if files.holds(path, content):
        return True
    try:
        return files.read(path).replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")
    except UnreadableFile:
        return False


def _time_of_index(top: Path) -> int:
    """Return when the index was written, in seconds; 0 when it is not known."""
    name = git.output(top, ["rev-parse", "--git-path", "index"]).decode("utf-8", "replace")
    try:
        return int(os.stat(top / name.removesuffix("\n")).st_mtime)
    except (OSError, ValueError):
        return 0


def _noted(listing: bytes) -> Iterator[tuple[str, _Noted | None]]:
    """Yield each path in the output of `git ls-files --debug -z`, with what was noted of it; None when that cannot be read."""
    rest = listing
    while rest:
        name, _, rest = rest.partition(b"\0")
        lines = rest.split(b"\n", 5)
        fields = {
            key: value
            for line in lines[:5]
            for part in line.split(b"\t")
            for key, _, value in [part.strip().partition(b": ")]
        }
        rest = lines[5] if len(lines) > 5 else b""
        try:
            seconds, _, nanoseconds = fields[b"mtime"].partition(b":")
            noted = _Noted(int(seconds), int(nanoseconds), int(fields[b"size"]))
        except (KeyError, ValueError):
            noted = None
        yield os.fsdecode(name), noted


def _is_untouched(path: Path, noted: _Noted | None, staged_at: int) -> bool:
    """Return whether the file at *path* is certainly as it was when it was staged: a file that changes in the second in which the index was written may keep its times."""
    if noted is None or noted.seconds >= staged_at:
        return False
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    seconds, nanoseconds = divmod(found.st_mtime_ns, 1_000_000_000)
    is_same_time = seconds == noted.seconds and noted.nanoseconds in (0, nanoseconds)
    return is_same_time and found.st_size == noted.size
