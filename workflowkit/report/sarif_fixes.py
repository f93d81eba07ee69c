"""Fixes as SARIF has them: regions of a file and the text that replaces them."""

from __future__ import annotations

from typing import Any

from workflowkit.diagnostics import Diagnostic
from workflowkit.text.document import Document
from workflowkit.text.edits import EditError
from workflowkit.text.routes import TextRange


def replaced_regions(diagnostic: Diagnostic, source: Document | None) -> list[dict[str, Any]]:
    """Return the replacements of the fix of *diagnostic* in *source*; none without a fix, or where the text does not take it."""
    fix = diagnostic.finding.fix
    if fix is None or source is None or not source.is_faithful:
        return []
    if source.broken and not all(isinstance(edit.place, TextRange) for edit in fix.edits):
        return []
    try:
        replacements = source.editor.replacements(fix.edits)
    except EditError:
        return []
    return [
        {
            "deletedRegion": _region(source, replacement.start, replacement.end),
            "insertedContent": {"text": replacement.text},
        }
        for replacement in replacements
    ]


def _region(source: Document, start: int, end: int) -> dict[str, int]:
    span = source.span(start, end)
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column,
        "endLine": span.end.line,
        "endColumn": span.end.column,
    }
