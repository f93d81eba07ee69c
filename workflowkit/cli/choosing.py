"""Which files a command works on: the options for it, and what is told about files that were passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce, wraps
from typing import Any

import click

from workflowkit.cli.terminal import tell
from workflowkit.errors import UsageError
from workflowkit.format.likeness import OWN_OUTPUT
from workflowkit.run.discovery import Choice, PassedOver
from workflowkit.text.wording import counted


@dataclass(frozen=True, slots=True)
class ChosenFiles:
    """What the options of a command say about its files."""

    choice: Choice
    allow_empty: bool
    verbose: bool


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--exclude`, `--no-ignore`, `--allow-empty` and `--verbose`; passed on as `chosen`, a `Chosen`."""

    @wraps(command)
    def with_chosen(
        *args: Any,
        exclude: tuple[str, ...],
        no_ignore: bool,
        allow_empty: bool,
        verbose: bool,
        **others: Any,
    ) -> Any:
        choice = Choice(exclude=exclude, with_ignored=no_ignore)
        return command(*args, chosen=ChosenFiles(choice, allow_empty, verbose), **others)

    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), with_chosen)


_OPTIONS: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--exclude",
        multiple=True,
        metavar="GLOB",
        help="Pass over these files and folders when folders are searched; may be given several times.",
    ),
    click.option("--no-ignore", is_flag=True, help="Search what .gitignore files ignore, too."),
    click.option("--allow-empty", is_flag=True, help="Accept that there is no file to work on."),
    click.option("-v", "--verbose", is_flag=True, help="Name every file that is passed over."),
)


def report(
    passed_over: Iterable[PassedOver],
    notes: Iterable[str],
    chosen: ChosenFiles,
    *,
    quiet: bool = False,
) -> None:
    """Tell, on standard error, which files are passed over and what else the user may not expect."""
    if quiet:
        return
    for note in notes:
        tell(f"note: {note}", err=True)
    found = sorted(passed_over, key=lambda skipped: skipped.path)
    if chosen.verbose:
        for skipped in found:
            tell(f"passed over: {skipped.path}: {skipped.reason}", err=True)
    # Nobody looks for a mistake in the files that wfk itself has written.
    counted_ones = [skipped for skipped in found if skipped.is_file and skipped.reason != OWN_OUTPUT]
    reasons = Counter(skipped.reason.partition(":")[0] for skipped in counted_ones)
    if reasons and not chosen.verbose:
        told = ", ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
        total = counted(sum(reasons.values()), "JSON file")
        tell(f"{total} passed over ({told}); --verbose names them", err=True)


def require_files(n_files: int, paths: Sequence[str], chosen: ChosenFiles) -> None:
    """Raises UsageError when there is nothing to work on, unless that is accepted."""
    if n_files == 0 and not chosen.allow_empty:
        places = ", ".join(paths) or "the configured paths or the current folder"
        raise UsageError(
            f"there is no file to work on in {places}",
            help="name files or folders, see what is passed over with --verbose, or accept it with --allow-empty",
        )
