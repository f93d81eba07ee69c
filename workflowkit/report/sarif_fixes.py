"""Fixes as SARIF has them: regions of a file and the text that replaces them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflowkit.diagnostics import Diagnostic
from workflowkit.text.document import Document
from workflowkit.text.edits import EditError, Editor
from workflowkit.text.routes import TextRange


class Fixes:
    """The fixes of findings in *sources*, by path; each text is scanned once."""

    def __init__(self, sources: Mapping[str, Document]) -> None:
        self._sources = sources
        self._editors: dict[str, Editor] = {}

    def of(self, diagnostic: Diagnostic) -> list[dict[str, Any]]:
        """Return the replacements of the fix of *diagnostic*; none without a fix, or where the text does not take it."""
        fix, source = diagnostic.finding.fix, self._sources.get(diagnostic.path)
        if fix is None or source is None or not source.is_faithful:
            return []
        if source.broken and not all(isinstance(edit.place, TextRange) for edit in fix.edits):
            return []
        if source.path not in self._editors:
            self._editors[source.path] = Editor(source.text)
        try:
            replacements = self._editors[source.path].replacements(fix.edits)
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
