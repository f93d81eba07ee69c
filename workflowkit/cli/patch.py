"""Differences of texts, in the form that `patch` and `git apply` read."""

from __future__ import annotations

import difflib
import sys

import click

from workflowkit.report.cells import is_plain, printable


def unified_diff(path: str, before: str, after: str) -> str:
    """The difference of two texts of the file at *path*."""
    lines = difflib.unified_diff(
        _lines(before), _lines(after), _name(f"a/{path}"), _name(f"b/{path}")
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def show_patch(patch: str) -> None:
    """Print *patch*: as it is to a file or program, which needs every byte; on a terminal with nothing in it that acts there."""
    is_terminal = bool(sys.stdout) and sys.stdout.isatty()
    shown = [printable(line) for line in patch.split("\n")]
    click.echo("\n".join(shown) if is_terminal else patch, nl=False)


def _lines(text: str) -> list[str]:
    """The lines of *text* with their ends; only a line feed ends one, as for git."""
    return [line + "\n" for line in text.split("\n")[:-1]] + [text.split("\n")[-1]] * (
        not text.endswith("\n") and bool(text)
    )


def _name(path: str) -> str:
    """*path* as git writes it: in quotes with escapes when a character could be taken for something else."""
    if is_plain(path) and not set(path) & {'"', "\\"}:
        return f"{path}\t" if " " in path else path
    content = path.encode("utf-8", "surrogateescape" if _is_escaped(path) else "surrogatepass")
    quoted = "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\{byte:03o}"
        for byte in content
    )
    return f'"{quoted}"'


def _is_escaped(path: str) -> bool:
    """True when surrogates in *path* stand for bytes of a file name that are not UTF-8."""
    return all("\udc80" <= char <= "\udcff" for char in path if "\ud800" <= char <= "\udfff")
