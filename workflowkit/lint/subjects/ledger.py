"""The ledger of accepted changes as a subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflowkit.changes.ledger import LedgerReport
from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.records import dataclass
from workflowkit.report.placing import place
from workflowkit.text.document import Document


@dataclass(frozen=True)
class LedgerSubject:
    """The entries of a ledger, after a comparison."""

    report: LedgerReport
    document: Document

    def objects(self) -> Mapping[str, object]:
        """Return what rules are given."""
        return {"LedgerReport": self.report}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position in the ledger."""
        return place(self.document, found, {})
