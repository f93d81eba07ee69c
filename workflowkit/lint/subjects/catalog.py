"""All workflows of a run as one subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workflowkit.catalog.facts import Catalog
from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.records import dataclass
from workflowkit.report.placing import place
from workflowkit.text.document import Document


@dataclass(frozen=True)
class CatalogSubject:
    """The facts about many files together; each finding names its file."""

    catalog: Catalog
    document_at: Callable[[str], Document]
    """Returns the text of a file that has a finding."""

    def objects(self) -> Mapping[str, object]:
        """Return what rules are given."""
        return {"Catalog": self.catalog}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position, file by file."""
        by_path: dict[str, list[Identified]] = {}
        for identified in found:
            by_path.setdefault(identified.finding.path, []).append(identified)
        # Python 3.12.1 confuses a variable of a comprehension with a function of the same name.
        related = {
            other.path for identified in found for other in identified.finding.related if other.path
        }
        others = {path: self.document_at(path) for path in related}
        return [
            diagnostic
            for path, items in by_path.items()
            for diagnostic in place(self.document_at(path), items, others)
        ]
