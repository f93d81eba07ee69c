"""The safe fixes of the findings in whole projects, tried in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from workflowkit.lint.fixes import Fixed
from workflowkit.report.result import Result
from workflowkit.run.project import Project
from workflowkit.run.tried_fixes import skipped_fixes, without_skipped
from workflowkit.text.document import Document


class TriedFixes:
    """The fixes that were tried, by file; a file is tried once as long as it is the same."""

    def __init__(self) -> None:
        self._by_path: dict[str, tuple[Document, Fixed | None]] = {}

    def retain(self, paths: Collection[str]) -> None:
        """Forget the files that are not at one of *paths*."""
        self._by_path = {path: each for path, each in self._by_path.items() if path in paths}

    def without_skipped(
        self, result: Result, projects: tuple[Project, ...], baseline: str | None
    ) -> Result:
        """Return *result*, the findings of *projects*, without the safe fixes that would be skipped; a note on the finding gives the reason."""
        offered = {each.path for each in result.shown if each.finding.fix and each.finding.fix.safe}
        if not offered:
            return result
        for project in projects:
            self._try(project, offered, baseline)
        tried = (self._by_path[path][1] for path in offered)
        skipped = skipped_fixes(fixed for fixed in tried if fixed)
        shown = tuple(without_skipped(diagnostic, skipped) for diagnostic in result.shown)
        n_fixable = sum(bool(each.finding.fix and each.finding.fix.safe) for each in shown)
        return replace(result, shown=shown, n_fixable=n_fixable)

    def _try(self, project: Project, offered: Collection[str], baseline: str | None) -> None:
        untried = {
            path: document
            for path in offered
            for document in [project.own.get(path)]
            if document is not None and self._document(path) is not document
        }
        if untried:
            fixed = project.fixed(baseline=baseline, paths=untried)
            for path, document in untried.items():
                self._by_path[path] = document, fixed.get(path)

    def _document(self, path: str) -> Document | None:
        return self._by_path[path][0] if path in self._by_path else None


def without_skipped_fixes(
    result: Result, projects: tuple[Project, ...], baseline: str | None
) -> Result:
    """Return *result*, the findings of *projects*, without the safe fixes that would be skipped; a note on the finding gives the reason."""
    return TriedFixes().without_skipped(result, projects, baseline)
