"""The terminal: its capabilities, and output to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import click

from workflowkit.report.cells import printable
from workflowkit.report.style import BOLD, Style

_LINE_NUMBERS: Final = 8
"""Cells that a frame takes in addition to its source."""


def _columns() -> int:
    import shutil  # Imports compressors, for work on archives.

    return shutil.get_terminal_size((100, 24)).columns


def style_for(color: str = "auto", quiet: bool = False) -> Style:
    """Return the style for standard output; *color* is `auto`, `always` or `never`."""
    is_terminal = bool(sys.stdout) and sys.stdout.isatty()
    encoding = getattr(sys.stdout, "encoding", None) or ""
    is_dumb = os.environ.get("TERM") == "dumb"
    columns = _columns() if is_terminal else 96
    in_color = wants_color(color, is_terminal, os.environ)
    return Style(
        color=in_color,
        links=in_color and shows_links(is_terminal, os.environ),
        unicode=is_terminal and not is_dumb and encoding.lower().startswith("utf"),
        quiet=quiet,
        width=min(max(columns - _LINE_NUMBERS, 40), 100),
        folder=_below_checkout(os.environ),
    )


def _below_checkout(environment: Mapping[str, str]) -> str:
    """Return the current folder as seen from the checkout of the CI job; empty when it is not below it."""
    checkout = environment.get("GITHUB_WORKSPACE") or environment.get("CI_PROJECT_DIR")
    if not checkout:
        return ""
    try:
        folder = os.path.relpath(os.getcwd(), os.path.realpath(checkout))
    except (OSError, ValueError):  # Deleted, or on another drive.
        return ""
    is_below = folder.split(os.sep)[0] not in (os.curdir, os.pardir)
    return folder.replace(os.sep, "/") if is_below else ""


def wants_color(choice: str, is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Return whether to print in color: by *choice*, else by *environment*, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return is_terminal


_LINKING_PROGRAMS: Final = frozenset(
    {"iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby", "rio"}
)
"""Values of TERM_PROGRAM of terminals that show hyperlinks."""
_LINKING_TERMINALS: Final = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour")
"""Beginnings of TERM of such terminals."""


def shows_links(is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Return whether the terminal shows hyperlinks, by what *environment* states; FORCE_HYPERLINK decides first."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if not is_terminal or environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    version = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM", "").startswith(_LINKING_TERMINALS)
        or bool(environment.get("WT_SESSION") or environment.get("KONSOLE_VERSION"))
        or (version.isdigit() and int(version) >= 5000)
    )


def show(text: str, style: Style, *, err: bool = False) -> None:
    """Print *text*, which ends its own lines, on standard output, or with *err* on standard error."""
    click.echo(text, nl=False, color=style.color, err=err)


_BLOCK: Final = 1 << 16
"""Characters that are printed at once."""


def in_blocks(pieces: Iterable[str]) -> Iterator[str]:
    """Yield *pieces* joined to larger ones, which are faster to print."""
    block: list[str] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size > _BLOCK:
            yield "".join(block)
            block, size = [], 0
    yield "".join(block)


def print_line(line: str, *, err: bool = False) -> None:
    """Print *line* on one line, with control characters and line ends in it escaped."""
    click.echo(printable(line), err=err)


def print_headed(head: str, rest: str, style: Style) -> None:
    """Print *head*, stressed, and *rest* on one line, with control characters and line ends in them escaped."""
    click.echo(style.paint(printable(head), BOLD) + printable(rest), color=style.color)


MANY_FILES: Final = 100
"""Number of files from which progress is shown."""


def progress_for(n_files: int, quiet: bool = False) -> Callable[[int, int], None] | None:
    """Return the function that shows a bar on standard error; None for little work, or without a terminal."""
    if quiet or n_files < MANY_FILES or not sys.stderr or not sys.stderr.isatty():
        return None
    bar: Any = click.progressbar(length=n_files, label="files", file=sys.stderr)
    context = click.get_current_context(silent=True)
    if context is not None:
        # The bar hides the cursor, which has to return after an interruption, too.
        context.call_on_close(_show_cursor)

    def report(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)
        if done >= total:
            click.echo("\r\x1b[K", nl=False, err=True)
            _show_cursor()

    return report


def late_progress(quiet: bool = False) -> Callable[[int, int], None]:
    """Return a function that shows a bar as `progress_for` does, once it knows the number of files."""
    shown: list[Callable[[int, int], None] | None] = []

    def report(done: int, total: int) -> None:
        if not shown:
            shown.append(progress_for(total, quiet))
        if shown[0] is not None:
            shown[0](done, total)
            if done >= total:
                shown.clear()

    return report


def _show_cursor() -> None:
    click.echo("\x1b[?25h", nl=False, err=True)
