"""The disk, the clock: what a run asks them, with the answers.

A run that asks nothing else gives the same output as long as the answers are the same; `cache` builds on that.
So nothing but this module and `files` looks at files, folders and the date (tests/test_architecture.py).
"""

from __future__ import annotations

import os
import stat
from contextvars import ContextVar

from workflowkit.text.overlay import NOTHING, OVERLAY, REGULAR

try:
    # Loading OpenSSL, which hashlib does, takes longer than the digests of a hundred files.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workflowkit.text.read_log import ReadLog

CACHE_FOLDER = ".wfk_cache"
"""Name of the folder of the cache, which no search sees."""
if TYPE_CHECKING:
    Question = tuple[str, str, object, str]
    """A kind of question, its path, the answer, and the signature of a file that was read."""


class Asked:
    """What was asked, and the answers."""

    def __init__(self, log: ReadLog | None = None) -> None:
        self.answers: dict[tuple[str, str], object] = {}
        """Kind of question and its path, to the answer."""
        self.signatures: dict[str, str] = {}
        """Path of a file that was read to its size, times and number before it was read."""
        self.is_consistent = True
        """False when one question had two answers, because something changed meanwhile."""
        self.log = log
        """Where a run over many files notes those that it reads; None to note them here."""

    def note(self, kind: str, path: str, answer: object) -> None:
        """Note one *answer*."""
        if self.answers.setdefault((kind, path), answer) != answer:
            self.is_consistent = False

    def add(self, other: tuple[dict[tuple[str, str], object], dict[str, str], bool]) -> None:
        """Note what another process asked, which is its `plain`."""
        answers, signatures, is_consistent = other
        for (kind, path), answer in answers.items():
            self.note(kind, path, answer)
        self.signatures.update(signatures)
        self.is_consistent = self.is_consistent and is_consistent

    @property
    def plain(self) -> tuple[dict[tuple[str, str], object], dict[str, str], bool]:
        """The same as plain data."""
        return self.answers, self.signatures, self.is_consistent

    def questions(self) -> Iterator[Question]:
        """Yield every question, with its answer. Raises OSError when the log cannot be read."""
        for (kind, path), answer in self.answers.items():
            yield kind, path, answer, self.signatures.get(path, "")
        for block in self.log.blocks() if self.log else ():
            for path, found, signature in block:
                yield "content", path, found, signature


ASKED: ContextVar[Asked | None] = ContextVar("ASKED", default=None)
"""Where to note questions; None when nobody wants to know."""


def _answer(kind: str, path: str) -> object:
    overlay = OVERLAY.get()
    answer = None if overlay is None else overlay.answer(kind, path)
    if isinstance(answer, bytes):
        return digest(answer)
    return QUESTIONS[kind](path) if answer is None else answer


def _ask(kind: str, path: str | os.PathLike[str]) -> object:
    name = os.fspath(path)
    answer = _answer(kind, name)
    asked = ASKED.get()
    if asked is not None:
        asked.note(kind, name, answer)
    return answer


def ask_again(kind: str, path: str, answers: dict[tuple[str, str], object]) -> object:
    """Return the answer to an earlier question; *answers* are those that were given again already."""
    question = (kind, path)
    if question not in answers:
        answers[question] = _ask(kind, path)
    return answers[question]


def exists(path: str | os.PathLike[str]) -> bool:
    """Return whether *path* leads to something."""
    return bool(_ask("exists", path))


def is_there(path: str | os.PathLike[str]) -> bool:
    """Return whether there is something at *path*, even a link that leads nowhere."""
    return bool(_ask("is_there", path))


def is_file(path: str | os.PathLike[str]) -> bool:
    """Return whether *path* leads to a regular file."""
    return bool(_ask("is_file", path))


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Return whether *path* leads to a folder."""
    return bool(_ask("is_folder", path))


def is_link(path: str | os.PathLike[str]) -> bool:
    """Return whether a symbolic link is at *path*."""
    return bool(_ask("is_link", path))


def real_path(path: str | os.PathLike[str]) -> str:
    """Return the absolute path without links of what *path* leads to."""
    return str(_ask("real_path", path))


def may_exist(path: str | os.PathLike[str]) -> bool:
    """Return false when there is certainly nothing at *path*; a folder that cannot be searched may contain it."""
    return bool(_ask("may_exist", path))


def kind_and_size(path: str | os.PathLike[str]) -> tuple[bool, int]:
    """Return whether *path* leads to a regular file, and the size of what it leads to. Raises OSError."""
    mark, number = str(_ask("kind and size", path)).split()
    if mark == NOTHING:
        raise OSError(int(number), os.strerror(int(number)), os.fspath(path))
    return mark == REGULAR, int(number)


def owner_of(path: str | os.PathLike[str]) -> int:
    """Return the number of the user that *path* belongs to; that of root when it is not known."""
    return int(str(_ask("owner", path)))


def names_in(folder: str | os.PathLike[str]) -> list[str]:
    """Return the names in *folder*, sorted. Raises OSError."""
    folders, others = _listed(os.fspath(folder))
    _note_listing(os.fspath(folder), folders, others)
    return sorted(folders + others)


def walk(
    top: str | os.PathLike[str], onerror: Callable[[OSError], object]
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield every folder from *top* down, the names of the folders in it, and the other names, as `os.walk` does.

    Links to folders are not followed. *onerror* is called for a folder that cannot be read.
    """
    name = os.fspath(top)
    try:
        folders, others = _listed(name)
    except OSError as error:
        _note_listing(name, [], [], error)
        onerror(error)
        return
    _note_listing(name, folders, others)
    yield name, folders, others
    for folder in folders:
        below = os.path.join(name, folder)
        if not is_link(below):
            yield from walk(below, onerror)


def today(*, matters: bool = True) -> str:
    """Return the day, in UTC, as it is written: 2026-01-31. The question is noted only when it *matters* to the run."""
    return str(_ask("today", "")) if matters else _day("")


def note_content(path: str | os.PathLike[str], content: bytes | None, signature: str) -> bytes:
    """Note that the file at *path* was read and had *content*; None when it could not be read. Return the digest, empty when nobody wants to know."""
    asked = ASKED.get()
    if asked is None:
        return b""
    name = os.fspath(path)
    found = b"" if content is None else digest(content)
    asked.note("content", name, found or _content(name))
    asked.signatures[name] = signature
    return found


DIGEST_BYTES = 32


def digest(content: bytes) -> bytes:
    """Return the digest by which contents are compared."""
    return blake2b(content, digest_size=DIGEST_BYTES).digest()


def growing_digest() -> blake2b:
    """Return the digest of nothing, which content can be added to."""
    return blake2b(digest_size=DIGEST_BYTES)


def signature_of(found: os.stat_result) -> str:
    """Return what changes with nearly every change of a file."""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def signature_at(path: str | os.PathLike[str]) -> str:
    """Return the signature of the file at *path* as it is now; empty when there is none."""
    try:
        return signature_of(os.stat(path))
    except (OSError, ValueError):
        return ""


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """Return the names of the folders in *folder*, and the other names. Raises OSError."""
    overlay = OVERLAY.get()
    if overlay is None:
        return _listed_on_disk(folder)
    try:
        names = _listed_on_disk(folder)
    except FileNotFoundError:
        found = overlay.listed(folder, None)
        if found is None:
            raise
        return found
    return overlay.listed(folder, names) or names


def _listed_on_disk(folder: str) -> tuple[list[str], list[str]]:
    folders: list[str] = []
    others: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                is_folder = entry.is_dir()
            except OSError:
                is_folder = False
            if entry.name != CACHE_FOLDER:
                (folders if is_folder else others).append(entry.name)
    return folders, others


def _note_listing(
    folder: str, folders: list[str], others: list[str], error: OSError | None = None
) -> None:
    asked = ASKED.get()
    if asked is not None:
        asked.note("listing", folder, _listing_answer(folders, others, error))


def _listing_answer(folders: list[str], others: list[str], error: OSError | None) -> object:
    if error is not None:
        return f"! {error.errno}"
    names = "\0".join((*sorted(folders), "", *sorted(others)))
    return digest(names.encode("utf-8", "surrogatepass"))


def _listing(folder: str) -> object:
    try:
        return _listing_answer(*_listed(folder), None)
    except OSError as error:
        return _listing_answer([], [], error)


_LARGE = 100_000_000
"""Bytes above which no file is read by any command."""


def _content(path: str) -> object:
    """Return the digest of the file at *path*; what prevents reading it, when something does."""
    try:
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return "! no regular file"
            if found.st_size > _LARGE:
                return f"! {signature_of(found)}"
            pieces = []
            while piece := os.read(handle, max(found.st_size + 1, 4096)):
                pieces.append(piece)
            return digest(b"".join(pieces))
        finally:
            os.close(handle)
    except ValueError:
        return "! name"
    except OSError as error:
        return f"! {error.errno}"


def _may_exist(path: str) -> bool:
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _owner(path: str) -> int:
    try:
        return os.lstat(path).st_uid
    except (OSError, ValueError):
        return 0


_OTHER = "other"


def _kind_and_size(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError as error:
        return f"{NOTHING} {error.errno}"
    return f"{REGULAR if stat.S_ISREG(found.st_mode) else _OTHER} {found.st_size}"


def _day(_: str) -> str:
    import time

    return time.strftime("%Y-%m-%d", time.gmtime())


QUESTIONS: dict[str, Callable[[str], object]] = {
    "exists": os.path.exists,
    "is_there": os.path.lexists,
    "is_file": os.path.isfile,
    "is_folder": os.path.isdir,
    "is_link": os.path.islink,
    "real_path": os.path.realpath,
    "may_exist": _may_exist,
    "owner": _owner,
    "kind and size": _kind_and_size,
    "listing": _listing,
    "content": _content,
    "today": _day,
}
"""Kind of question to the function that answers it."""


def still_holds(questions: Iterable[Question], *, trusted_before: int = 0) -> bool:
    """Return whether each of *questions* has the same answer now.

    A file whose size, times and number are the same is not read again when its times are before *trusted_before*, in nanoseconds.
    """
    for kind, path, answer, signature in questions:
        if kind == "content" and trusted_before and _is_untouched(path, signature, trusted_before):
            continue
        if _answer(kind, path) != answer:
            return False
    return True


def has_changed_file(questions: Iterable[Question]) -> bool:
    """Return whether a file that was read has other content now, as far as another size, time or number of it shows that; no other file is read."""
    return any(
        kind == "content" and signature_at(path) != signature and _answer(kind, path) != answer
        for kind, path, answer, signature in questions
    )


def _is_untouched(path: str, signature: str, trusted_before: int) -> bool:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return False
    is_old = max(found.st_mtime_ns, found.st_ctime_ns) < trusted_before
    return is_old and signature_of(found) == signature
