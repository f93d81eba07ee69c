"""The terminal: its capabilities, and output to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Final

import click

from workflowkit.report.cells import printable
from workflowkit.report.style import Style

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
    return Style(
        color=wants_color(color, is_terminal, os.environ),
        unicode=is_terminal and not is_dumb and encoding.lower().startswith("utf"),
        quiet=quiet,
        width=min(max(columns - _LINE_NUMBERS, 40), 100),
    )


def wants_color(choice: str, is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Return whether to print in color: by *choice*, else by *environment*, else on a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return is_terminal


def show(text: str, style: Style, *, err: bool = False) -> None:
    """Print *text*, which ends its own lines, on standard output, or with *err* on standard error."""
    click.echo(text, nl=False, color=style.color, err=err)


def print_line(line: str, *, err: bool = False) -> None:
    """Print *line* on one line, with control characters and line ends in it escaped."""
    click.echo(printable(line), err=err)


MANY_FILES: Final = 100
"""Number of files from which progress is shown."""


def progress_for(n_files: int, quiet: bool = False) -> Callable[[int, int], None] | None:
    """Return the function that shows progress on standard error; None for little work, or without a terminal."""
    if quiet or n_files < MANY_FILES or not sys.stderr or not sys.stderr.isatty():
        return None

    def report(done: int, total: int) -> None:
        end = "\r" if done < total else "\r\x1b[K"
        click.echo(f"\r{done} of {total} files" if done < total else "", nl=False, err=True)
        click.echo(end, nl=False, err=True)

    return report
