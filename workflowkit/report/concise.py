"""One line for each finding, for grep and for editors that match lines."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.report.cells import printable
from workflowkit.report.result import Result
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style
from workflowkit.report.text import address
from workflowkit.text.document import Document


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Render `path:line:column: error I002 duplicate-step-id: message` for each diagnostic of *result*."""
    rows: list[str] = []
    for diagnostic in result.listed:
        where = style.paint(printable(address(diagnostic.path, diagnostic.span)), BOLD)
        severity = style.paint(diagnostic.severity, SEVERITY_COLORS[diagnostic.severity])
        rows.append(
            f"{where}: {severity} {diagnostic.code} {diagnostic.name}: {printable(diagnostic.message)}\n"
        )
    if result.n_omitted:
        rows.append(f"{style.ellipsis} {result.n_omitted} more\n")
    return "".join(rows)
