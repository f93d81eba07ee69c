"""Which files a command processes: the options that choose them, and the report on skipped files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import reduce, wraps
from typing import Any

import click

from workflowkit.cli.terminal import print_line
from workflowkit.config.globs import WILDCARDS, fault
from workflowkit.config.ignoring import FILE_NAME as IGNORE_FILE
from workflowkit.config.toml import FILE_NAMES
from workflowkit.errors import UsageError
from workflowkit.format.likeness import OWN_OUTPUT
from workflowkit.records import dataclass
from workflowkit.run.discovery import Choice, SkippedPath
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True)
class ChosenFiles:
    """The choice of files by the options of a command."""

    choice: Choice
    allow_empty: bool
    verbose: bool


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--exclude`, `--no-ignore`, `--allow-empty` and `--verbose`, passed on as `chosen`, a `ChosenFiles`."""

    @wraps(command)
    def with_chosen(
        *args: Any,
        exclude: tuple[str, ...],
        no_ignore: bool,
        allow_empty: bool,
        verbose: bool,
        **others: Any,
    ) -> Any:
        for pattern in exclude:
            if fault(pattern):
                raise UsageError(
                    f"the pattern '{pattern}' of --exclude {fault(pattern)}", help=WILDCARDS
                )
        choice = Choice(exclude=exclude, with_ignored=no_ignore)
        return command(*args, chosen=ChosenFiles(choice, allow_empty, verbose), **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), with_chosen)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="Files and folders to skip in searched folders; repeatable.",
    ),
    click.option(
        "--no-ignore", is_flag=True, help="Search ignored files, too: do not read .gitignore files."
    ),
    click.option("--allow-empty", is_flag=True, help="Accept a run without files."),
    click.option(
        "-v", "--verbose", is_flag=True, help="List what is read and what is skipped, and why."
    ),
)


def report(
    skipped: Iterable[SkippedPath],
    notes: Iterable[str],
    chosen: ChosenFiles,
    *,
    quiet: bool = False,
) -> None:
    """Report the skipped files and the notes on standard error."""
    if quiet:
        return
    for note in notes:
        print_line(f"note: {note}", err=True)
    paths = sorted(skipped, key=lambda path: path.path)
    unread = [path for path in paths if path.path.endswith((IGNORE_FILE, *FILE_NAMES))]
    for path in unread:
        print_line(f"note: {path.path}: {path.reason}", err=True)
    paths = [path for path in paths if path not in unread]
    if chosen.verbose:
        for path in paths:
            print_line(f"skipped: {path.path}: {path.reason}", err=True)
    # Files that wfk itself has written need no attention.
    files = [path for path in paths if path.is_file and path.reason != OWN_OUTPUT]
    reasons = Counter(path.reason.partition(":")[0] for path in files)
    if reasons and not chosen.verbose:
        listed = sorted(reasons.items())
        counts = "; ".join(f"{reason}: {number}" for reason, number in listed)
        if len(listed) == 1:
            counts = listed[0][0]
        total = counted(sum(reasons.values()), "JSON file")
        print_line(f"{total} skipped ({counts}); --verbose lists them", err=True)


def require_files(n_files: int, paths: Sequence[str], chosen: ChosenFiles) -> None:
    """Raise UsageError when there is no file, unless that is accepted."""
    if n_files == 0 and not chosen.allow_empty:
        places = ", ".join(paths) or "the configured paths or the current folder"
        raise UsageError(
            f"no file found in {places}",
            help="name other paths, list skipped files with --verbose, or add --allow-empty",
        )
