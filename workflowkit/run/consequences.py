"""What follows from a finding in another file of the run: one mistake is reported once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workflowkit.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from workflowkit.lint.subjects.subject import FileSubject
    from workflowkit.report.result import Result
    from workflowkit.triggers.trigger_file import TriggerFile

_UNSERVED = "unknown-trigger-workflow"


def without_consequences(result: Result, subjects: Sequence[FileSubject]) -> Result:
    """Return *result* without the triggers whose workflow is not served because of an error that *result* shows."""
    if not any(diagnostic.name == _UNSERVED for diagnostic in result.shown):
        return result
    from workflowkit.lint.subjects.trigger_file import TriggerSubject

    files = {
        subject.document.path: subject.file
        for subject in subjects
        if isinstance(subject, TriggerSubject)
    }
    invalid = {each.path for each in result.shown if each.severity is Severity.ERROR}
    shown = tuple(
        diagnostic
        for diagnostic in result.shown
        if diagnostic.name != _UNSERVED or _cause(diagnostic, files[diagnostic.path]) not in invalid
    )
    return replace(result, shown=shown)


def _cause(diagnostic: Diagnostic, file: TriggerFile) -> str:
    """Return the path of the workflow that is not served; empty when none is known."""
    trigger = file.triggers[int(diagnostic.route[1])]
    return file.daemon.unserved.get(trigger.text("workflowId"), "")
