"""The report on a project in memory: each finding is rendered once, and the numbers follow what changes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.fixes import Fixed
from workflowkit.report.formats import pieces_of
from workflowkit.report.numbers import FileCount, Tally
from workflowkit.report.pieces import ReportPiece, counts_of_pieces
from workflowkit.run.alone import fix_alone
from workflowkit.run.analyze import workflow_subject
from workflowkit.run.lint_map import shown_source
from workflowkit.run.lint_stream import Formats, StreamedResult
from workflowkit.run.live_files import LiveFile
from workflowkit.run.live_project import LiveProject
from workflowkit.run.stored_files import JoinedDocuments
from workflowkit.run.tried_fixes import skipped_fixes, without_skipped
from workflowkit.text.document import Document
from workflowkit.version import VERSION


class _Rendered(NamedTuple):
    """What is shown of one file, rendered."""

    checked: LiveFile | None
    shown: tuple[Diagnostic, ...]
    pieces: list[ReportPiece]
    counts: tuple[FileCount, ...]


class LiveReport:
    """The rendered findings of one project, file by file."""

    def __init__(
        self, project: LiveProject, formats: Formats, before: LiveReport | None = None
    ) -> None:
        """What *before*, the report on an earlier load of the project, has rendered is used again where it is the same."""
        self._project = project
        self._formats = formats
        self._before = before
        self._is_new = True
        self._rendered: dict[str, _Rendered] = {}
        """Only files with findings."""
        self._totals: dict[tuple[str, str], FileCount] = {}
        """Code of a rule and severity to the numbers of its findings."""
        self._fixes: dict[str, tuple[LiveFile, Fixed]] = {}
        """The safe fixes that were tried, by file."""
        if before is not None and _baseline_of(before) == _baseline_of(self):
            self._fixes = before._fixes

    def result(self) -> StreamedResult:
        """Return the numbers and the findings, in the order in which they are printed."""
        changed = self._project.take_changed()
        for path in self._project.paths if self._is_new else changed:
            self._refresh(path)
        self._is_new, self._before = False, None
        own, accepted = self._project.documents, self._project.accepted()
        tally = Tally(
            n_files=len(own) + sum(path not in own for path in self._rendered),
            n_files_with_findings=len(self._rendered),
            n_suppressed=accepted.n_suppressed,
            n_known=accepted.n_known,
            profile=self._project.context.lint.profile or "",
            tool_version=VERSION,
        )
        tally.add(self._totals.values())
        files = [self._rendered[path].pieces for path in sorted(self._rendered)]
        return StreamedResult(tally, lambda: chain.from_iterable(files))

    def _refresh(self, path: str) -> None:
        """Render the findings of the file at *path* again where they have changed."""
        shown, checked = self._project.findings(path), self._project.checked.get(path)
        known = self._rendered.pop(path, None)
        if known is not None:
            self._count(known.counts, -1)
        elif self._before is not None:
            known = self._before._rendered.get(path)
        if not shown:
            return
        is_same = known is not None and known.checked is checked and known.shown == shown
        made = known if known and is_same else self._made(path, checked, shown)
        self._count(made.counts, 1)
        self._rendered[path] = made

    def _made(
        self, path: str, checked: LiveFile | None, shown: tuple[Diagnostic, ...]
    ) -> _Rendered:
        project = self._project
        pieces = pieces_of(
            self._without_skipped(path, checked, shown),
            JoinedDocuments(
                {path: self._source(path)},
                JoinedDocuments(project.documents, project.context.routine_files),
            ),
            self._formats,
        )
        return _Rendered(checked, shown, pieces, counts_of_pieces(pieces))

    def _source(self, path: str) -> Document:
        """Return the file at *path* as reports may show it."""
        if any(path == each.path for each in self._project.others.triggers):
            subject = self._project.subject(path)
            if subject is not None:
                return shown_source(subject)
        return self._project.document_at(path)

    def _without_skipped(
        self, path: str, checked: LiveFile | None, shown: Sequence[Diagnostic]
    ) -> Sequence[Diagnostic]:
        """Return *shown* without the safe fixes that would be skipped; a note on the finding gives the reason."""
        is_offered = any(each.finding.fix and each.finding.fix.safe for each in shown)
        if checked is None or not is_offered:
            return shown
        known = self._fixes.get(path)
        if known is None or known[0] is not checked:
            fixed = self._tried(path, checked)
            if fixed is None:
                return shown
            known = self._fixes[path] = (checked, fixed)
        skipped = skipped_fixes([known[1]])
        return [without_skipped(each, skipped) for each in shown]

    def _tried(self, path: str, checked: LiveFile) -> Fixed | None:
        """Return the file at *path* with its safe fixes, in the first version of the engine."""
        project = self._project
        if not project.is_workflow(path) or not checked.reports:
            return project.fixed(path, unsafe=False)
        first, context = next(iter(project.engines.items()))
        version, report = checked.reports[first]
        subject = workflow_subject(checked.document, project.engines[version])
        own = report if version == first else None
        return fix_alone(subject, context, project.selection, project.known, report=own)

    def _count(self, counts: Sequence[FileCount], sign: int) -> None:
        """Add *counts* to the totals, or remove them when *sign* is -1."""
        for count in counts:
            key = (count.code, count.severity)
            total = self._totals.pop(
                key, count._replace(n_findings=0, n_fixable=0, n_unsafely_fixable=0)
            )
            total = total._replace(
                n_findings=total.n_findings + sign * count.n_findings,
                n_fixable=total.n_fixable + sign * count.n_fixable,
                n_unsafely_fixable=total.n_unsafely_fixable + sign * count.n_unsafely_fixable,
            )
            if total.n_findings:
                self._totals[key] = total


def _baseline_of(report: LiveReport) -> str | None:
    known = report._project.known
    return known.document.text if known else None
