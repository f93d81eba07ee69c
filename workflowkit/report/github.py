"""Workflow commands of GitHub Actions: each finding becomes an annotation of its line.

GitHub shows the first ten of a step, so errors come first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.escapes import command_property, command_text
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text.document import Document

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render one command per finding, errors first."""
    ordered = sorted(result.listed, key=lambda diagnostic: diagnostic.severity.rank)
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in ordered)


def _command(diagnostic: Diagnostic) -> str:
    start, end = diagnostic.span.start, diagnostic.span.end
    properties: dict[str, object] = {
        "file": diagnostic.path,
        "line": start.line,
        "endLine": end.line,
    }
    # GitHub takes columns only for a place within one line.
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    listed = ",".join(
        f"{name}={command_property(str(value))}" for name, value in properties.items()
    )
    message = "\n".join(filter(None, [diagnostic.message, diagnostic.help]))
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{command_text(message)}"
