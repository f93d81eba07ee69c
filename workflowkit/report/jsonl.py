"""One JSON object on each line, for tools that read line by line: the findings, then the numbers.

`wfk schema diagnostics-line` describes a line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from workflowkit.records import dataclass
from workflowkit.report.fingerprint import numbered
from workflowkit.report.json import DiagnosticsSummary, ReportedDiagnostic, reported, summary_of
from workflowkit.report.result import Result
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


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Return a line for each finding of *result*, and one with the numbers."""
    lines = [
        DiagnosticsLine(diagnostic=reported(found), summary=None)
        for found in numbered(result, sources)
    ]
    lines.append(DiagnosticsLine(diagnostic=None, summary=summary_of(result)))
    return "".join(f"{json.dumps(to_json(line))}\n" for line in lines)
