"""A workflow or routine as a subject: its fixes are proved by compiling before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.canonical import NotFiniteError, canonical_json
from workflowkit.compiler.pipeline import Compilation
from workflowkit.diagnostics import Diagnostic, Fix, Identified
from workflowkit.lint.citations import Citations
from workflowkit.lint.subjects.json_subject import JsonSubject
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.records import dataclass
from workflowkit.report.placing import place
from workflowkit.text.document import Document


@dataclass(frozen=True)
class WorkflowSubject(JsonSubject):
    """One file with a workflow or routine in it. Compiles when it is first asked for more than its text."""

    analyze: Callable[[Document], Analysis | None]
    """Returns the analysis of a document; None when it is not JSON."""
    kind_of: Callable[[Document], str]
    """Returns the kind of a document: workflow, routine, example or fixture."""
    others: Mapping[str, Document] = field(default_factory=dict)
    """Files by path that findings may point at."""

    @property
    def kind(self) -> str:
        """`workflow`, `routine`, `example` or `fixture`."""
        return self.analysis.kind if self.analysis else self.kind_of(self.document)

    @cached_property
    def analysis(self) -> Analysis | None:
        """The analysis of the file; None when it is not JSON."""
        return self.analyze(self.document)

    def objects(self) -> dict[str, object]:
        """Return the text, and its compilation and analysis when it is JSON."""
        found = super().objects()
        if self.analysis is None:
            return found
        return {**found, "Compilation": self.analysis.compilation, "Analysis": self.analysis}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position."""
        return place(self.document, found, self.others) if found else []

    @cached_property
    def _citations(self) -> Citations:
        return Citations(self.document.value)

    def skip_reason(self, fix: Fix) -> Reason | None:
        """Return the reason to skip *fix*: the workflow names what it deletes."""
        return Reason.CITED if self._citations.forbid(fix) else None

    def broken_promise(self, changed: FileSubject, fixes: Sequence[Fix]) -> Reason | None:
        """Return what *fixes* broke: valid files stay valid, and safe fixes change the snapshot only when they declare it."""
        assert isinstance(changed, WorkflowSubject)
        if changed.analysis is None:
            return None if self.document.broken else Reason.UNREADABLE
        before = self.analysis.compilation if self.analysis else None
        after = changed.analysis.compilation
        if before and before.is_valid and not after.is_valid:
            return Reason.INVALID
        keeps_snapshot = all(fix.safe and not fix.changes for fix in fixes)
        if keeps_snapshot and _snapshot(before) not in (None, _snapshot(after)):
            return Reason.OTHER_SNAPSHOT
        return None


def _snapshot(compilation: Compilation | None) -> str | None:
    """Return what the engine would pin; None for files that it refuses."""
    if compilation is None or compilation.snapshot is None:
        return None
    try:
        return canonical_json(compilation.snapshot)
    except NotFiniteError:
        return None
