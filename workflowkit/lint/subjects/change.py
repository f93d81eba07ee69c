"""The change of a workflow as a subject: findings are in the new file and point at the old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflowkit.changes.catalog import RemovedWorkflow
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.version import Version
from workflowkit.changes.version_bump import VersionBump
from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.records import dataclass
from workflowkit.report.placing import place
from workflowkit.text.document import Document


@dataclass(frozen=True)
class ChangeSubject:
    """A workflow in two versions, one that was removed, or a version that has to be judged by what was found."""

    given: WorkflowChange | RemovedWorkflow | VersionBump

    @property
    def version(self) -> Version:
        """The version in whose file findings are."""
        if isinstance(self.given, RemovedWorkflow):
            return self.given.version
        change = self.given.change if isinstance(self.given, VersionBump) else self.given
        return change.after

    def objects(self) -> Mapping[str, object]:
        """Return what rules are given."""
        return {type(self.given).__name__: self.given}

    def place(self, found: Sequence[Identified]) -> list[Diagnostic]:
        """Return each of *found* with its position."""
        return place(self.version.document, found, self._others)

    @property
    def _others(self) -> Mapping[str, Document]:
        if isinstance(self.given, RemovedWorkflow):
            return {}
        change = self.given.change if isinstance(self.given, VersionBump) else self.given
        return {change.before.path: change.before.document}
