"""All workflows of a run as one subject: each finding names its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.report.placing import place
from workflowkit.text.document import Document


def place_by_file(
    found: Sequence[Identified], document_at: Callable[[str], Document]
) -> list[Diagnostic]:
    """Return each of *found* with its position, file by file; *document_at* returns the text of a file that has a finding."""
    by_path: dict[str, list[Identified]] = {}
    for identified in found:
        by_path.setdefault(identified.finding.path, []).append(identified)
    # Python 3.12.1 confuses a variable of a comprehension with a function of the same name.
    related = {
        other.path for identified in found for other in identified.finding.related if other.path
    }
    others = {path: document_at(path) for path in related}
    return [
        diagnostic
        for path, items in by_path.items()
        for diagnostic in place(document_at(path), items, others)
    ]
