"""One file on its own: lint it, and fix it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.baseline import KnownFindings
from workflowkit.lint.fixes import SAFE_FIXES, FixChoice, Fixed, fix_file
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.report.result import Result
from workflowkit.run.analyze import FileReport, ReportedFiles, analyze, check_across
from workflowkit.run.context import RunContext
from workflowkit.run.result import result_of


def lint_alone(
    subject: FileSubject,
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None = None,
) -> Result:
    """Lint *subject* without the other files of the project, without findings about the whole."""
    report = analyze(subject, context, selection)
    return _result_alone(subject, report, context, selection, baseline)


def _result_alone(
    subject: FileSubject,
    report: FileReport,
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None,
) -> Result:
    context = replace(context, is_whole=False, scope=())
    document = subject.document
    across = (
        check_across(ReportedFiles([report]), context, selection, lambda _: document)
        if report.facts
        else []
    )
    found = [*report.diagnostics, *across]
    return result_of(found, {document.path: document}, context, selection, baseline)


def fix_alone(
    subject: FileSubject,
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None = None,
    *,
    choice: FixChoice = SAFE_FIXES,
    report: FileReport | None = None,
) -> Fixed:
    """Fix *subject* by *choice*; accepted findings stay. Where some rules run alone, their fixes may not cause findings of the others either.

    *report* is what was found in it, when that is known already.
    """
    all_rules = selection.unrestricted

    def lint(changed: FileSubject) -> Sequence[Diagnostic]:
        # The runs in notes take long, and decide about no fix.
        known = report if changed is subject and all_rules is selection else None
        found = known or analyze(changed, context, all_rules, with_runs=False)
        shown = _result_alone(changed, found, context, all_rules, baseline).shown
        return tuple(diagnostic for diagnostic in shown if diagnostic.path == found.path)

    return fix_file(
        subject,
        lint,
        choice,
        is_chosen=lambda diagnostic: selection.is_chosen(diagnostic.name, diagnostic.code),
    )
