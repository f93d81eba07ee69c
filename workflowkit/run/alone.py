"""One file on its own: lint it, and fix it."""

from __future__ import annotations

from collections.abc import Collection
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
    fingerprints: Collection[str] = (),
) -> Fixed:
    """Fix *subject*, or what has one of the *fingerprints* in it; accepted findings stay."""

    def lint(changed: FileSubject) -> tuple[Diagnostic, ...]:
        path = changed.document.path
        shown = lint_alone(changed, context, selection, baseline).shown
        return tuple(diagnostic for diagnostic in shown if diagnostic.path == path)

    return fix_file(subject, lint, unsafe=unsafe, fingerprints=fingerprints)
