"""The reports on workflows that stay in memory between the checks of one process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from workflowkit.lint.selection import Selection
from workflowkit.records import dataclass
from workflowkit.run.analyze import FileReport, analyze, workflow_subject
from workflowkit.run.context import RunContext
from workflowkit.run.file_reports import FileInContext
from workflowkit.run.focus import EVERYTHING, Focus
from workflowkit.run.keeping import noting
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.text import disk
from workflowkit.text.document import Document

Question = tuple[str, str]
"""A kind of question to the disk and its path."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """The report on one file, and what it depends on besides the common context."""

    document: Document
    place: tuple[str, bool, bool]
    """The name of the file for the configuration, and whether its source is bundled or stamped."""
    report: FileReport
    asked: Mapping[Question, object]
    """What the analysis asked the disk, with the answers."""


class KeptReports:
    """The reports by path and engine version. Calling it makes those that are missing, as `file_reports.reports_on` does."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], KeptReport] = {}
        self._contexts: dict[int, RunContext] = {}
        """The contexts in which the places of all reports were last compared."""

    def __call__(
        self,
        files: Sequence[FileInContext],
        selection: Selection,
        focus: Focus,
        jobs: int | None,
        progress: Callable[[int, int], None] | None,
    ) -> Sequence[FileReport]:
        """Return the reports on *files*, which are all in *focus*; the parameters are those of `file_reports.reports_on`."""
        assert focus == EVERYTHING, "what is kept does not depend on a choice of files"
        kept = [self._current(file) for file in files]
        missing = [file for file, report in zip(files, kept, strict=True) if report is None]
        n_workers = workers_for(len(missing), jobs)
        if n_workers > 1:
            selection.prepare()
        made = map_in_pool(
            lambda file: _report_on(file, selection),
            missing,
            n_workers,
            effort=lambda file: file[0].size,
            progress=progress,
        )
        for file, (report, asked) in zip(missing, made, strict=True):
            place = _place(file[0].path, file[1])
            self._kept[_key(file)] = KeptReport(file[0], place, report, asked)
        self._contexts = {id(context): context for _, context in files}
        return [
            each.report if each else self._kept[_key(file)].report
            for file, each in zip(files, kept, strict=True)
        ]

    def _current(self, file: FileInContext) -> KeptReport | None:
        """Return the report on *file*; None when there is none, or one that does not hold."""
        document, context = file
        kept = self._kept.get((document.path, context.spec.engine.version))
        if kept is None or kept.document is not document:
            return None
        is_same_place = id(context) in self._contexts or kept.place == _place(
            document.path, context
        )
        return kept if is_same_place else None

    def forget(self, is_outdated: Callable[[KeptReport], bool]) -> None:
        """Forget the reports that are outdated."""
        outdated = [key for key, kept in self._kept.items() if is_outdated(kept)]
        for key in outdated:
            del self._kept[key]

    @property
    def paths(self) -> frozenset[str]:
        """The files with a report."""
        return frozenset(path for path, _ in self._kept)

    def asked(self, paths: Collection[str] | None = None) -> Iterator[tuple[Question, object]]:
        """Yield what the analyses asked the disk, with the answers; only those of the files at *paths* when given."""
        for (path, _), kept in self._kept.items():
            if paths is None or path in paths:
                yield from kept.asked.items()


def _key(file: FileInContext) -> tuple[str, str]:
    return file[0].path, file[1].spec.engine.version


def _place(path: str, context: RunContext) -> tuple[str, bool, bool]:
    is_stamped = context.stamped_paths is None or path in context.stamped_paths
    return context.name_of(path), path in context.bundled_paths, is_stamped


def _report_on(
    file: FileInContext, selection: Selection
) -> tuple[FileReport, dict[Question, object]]:
    document, context = file
    with noting(disk.Asked()) as asked:
        report = analyze(workflow_subject(document, context), context, selection)
    return report, asked.answers
