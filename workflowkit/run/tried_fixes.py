"""Which of the offered safe fixes would be applied: they are tried in memory, so that no finding is marked as fixable in vain."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.fixes import Skipped
from workflowkit.report.result import Result
from workflowkit.run.project import Project
from workflowkit.text.document import Document


class SkippedFixes:
    """The safe fixes that would be skipped, by file; a file is tried once."""

    def __init__(self) -> None:
        self._by_path: dict[str, tuple[Document, tuple[Skipped, ...]]] = {}

    def retain(self, paths: Collection[str]) -> None:
        """Forget the files that are not at one of *paths*."""
        self._by_path = {path: each for path, each in self._by_path.items() if path in paths}

    def without(
        self, result: Result, projects: tuple[Project, ...], baseline: str | None
    ) -> Result:
        """Return *result*, the findings of *projects*, without the safe fixes that would be skipped; a note on the finding gives the reason."""
        offered = {each.path for each in result.shown if each.finding.fix and each.finding.fix.safe}
        if not offered:
            return result
        for project in projects:
            self._try(project, offered, baseline)
        skipped = {
            one.diagnostic.sort_key: one for path in offered for one in self._by_path[path][1]
        }
        shown = tuple(_without(diagnostic, skipped) for diagnostic in result.shown)
        n_fixable = sum(bool(each.finding.fix and each.finding.fix.safe) for each in shown)
        return replace(result, shown=shown, n_fixable=n_fixable)

    def _try(self, project: Project, offered: Collection[str], baseline: str | None) -> None:
        untried = {
            path: document
            for path, document in project.own.items()
            if path in offered and self._document(path) is not document
        }
        if untried:
            fixed = project.fixed(baseline=baseline, paths=untried)
            for path, document in untried.items():
                found = tuple(fixed[path].skipped) if path in fixed else ()
                self._by_path[path] = document, found

    def _document(self, path: str) -> Document | None:
        return self._by_path[path][0] if path in self._by_path else None


def without_skipped_fixes(
    result: Result, projects: tuple[Project, ...], baseline: str | None
) -> Result:
    """Return *result*, the findings of *projects*, without the safe fixes that would be skipped; a note on the finding gives the reason."""
    return SkippedFixes().without(result, projects, baseline)


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
