"""Standard input instead of a file, for editors and pipes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from workflowkit.cli.options import ExistingPath, filled
from workflowkit.errors import UsageError
from workflowkit.text.json_text import MAX_READ

Command = TypeVar("Command", bound=Callable[..., Any])

NAME = "<stdin>"
"""The default name of standard input."""


def paths(command: Command) -> Command:
    """Add `PATHS...` with `-` for standard input, and `--stdin-filename`; see `is_given`."""
    command = _named(command)
    return click.argument("paths", nargs=-1, type=ExistingPath(allow_dash=True))(command)


def _named(command: Command) -> Command:
    return click.option(
        "--stdin-filename",
        callback=filled,
        metavar="FILE",
        help="File name of standard input, for its configuration and reports.",
    )(command)


def file(command: Command) -> Command:
    """Add `FILE`, which may be `-` for standard input, and `--stdin-filename`; see `is_given`."""
    return _named(click.argument("file", type=ExistingPath(allow_dash=True))(command))


def is_given(paths: Sequence[str], name: str | None) -> bool:
    """Return whether to read standard input. Raises UsageError for `-` with other paths, and for *name* without it."""
    if "-" in paths and len(paths) > 1:
        raise UsageError("'-' is standard input and excludes other paths")
    if name is not None and "-" not in paths:
        raise UsageError("--stdin-filename is given without '-'", help="add '-' as the path")
    return "-" in paths


def read() -> bytes:
    """Return the bytes of standard input, at most one more than the limit, which reveals an oversized input."""
    return sys.stdin.buffer.read(MAX_READ + 1)
