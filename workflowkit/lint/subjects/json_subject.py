"""What subjects written in JSON have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from workflowkit.diagnostics import Diagnostic, Edit, Fix, Identified
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.report.placing import place
from workflowkit.source import document as documents
from workflowkit.source.document import Document
from workflowkit.source.edits import apply_edits


@dataclass(frozen=True)
class JsonSubject:
    """A JSON file. Its rules are given the text, and what a subclass adds."""

    document: Document

    hides_findings = False

    @property
    def kind(self) -> str:
        """Empty: the file holds no workflow."""
        return ""

    @property
    def obstacle(self) -> Reason | None:
        """What keeps every fix from being applied: bytes or keys that writing the file would lose."""
        if not self.document.is_faithful:
            return Reason.NOT_UTF8
        return Reason.REPEATED_KEYS if self.document.repeated_keys() else None

    def objects(self) -> dict[str, object]:
        """Return the text; rules about it look at broken files, too."""
        return {"Document": self.document}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position."""
        return place(self.document, found, {}) if found else []

    def with_text(self, text: str) -> Self:
        """Return the same file with another *text*."""
        content = text.encode("utf-8", "surrogatepass")
        return replace(self, document=documents.parse(content, self.document.path))

    def apply(self, edits: Iterable[Edit]) -> str:
        """Return the text after *edits*. Raises EditError for a place that does not exist."""
        return apply_edits(self.document.text, edits)

    def objection(self, changed: FileSubject, fix: Fix, *, unsafe: bool) -> Reason | None:  # noqa: ARG002 - a subclass promises more
        """Return what the fix broke: a file that was JSON must stay JSON."""
        return Reason.UNREADABLE if changed.document.broken else None
