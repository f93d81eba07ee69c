"""One line for each finding, for grep and for editors that match lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from workflowkit.diagnostics import Diagnostic
from workflowkit.report.cells import printable
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding
from workflowkit.report.style import BOLD, SEVERITY_COLORS, Style
from workflowkit.report.text import address
from workflowkit.text.document import Document


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,
    fingerprint: str,  # noqa: ARG001 - one signature for all formats
) -> str:
    """Return `path:line:column: error I002 duplicate-step-id: message`."""
    where = style.paint(printable(address(diagnostic.path, diagnostic.span)), BOLD)
    severity = style.paint(diagnostic.severity, SEVERITY_COLORS[diagnostic.severity])
    return f"{where}: {severity} {diagnostic.code} {diagnostic.name}: {printable(diagnostic.message)}\n"


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:
    """Yield one line for each finding."""
    for finding in listed:
        yield finding.text
    if numbers.n_omitted:
        yield f"{style.ellipsis} {numbers.n_omitted} more\n"
