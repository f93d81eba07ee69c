"""The base of subjects that are JSON files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

from workflowkit.diagnostics import Diagnostic, Edit, Fix, Identified
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.records import dataclass
from workflowkit.report.placing import place
from workflowkit.text import document as documents
from workflowkit.text.document import Document
from workflowkit.text.edits import Editor, Replacement


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
    def unfixable_reason(self) -> Reason | None:
        """The reason to skip every fix: bytes or keys that writing the file would lose."""
        if not self.document.is_faithful:
            return Reason.NOT_UTF8
        return Reason.REPEATED_KEYS if self.document.repeated_keys() else None

    def objects(self) -> dict[str, object]:
        """Return the text; rules about it check broken files, too."""
        return {"Document": self.document}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position."""
        return place(self.document, found, {}) if found else []

    def with_text(self, text: str) -> Self:
        """Return the same file with another *text*."""
        content = text.encode("utf-8", "surrogatepass")
        return replace(self, document=documents.parse(content, self.document.path))

    def replacements(self, edits: Iterable[Edit]) -> Sequence[Replacement]:
        """Return what *edits* change in the text, in its order. Raises EditError for a place that does not exist."""
        return self._editor.replacements(edits)

    @cached_property
    def _editor(self) -> Editor:
        return Editor(self.document.text)

    def skip_reason(self, fix: Fix) -> Reason | None:  # noqa: ARG002 - a subclass knows what its parts name
        """Return the reason to skip a fix: none."""
        return None

    def broken_promise(self, changed: FileSubject, fixes: Sequence[Fix]) -> Reason | None:  # noqa: ARG002 - a subclass promises more
        """Return what fixes broke: a file that was JSON must stay JSON."""
        return Reason.UNREADABLE if changed.document.broken and not self.document.broken else None
