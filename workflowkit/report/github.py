"""Workflow commands of GitHub Actions: each finding becomes an annotation of its line.

GitHub shows the first ten of a step, so errors come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.escapes import command_property, command_text
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding, worst_first
from workflowkit.report.style import Style
from workflowkit.text.document import Document

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield one command for each finding, errors first."""
    yield from (finding.text for finding in worst_first(listed, numbers))


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return the command of one finding."""
    start, end = diagnostic.span.start, diagnostic.span.end
    properties: dict[str, object] = {
        "file": style.from_checkout(diagnostic.path),
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
    return f"::{_COMMANDS[diagnostic.severity]} {listed}::{command_text(message)}\n"
