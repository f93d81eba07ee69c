"""One file on its own: lint it, and fix it."""

from __future__ import annotations

from dataclasses import replace

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.baseline import KnownFindings
from workflowkit.lint.fixes import Fixed, fix_file
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.report.result import Result
from workflowkit.run.analyze import analyze, check_across
from workflowkit.run.context import RunContext
from workflowkit.run.result import result_of


def lint_alone(
    subject: FileSubject,
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None = None,
) -> Result:
    """Lint *subject* without the other files of the project, without findings about the whole."""
    context = replace(context, is_whole=False, scope=())
    document = subject.document
    report = analyze(subject, context, selection)
    across = check_across([report], context, selection, lambda _: document) if report.facts else []
    found = [*report.diagnostics, *across]
    return result_of(found, {document.path: document}, context, selection, baseline)


def fix_alone(
    subject: FileSubject,
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None = None,
    *,
    unsafe: bool,
) -> Fixed:
    """Fix *subject*; accepted findings stay. Where some rules run alone, their fixes may not cause findings of the others either."""

    def lint(changed: FileSubject) -> tuple[Diagnostic, ...]:
        path = changed.document.path
        shown = lint_alone(changed, context, selection.unrestricted, baseline).shown
        return tuple(diagnostic for diagnostic in shown if diagnostic.path == path)

    return fix_file(
        subject,
        lint,
        unsafe=unsafe,
        is_chosen=lambda diagnostic: selection.is_chosen(diagnostic.name, diagnostic.code),
    )
