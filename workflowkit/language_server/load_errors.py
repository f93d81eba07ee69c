"""Errors of the configuration and the spec pack as diagnostics of their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from workflowkit.errors import WorkflowkitError
from workflowkit.language_server import convert
from workflowkit.language_server.places import Places
from workflowkit.text import disk

_PLACED = re.compile(r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<message>.+)", re.DOTALL)


def located_errors(
    errors: Iterable[WorkflowkitError], path: str, places: Places
) -> Iterator[lsp.Diagnostic]:
    """Yield those of *errors* that are in the file at the real *path*, whose lines are *places*."""
    for error in errors:
        match = _PLACED.fullmatch(error.message)
        if match is None or disk.real_path(match["path"]) != path:
            continue
        line = int(match["line"]) - 1
        start = places.offset(line, 0) + int(match["column"]) - 1
        end = len(places.text[:start]) + len(places.text[start:].partition("\n")[0])
        help = f"; {error.help}" if error.help else ""
        yield lsp.Diagnostic(
            convert.range_of(places, (start, max(start, end))),
            f"{match['message']}{help}",
            severity=lsp.DiagnosticSeverity.Error,
            source=convert.SOURCE,
        )
