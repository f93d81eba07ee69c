"""Differences of texts, in the form that `patch` and `git apply` read."""

from __future__ import annotations

import sys

import click

from workflowkit.report.cells import is_plain, printable
from workflowkit.report.style import Style


def unified_diff(path: str, before: str, after: str) -> str:
    """Return the difference of two texts of the file at *path* as a unified diff."""
    import difflib  # Most runs print no difference.

    lines = difflib.unified_diff(
        _lines(before), _lines(after), _name(f"a/{path}"), _name(f"b/{path}")
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def new_file_diff(path: str, text: str) -> str:
    """Return the unified diff that creates the file at *path* with *text*."""
    before, separator, after = unified_diff(path, "", text).partition("\n")
    del before
    return f"--- /dev/null{separator}{after}"


def show_patch(patch: str, style: Style | None = None) -> None:
    """Print *patch*: unchanged to a file or program, which needs every byte; on a terminal with control characters escaped, and with the colors of *style*."""
    is_terminal = bool(sys.stdout) and sys.stdout.isatty()
    if is_terminal or (style and style.color):
        patch = "\n".join(_shown(line, style) for line in patch.split("\n"))
    click.echo(patch, nl=False, color=style.color if style else None)


def _shown(line: str, style: Style | None) -> str:
    """Return a *line* of a patch as a terminal shows it."""
    text = printable(line)
    code = "1" if line.startswith(("+++", "---")) else _COLORS.get(line[:1], "")
    return style.paint(text, code) if style and code else text


_COLORS = {"+": "32", "-": "31", "@": "36"}
"""First character of a line to its color."""


def _lines(text: str) -> list[str]:
    """Return the lines of *text* with their ends; only a line feed ends one, as in git."""
    return [line + "\n" for line in text.split("\n")[:-1]] + [text.split("\n")[-1]] * (
        not text.endswith("\n") and bool(text)
    )


def _name(path: str) -> str:
    """Return *path* as git writes it: quoted, with escapes, when a character is ambiguous."""
    if is_plain(path) and not set(path) & {'"', "\\"}:
        return f"{path}\t" if " " in path else path
    content = path.encode("utf-8", "surrogateescape" if _is_escaped(path) else "surrogatepass")
    quoted = "".join(
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\{byte:03o}"
        for byte in content
    )
    return f'"{quoted}"'


def _is_escaped(path: str) -> bool:
    """Return whether surrogates in *path* represent bytes of a file name that is not UTF-8."""
    return all("\udc80" <= char <= "\udcff" for char in path if "\ud800" <= char <= "\udfff")
