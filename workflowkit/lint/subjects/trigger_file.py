"""A trigger file as a subject: read as the engine reads it, changed line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

from workflowkit.diagnostics import Diagnostic, Edit, Fix, Identified, RelatedPlace
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.records import dataclass
from workflowkit.text.document import Document
from workflowkit.text.edits import Replacement, range_replacements
from workflowkit.text.routes import TextRange
from workflowkit.triggers.trigger import DaemonContext
from workflowkit.triggers.trigger_file import TriggerFile, parse


@dataclass(frozen=True)
class TriggerSubject:
    """One `triggers.yml`."""

    text: Document
    """As it was read, without a value."""
    daemon: DaemonContext

    kind = ""
    # A line that the reader misreads hides its value, and one that it rejects hides the whole file.
    hides_findings = True

    @cached_property
    def file(self) -> TriggerFile:
        """The file as the engine reads it."""
        return parse(self.text.text, self.daemon)

    @cached_property
    def document(self) -> Document:
        """The file with the engine's reading as its value, by which the baseline recognizes findings."""
        return replace(self.text, value=self.file.value)

    @cached_property
    def shown(self) -> Document:
        """The file as reports show it: without the secrets that are written in it."""
        return replace(self.document, text=self.file.masked_text)

    @property
    def unfixable_reason(self) -> Reason | None:
        """The reason to skip every fix."""
        return None if self.text.is_faithful else Reason.NOT_UTF8

    def objects(self) -> Mapping[str, object]:
        """Return what rules are given."""
        return {"TriggerFile": self.file}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position."""
        return [self._placed(identified) for identified in found]

    def _placed(self, identified: Identified) -> Diagnostic:
        finding, path = identified.finding, self.text.path
        place = finding.place
        span = self.file.span(place, on_key=finding.on_key, window=finding.window)
        if isinstance(place, TextRange):
            finding = replace(finding, place=replace(place, route=self.file.route_at(place.start)))
        related = tuple(
            RelatedPlace(path, self.file.span(other.place), other.message)
            for other in finding.related
        )
        return Diagnostic(
            identified.code, identified.name, identified.severity, path, span, finding, related
        )

    def with_text(self, text: str) -> Self:
        """Return the same file with another *text*."""
        size = len(text.encode("utf-8", "surrogatepass"))
        return replace(self, text=replace(self.text, text=text, size=size))

    def replacements(self, edits: Iterable[Edit]) -> Sequence[Replacement]:
        """Return what *edits* change in the text, in its order."""
        return range_replacements(edits)

    def skip_reason(self, fix: Fix) -> Reason | None:  # noqa: ARG002 - nothing in a trigger file names another part
        """Return the reason to skip a fix: none."""
        return None

    def broken_promise(self, changed: FileSubject, fixes: Sequence[Fix]) -> Reason | None:  # noqa: ARG002 - what triggers do is checked by rules
        """Return what fixes broke: a file that the engine reads must stay one that it reads."""
        assert isinstance(changed, TriggerSubject)
        is_refused = bool(changed.file.reading.errors) and not self.file.reading.errors
        return Reason.UNREADABLE if is_refused else None
