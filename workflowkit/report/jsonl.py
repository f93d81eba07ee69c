"""One JSON object on each line, for tools that read line by line: the findings, then the numbers.

`wfk schema diagnostics-line` describes a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from workflowkit.diagnostics import Diagnostic
from workflowkit.records import dataclass
from workflowkit.report.json import DiagnosticsSummary, ReportedDiagnostic, reported, summary_of
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding
from workflowkit.report.style import Style
from workflowkit.text.document import Document
from workflowkit.text.json_records import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsLine:
    """One line: a finding, or at the end the numbers; the other one is null."""

    format_version: Literal[1] = 1
    """Version of this format."""
    diagnostic: ReportedDiagnostic | None
    """The finding; null on the last line."""
    summary: DiagnosticsSummary | None
    """The numbers; null on all lines but the last."""


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,  # noqa: ARG001 - one signature for all formats
    fingerprint: str,
) -> str:
    """Return the line of one finding."""
    return _line(DiagnosticsLine(diagnostic=reported(diagnostic, fingerprint), summary=None))


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield a line for each finding, and one with the numbers."""
    for finding in listed:
        yield finding.text
    yield _line(DiagnosticsLine(diagnostic=None, summary=summary_of(numbers)))


def _line(record: DiagnosticsLine) -> str:
    return f"{json.dumps(to_json(record))}\n"
