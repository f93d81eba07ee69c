"""Which of the offered safe fixes would be applied: they are tried in memory, so that no finding is marked as fixable in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.fixes import Skipped
from workflowkit.report.result import Result
from workflowkit.run.project import Project


def without_skipped_fixes(
    result: Result, projects: tuple[Project, ...], baseline: str | None
) -> Result:
    """Return *result*, the findings of *projects*, without the safe fixes that would be skipped; a note on the finding gives the reason."""
    offered = {each.path for each in result.shown if each.finding.fix and each.finding.fix.safe}
    if not offered:
        return result
    skipped = {
        one.diagnostic.sort_key: one
        for project in projects
        for fixed in project.fixed(baseline=baseline, paths=offered).values()
        for one in fixed.skipped
    }
    shown = tuple(_without(diagnostic, skipped) for diagnostic in result.shown)
    n_fixable = sum(bool(each.finding.fix and each.finding.fix.safe) for each in shown)
    return replace(result, shown=shown, n_fixable=n_fixable)


def _without(
    diagnostic: Diagnostic, skipped: Mapping[tuple[str, int, int, str, str], Skipped]
) -> Diagnostic:
    finding = diagnostic.finding
    found = skipped.get(diagnostic.sort_key)
    if found is None or finding.fix is None:
        return diagnostic
    reason = f"it would cause {found.cause}" if found.cause else found.reason
    note = f"the fix is not applied: {reason}"
    if finding.note:
        note = f"{finding.note}\n{note}"
    return replace(diagnostic, finding=replace(finding, fix=None, note=note))
