"""Git: commands in repositories that are not trusted, and the files of their commits. Outer layer: it starts a program."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workflowkit.errors import UsageError, WorkflowkitError
from workflowkit.records import dataclass
from workflowkit.text.json_text import MAX_READ

SECONDS: Final = 60
"""Time after which a command of git is stopped."""

MAX_TOTAL: Final = 32 * MAX_READ
"""Bytes of all files of a commit that are read."""

_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
"""Repositories are not trusted: their configuration can name programs. An empty list of protocols keeps every version of git from fetching missing objects; only newer ones have a setting for it."""

_SETTINGS: Final = {
    "core.alternateRefsCommand": "false",
    "core.askPass": "",
    "core.fsmonitor": "false",
    "core.gitProxy": "",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "core.sshCommand": "false",
    "credential.helper": "",
    "protocol.allow": "never",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command of git answered."""

    exit_code: int
    output: bytes
    error: str
    """The first line of its error output."""

    @property
    def text(self) -> str:
        """The output as text."""
        return self.output.decode("utf-8", "replace")


def run(repository: Path, arguments: Sequence[str], given: bytes = b"") -> Answer:
    """Run git in *repository* with *given* as standard input, without the programs that the repository configures.

    Raises WorkflowkitError when git cannot be run.
    """
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = ["git", "--no-pager", *settings, "-C", str(repository), *arguments]
    try:
        result = subprocess.run(
            command,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            input=given,
            env={**os.environ, **_ENVIRONMENT},
        )
    except subprocess.TimeoutExpired:
        return Answer(1, b"", f"no answer in {SECONDS} s")
    except OSError as error:
        raise WorkflowkitError("git cannot be run", help="install git") from error
    error_output = result.stderr.decode("utf-8", "replace").strip()
    return Answer(result.returncode, result.stdout, error_output.partition("\n")[0])


def top_folder(folder: Path) -> Path:
    """Return the top folder of the work tree that *folder* is in. Raises UsageError when it is in none."""
    answer = run(folder, ["rev-parse", "--show-toplevel"]) if folder.is_dir() else None
    if answer is None or answer.exit_code:
        raise UsageError(f"not a git repository: {folder}")
    return Path(answer.text.removesuffix("\n"))


def commit_of(repository: Path, ref: str) -> str | None:
    """Return the hash of the commit that *ref* names; None when there is none."""
    if not ref or ref.startswith("-"):
        return None
    answer = run(repository, ["rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"])
    return None if answer.exit_code else answer.text.strip()


def require_commit(repository: Path, ref: str) -> str:
    """Return the hash of the commit that *ref* names. Raises UsageError when there is none."""
    found = commit_of(repository, ref)
    if found is None:
        raise UsageError(
            f"no such commit: {ref}", help="name a branch, a tag or a commit of this repository"
        )
    return found


def files_at(
    repository: Path, commit: str, is_wanted: Callable[[str], bool]
) -> Mapping[str, bytes]:
    """Return the regular files of *commit* whose path *is_wanted*, by their path from the top folder.

    Reads the object database only. Files above the size limit are omitted.
    Raises WorkflowkitError when an object is missing, and for more than `MAX_TOTAL` bytes.
    """
    listing = output(repository, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit])
    blobs: dict[str, str] = {}
    total = 0
    for row in listing.split(b"\0"):
        head, _, name = row.partition(b"\t")
        fields = head.split()
        path = os.fsdecode(name)
        if len(fields) != 4 or not fields[0].startswith(b"100") or not is_wanted(path):
            continue
        # The size of a missing object is no number; reading it reports that.
        if not fields[3].isdigit() or int(fields[3]) <= MAX_READ:
            blobs[path] = fields[2].decode("ascii")
            total += int(fields[3]) if fields[3].isdigit() else 0
    # Files of one content are stored once, so that a small repository can hold any number of large ones.
    if total > MAX_TOTAL:
        raise WorkflowkitError(
            f"the files of commit {commit[:12]} have {total // 2**20} MB; more than {MAX_TOTAL // 2**20} MB are not read",
            help="compare with a folder",
        )
    return contents_of(repository, blobs)


def contents_of(repository: Path, blobs: Mapping[str, str]) -> dict[str, bytes]:
    """Return the content of each of *blobs*, objects by path. Raises WorkflowkitError for a missing one."""
    request = "".join(f"{blob}\n" for blob in blobs.values()).encode("ascii")
    contents = _contents(output(repository, ["cat-file", "--batch"], request)) if blobs else ()
    return dict(zip(blobs, contents, strict=True))


def _contents(batch: bytes) -> Iterator[bytes]:
    """Yield the contents in the output of `git cat-file --batch`. Raises WorkflowkitError for a missing one."""
    offset = 0
    while offset < len(batch):
        end = batch.index(b"\n", offset)
        fields = batch[offset:end].split()
        if len(fields) != 3:
            raise WorkflowkitError(
                f"git lacks the object {os.fsdecode(fields[0])}", help="fetch it first"
            )
        start, size = end + 1, int(fields[2])
        yield batch[start : start + size]
        offset = start + size + 1


@contextmanager
def extracted(repository: Path, commit: str, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    """Yield a temporary folder with the files of *commit* whose path *is_wanted*; the work tree and the index stay as they are."""
    with tempfile.TemporaryDirectory(prefix="wfk-") as name:
        top = Path(name).resolve()
        for path, content in files_at(repository, commit, is_wanted).items():
            target = top / path
            # Git refuses such paths itself, unless a repository was made by hand.
            if top not in Path(os.path.normpath(target)).parents:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield top


def staged(repository: Path) -> tuple[str, ...]:
    """Return the paths, from the top folder, that the next commit would change."""
    return paths_in(output(repository, ["diff", "--cached", "--name-only", "--no-renames", "-z"]))


def untracked(top: Path) -> tuple[str, ...]:
    """Return the paths, from the folder *top* of a repository, of files that are neither tracked nor ignored."""
    return paths_in(output(top, ["ls-files", "--others", "--exclude-standard", "-z"]))


def paths_in(names: bytes) -> tuple[str, ...]:
    """Return the paths in the output of a command with `-z`, sorted."""
    return tuple(sorted({os.fsdecode(name) for name in names.split(b"\0") if name}))


def output(repository: Path, arguments: Sequence[str], given: bytes = b"") -> bytes:
    """Return the output of a command of git that has to succeed. Raises WorkflowkitError."""
    answer = run(repository, arguments, given)
    if answer.exit_code:
        raise WorkflowkitError(f"git {arguments[0]} failed: {answer.error}")
    return answer.output
