"""The safe fixes of the findings in whole projects, tried in memory."""

from __future__ import annotations

from dataclasses import replace

from workflowkit.report.result import Result
from workflowkit.run.project import Project
from workflowkit.run.tried_fixes import skipped_fixes, without_skipped


def without_skipped_fixes(
    result: Result, projects: tuple[Project, ...], baseline: str | None
) -> Result:
    """Return *result*, the findings of *projects*, without the safe fixes that would be skipped; a note on the finding gives the reason."""
    offered = {each.path for each in result.shown if each.finding.fix and each.finding.fix.safe}
    if not offered:
        return result
    skipped = skipped_fixes(
        fixed
        for project in projects
        for fixed in project.fixed(baseline=baseline, paths=offered).values()
    )
    shown = tuple(without_skipped(diagnostic, skipped) for diagnostic in result.shown)
    n_fixable = sum(bool(each.finding.fix and each.finding.fix.safe) for each in shown)
    return replace(result, shown=shown, n_fixable=n_fixable)
