"""JSON for programs. The record carries its own version; `wfk schema diagnostics` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.source.document import Document
from workflowkit.source.spans import Span

VERSION: Final = 1
"""Raised when a reader of the record has to change."""


def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:  # noqa: ARG001 - one signature for all formats
    """Everything in *result* as one JSON object, in ASCII so that every pipe carries it."""
    counts = result.counts
    record = {
        "version": VERSION,
        "diagnostics": [_diagnostic(item) for item in result.shown],
        "summary": {
            "files": result.n_files,
            "filesWithFindings": result.n_files_with_findings,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "infos": counts[Severity.INFO],
            "suppressed": result.n_suppressed,
            "fixable": result.n_fixable,
        },
    }
    return json.dumps(record, indent=2) + "\n"


def _diagnostic(item: Diagnostic) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity,
        "path": item.path,
        **_place(item.span),
        "route": list(item.route),
        "message": item.message,
        "help": item.help,
        "note": item.finding.note,
        "related": [
            {"path": place.path, **_place(place.span), "message": place.message}
            for place in item.related
        ],
    }


def _place(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return dict.fromkeys(("line", "column", "endLine", "endColumn"))
    return {
        "line": span.start.line,
        "column": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }
