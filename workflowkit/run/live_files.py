"""The files of a project in memory, with what was found in each: after an edit only what it touches is checked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from workflowkit.catalog.facts import FileFacts
from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.errors import WorkflowkitError
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.catalog import place_by_file
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.records import dataclass
from workflowkit.run import loading, project_files
from workflowkit.run.analyze import (
    FileReport,
    ReportedFiles,
    analyze,
    found_across,
    workflow_subject,
)
from workflowkit.run.context import RunContext
from workflowkit.run.engine_ranges import Judged, merged_by_engine, plan_for
from workflowkit.run.keeping import noting
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.project import Project
from workflowkit.run.project_files import AvailableWorkflows, ProjectFiles
from workflowkit.text.disk import Asked
from workflowkit.text.document import Document

Place = tuple[str, bool, bool]
"""The name of a file for the configuration, and whether its source is bundled or stamped."""


@dataclass(frozen=True, slots=True)
class LiveFile:
    """One file with the reports on it, and what these depend on besides the context of the project."""

    document: Document
    """The file as the rules saw it: that of a trigger file has a value."""
    place: Place
    reports: Mapping[str, tuple[str, FileReport]]
    """Engine version to the version that ran, and its report; one of an empty version when there is no range."""
    asked: Asked
    """What the rules asked the disk."""

    def facts(self, version: str) -> FileFacts | None:
        """Return the facts of the file in the engine *version*."""
        return self.reports[version][1].facts if version in self.reports else None

    @property
    def has_findings(self) -> bool:
        """True when a rule found something."""
        return any(report.diagnostics for _, report in self.reports.values())


class LiveFiles:
    """The files of one project, and what was found in each of them."""

    def __init__(self, project: Project) -> None:
        self.config = project.config
        self.options = project.options
        self.others = replace(project.others, workflows=())
        """The files that are not workflows."""
        self.documents: dict[str, Document] = {
            each.path: each for each in (*project.documents, *self.others.others)
        }
        """All files by path."""
        self._workflows = dict.fromkeys(each.path for each in project.documents)
        self.checked: dict[str, LiveFile] = {}
        """What was found in each file that was checked, by path."""
        self.revisions: Counter[str] = Counter()
        """How often the findings of each file have changed."""
        self.generation = 0
        """How often findings have changed."""
        self.identities = 0
        """How often the ids of the files, or the context, have changed."""
        self._changed: dict[str, None] = {}
        self._across: dict[str, dict[str, list[Identified]]] = {}
        """Engine version and path to the findings of rules about many files."""
        self._pointing: dict[str, set[str]] = {}
        """Path of a file to those whose findings of rules about many files name places in it."""
        self._is_across_stale = True
        self._available: AvailableWorkflows | None = None
        self._daemon = project.daemon
        self._take_context(project.context)
        self.pending: dict[str, None] = dict.fromkeys(self.documents)
        """The files to check, the most urgent first."""

    def _take_context(self, context: RunContext) -> None:
        self.context = context
        self.selection = Selection(context.lint, ALL, context.only)
        self.engines: Mapping[str, RunContext] = {
            version: replace(each, lint=context.lint, only=context.only)
            for version, each in context.engines
        } or {"": context}
        self.identities += 1

    @property
    def workflows(self) -> tuple[Document, ...]:
        """The workflow files."""
        return tuple(map(self.documents.__getitem__, self._workflows))

    @property
    def is_complete(self) -> bool:
        """True when every file was checked."""
        return not self.pending

    @property
    def project(self) -> Project:
        """The project as the commands know it."""
        return Project(self.workflows, self.context, self.config, self.others, self.options)

    def is_workflow(self, path: str) -> bool:
        """Return whether the file at *path* is read as a workflow."""
        return path in self._workflows

    def document_at(self, path: str) -> Document:
        """Return the file at *path*, from memory or from the disk."""
        known = self.documents.get(path) or self.context.routine_files.get(path)
        return known or loading.document_at(path)

    def take_over(self, before: LiveFiles, is_outdated: Callable[[LiveFile], bool]) -> None:
        """Take the reports of *before*, an earlier load of the project, on workflows that are the same and not outdated."""
        for path, checked in before.checked.items():
            is_same = (
                path in self._workflows
                and path not in before.pending
                and checked.document is self.documents[path]
                and checked.place == self._place(path)
                and checked.reports.keys() == self.engines.keys()
            )
            if is_same and not is_outdated(checked):
                self._keep(path, checked)

    def urge(self, paths: Iterable[str]) -> None:
        """Check the files at *paths* before all others that are to be checked."""
        first = {path: None for path in paths if path in self.pending}
        self.pending = {**first, **self.pending}

    def check_next(self) -> str:
        """Check the next file and return its path; empty when there is none."""
        path = next(iter(self.pending), "")
        if path:
            self.check(path)
        return path

    def check(self, path: str) -> None:
        """Check the file at *path* if that is still to be done."""
        if path not in self.pending:
            return
        try:
            checked = self._checked_now(path)
        except WorkflowkitError:
            # A shared file is invalid for the moment, which is reported there; all is loaded again when it is valid.
            empty = LiveFile(self.documents[path], self._place(path), {}, Asked())
            checked = self.checked.get(path, empty)
        self._keep(path, checked)

    def check_all(
        self, jobs: int | None, progress: Callable[[int, int], None] | None = None
    ) -> list[str]:
        """Check every file that is still to be checked, workflows in *jobs* processes; return their paths. Raises as `Project.lint`."""
        every = list(self.pending)
        paths = [path for path in every if path in self._workflows]
        n_workers = workers_for(len(paths), jobs)
        if n_workers > 1:
            self.selection.prepare()
        made = map_in_pool(
            self._checked_now,
            paths,
            n_workers,
            effort=lambda path: self.documents[path].size,
            progress=progress,
        )
        for path, checked in zip(paths, made, strict=True):
            # Another process returns a copy of the document.
            self._keep(path, replace(checked, document=self.documents[path]))
        for path in list(self.pending):
            self._keep(path, self._checked_now(path))
        return every

    def _checked_now(self, path: str) -> LiveFile:
        document = self.documents[path]
        if self.is_workflow(path):
            with noting(Asked()) as asked:
                reports = dict(self._workflow_reports(document))
        else:
            # What many files have to do with one another is asked for the project, not for this file.
            subjects = {
                version: subject
                for version, context in self.engines.items()
                for subject in self._subjects(document, context)
            }
            document = next((each.document for each in subjects.values()), document)
            with noting(Asked()) as asked:
                reports = {
                    version: (version, analyze(subject, self.engines[version], self.selection))
                    for version, subject in subjects.items()
                }
        return LiveFile(document, self._place(path), reports, asked)

    def _workflow_reports(self, document: Document) -> Iterator[tuple[str, tuple[str, FileReport]]]:
        plan = plan_for([document], self.engines)
        reports = [analyze(workflow_subject(*each), each[1], self.selection) for each in plan.files]
        for version in self.engines:
            yield version, plan.reports_for(version, reports)[0]

    def _place(self, path: str) -> Place:
        context = self.context
        is_stamped = context.stamped_paths is None or path in context.stamped_paths
        return context.name_of(path), path in context.bundled_paths, is_stamped

    def _keep(self, path: str, checked: LiveFile) -> None:
        before = self.checked.get(path)
        self.checked[path] = checked
        self.pending.pop(path, None)
        self._note_change(path)
        self._is_across_stale = self._is_across_stale or (
            before is None
            or any(before.facts(each) != checked.facts(each) for each in self.engines)
        )

    def _note_change(self, path: str) -> None:
        """Note that the findings of the file at *path* have changed, and the places that others have in it."""
        self.generation += 1
        for each in (path, *self._pointing.get(path, ())):
            self.revisions[each] += 1
            self._changed[each] = None

    def mark(self, paths: Iterable[str]) -> None:
        """Note that the files at *paths* are to be checked again, before all others."""
        marked = [path for path in paths if path in self.documents]
        for path in marked:
            self._note_change(path)
        self.pending = {**dict.fromkeys(marked), **self.pending}

    def take(self, document: Document) -> None:
        """Take *document* in place of the file at its path, which is to be checked again."""
        before = self.documents[document.path]
        if not self.is_workflow(document.path):
            self.others = self.others.with_document(document)
        self.documents[document.path] = document
        if loading.workflow_id(before) != loading.workflow_id(document):
            self.identities += 1
        self.mark([document.path])

    def refresh_across(self) -> None:
        """Run the rules about many files again when that is due: all files are checked, and some have other facts."""
        if not self._is_across_stale or not self.is_complete:
            return
        self._is_across_stale = False
        before, self._across = self._across, {}
        pointing: dict[str, set[str]] = {}
        for version, context in self.engines.items():
            every = (self.checked[path].reports for path in self.documents if path in self.checked)
            reports = [each[version][1] for each in every if version in each]
            found = found_across(ReportedFiles(reports), context, self.selection)
            now = self._across[version] = _by_path(found)
            for identified in found:
                for related in identified.finding.related:
                    if related.path:
                        pointing.setdefault(related.path, set()).add(identified.finding.path)
            gone = before.get(version, {})
            for path in dict.fromkeys((*gone, *now)):
                if gone.get(path) != now.get(path):
                    self._note_change(path)
        self._pointing = pointing

    def subject(self, path: str) -> FileSubject | None:
        """Return the file at *path* as rules see it; None for the configuration, and while a shared file is invalid."""
        text = self.documents[path]
        if self.is_workflow(path):
            return workflow_subject(text, self.context)
        try:
            return next(iter(self._subjects(text, self.context)), None)
        except WorkflowkitError:
            return None

    def _subjects(self, text: Document, context: RunContext) -> tuple[FileSubject, ...]:
        files = ProjectFiles(
            triggers=tuple(each for each in self.others.triggers if each.path == text.path),
            bindings=tuple(each for each in self.others.bindings if each.path == text.path),
            rules=tuple(each for each in self.others.rules if each.path == text.path),
        )
        return project_files.subjects(files, context, self._find_available, self._daemon)

    def _find_available(self) -> AvailableWorkflows:
        if self._available is None:
            find = partial(project_files.available_workflows, self.workflows, self.config)
            self._available = find(self.options)
        return self._available

    def found(self, path: str) -> list[Diagnostic]:
        """Return all findings in the file at *path*, with those of rules about many files when all are checked."""
        checked = self.checked.get(path)
        reports = checked.reports if checked else {}
        if not self.context.engines:
            own = [each for _, report in reports.values() for each in report.diagnostics]
            return [*own, *self._across_in(path, "")]
        return merged_by_engine(
            (
                version,
                [
                    *(
                        Judged(standing, report.diagnostics)
                        for standing, report in ([reports[version]] if version in reports else [])
                    ),
                    Judged(version, self._across_in(path, version)),
                ],
            )
            for version in self.engines
        )

    def _across_in(self, path: str, version: str) -> list[Diagnostic]:
        found = self._across.get(version, {}).get(path, ())
        return place_by_file(found, self.document_at) if found else []


def _by_path(found: Iterable[Identified]) -> dict[str, list[Identified]]:
    """Group *found* by file."""
    grouped: dict[str, list[Identified]] = {}
    for each in found:
        grouped.setdefault(each.finding.path, []).append(each)
    return grouped
