"""The focus of a run: the files whose findings are reported, where the others only count as known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic
from workflowkit.records import dataclass
from workflowkit.run.context import RunContext
from workflowkit.text.document import Document


@dataclass(frozen=True, slots=True)
class Focus:
    """Some files of a project, or all."""

    paths: frozenset[str] | None = None
    """None for all."""

    def has(self, path: str) -> bool:
        """Return whether the findings of the file at *path* are reported."""
        return self.paths is None or path in self.paths

    def touches(self, diagnostic: Diagnostic) -> bool:
        """Return whether to report *diagnostic*: it is in one of the files, or explained by one."""
        return self.has(diagnostic.path) or any(
            self.has(place.path) for place in diagnostic.related
        )

    def of(self, documents: Mapping[str, Document]) -> Mapping[str, Document]:
        """Return those of *documents* that are reported."""
        if self.paths is None:
            return documents
        return {path: each for path, each in documents.items() if path in self.paths}

    def judged(self, context: RunContext) -> RunContext:
        """Return *context* for comparing the findings with suppressions and baseline: those of other files are not judged."""
        return context if self.paths is None else replace(context, is_whole=False, scope=())


EVERYTHING = Focus()
"""All files."""
