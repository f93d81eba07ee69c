"""Errors of the configuration, the spec pack and scenarios as diagnostics of their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lsprotocol import types as lsp

from workflowkit.errors import WorkflowkitError
from workflowkit.language_server import convert
from workflowkit.language_server.places import Places
from workflowkit.simulation.scenario_reader import ScenarioError
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
        start = places.offset(int(match["line"]) - 1, 0) + int(match["column"]) - 1
        yield _error(places, start, match["message"], error.help)


def error_paths(errors: Mapping[str, WorkflowkitError]) -> list[str]:
    """Return the real paths of the files that *errors*, by folder, are in."""
    placed = ((folder, _PLACED.fullmatch(error.message)) for folder, error in errors.items())
    return [disk.real_path(f"{folder}/{match['path']}") for folder, match in placed if match]


def placed_errors(errors: Iterable[ScenarioError], places: Places) -> Iterator[lsp.Diagnostic]:
    """Yield *errors* of the scenario whose lines are *places*."""
    for error in errors:
        yield _error(places, error.position.offset, error.message, error.help)


def _error(places: Places, start: int, message: str, help: str) -> lsp.Diagnostic:
    """Return the error from *start* to the end of its line."""
    end = start + len(places.text[start:].partition("\n")[0])
    return lsp.Diagnostic(
        convert.range_of(places, (start, end)),
        f"{message}; {help}" if help else message,
        severity=lsp.DiagnosticSeverity.Error,
        source=convert.SOURCE,
    )
