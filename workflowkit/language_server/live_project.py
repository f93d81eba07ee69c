"""A project in memory: what is found in each of its files, kept up to date with every edit.

The findings are those of `Project.lint` on the same texts; only what an edit touches is computed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from workflowkit.catalog.facts import FileFacts
from workflowkit.diagnostics import Diagnostic, Identified, in_order
from workflowkit.errors import WorkflowkitError
from workflowkit.language_server.dependents import names_of, users_of
from workflowkit.lint.baseline import KnownFindings
from workflowkit.lint.fixes import FixChoice, Fixed
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import run
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.catalog import place_by_file
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.records import dataclass
from workflowkit.run import loading, project_files
from workflowkit.run.alone import fix_alone
from workflowkit.run.analyze import (
    FileReport,
    ReportedFiles,
    analyze,
    found_across,
    workflow_subject,
)
from workflowkit.run.consequences import without_consequences
from workflowkit.run.context import RunContext
from workflowkit.run.engine_ranges import Judged, merged_by_engine, plan_for
from workflowkit.run.loading import Options
from workflowkit.run.project import Project
from workflowkit.run.project_files import AvailableWorkflows, ProjectFiles
from workflowkit.run.result import NEW_BASELINE, findings_of, result_of
from workflowkit.text import disk, document
from workflowkit.text.disk import Asked
from workflowkit.text.document import Document
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class _Checked:
    """The reports on one file."""

    reports: Mapping[str, tuple[str, FileReport]]
    """Engine version to the version that ran, and its report; one of an empty version when there is no range."""
    asked: Asked
    """What the rules asked the disk."""

    def facts(self, version: str) -> FileFacts | None:
        """Return the facts of the file in the engine *version*."""
        return self.reports[version][1].facts if version in self.reports else None


class LiveProject:
    """One project, and what was found in each of its files."""

    def __init__(self, project: Project, scope: Sequence[str], options: Options) -> None:
        self.config = project.config
        self.options = options
        self.files = replace(project.others, workflows=project.documents)
        self.context = project.context
        self._scope = scope
        self._checked: dict[str, _Checked] = {}
        self._across: dict[str, list[Identified]] = {}
        self._is_across_stale = True
        self._changed: dict[str, None] = {}
        self._shown: dict[str, tuple[Diagnostic, ...]] = {}
        self._about_settings: tuple[Diagnostic, ...] | None = None
        self._available: AvailableWorkflows | None = None
        self._daemon = project.daemon
        self._take_context(project.context, project.known_findings())
        self.pending: dict[str, None] = dict.fromkeys(self.documents)
        """The files to check, the most urgent first."""

    def _take_context(self, context: RunContext, known: KnownFindings | None) -> None:
        self.context = context
        self._known = known
        self._selection = Selection(context.lint, ALL, context.only)
        self._engines: Mapping[str, RunContext] = {
            version: replace(each, lint=context.lint, only=context.only)
            for version, each in context.engines
        } or {"": context}
        self.documents: dict[str, Document] = {
            each.path: each for each in (*self.files.workflows, *self.files.others)
        }
        self._workflows = {each.path for each in self.files.workflows}

    @property
    def is_complete(self) -> bool:
        """True when every file was checked."""
        return not self.pending

    @property
    def project(self) -> Project:
        """The project as the commands know it."""
        others = replace(self.files, workflows=())
        return Project(self.files.workflows, self.context, self.config, others, self.options)

    def is_workflow(self, path: str) -> bool:
        """Return whether the file at *path* is read as a workflow."""
        return path in self._workflows

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
        before = self._checked.get(path)
        asked = Asked()
        token = disk.ASKED.set(asked)
        try:
            self._checked[path] = _Checked(dict(self._reports(path)), asked)
        except WorkflowkitError:
            # A shared file is invalid for the moment, which is reported there; all is loaded again when it is valid.
            self._checked[path] = before or _Checked({}, asked)
        finally:
            disk.ASKED.reset(token)
        del self.pending[path]
        self._forget(path)
        after = self._checked[path]
        self._is_across_stale = self._is_across_stale or (
            before is None or any(before.facts(each) != after.facts(each) for each in self._engines)
        )

    def _forget(self, path: str) -> None:
        """Note that the findings of the file at *path* have changed, and the places that others have in it."""
        pointing = (
            identified.finding.path
            for found in self._across.values()
            for identified in found
            if any(related.path == path for related in identified.finding.related)
        )
        for each in (path, *pointing):
            self._shown.pop(each, None)
            self._changed[each] = None
        self._about_settings = None

    def take_changed(self) -> list[str]:
        """Return the files whose findings may be others than at the last time; every file is checked."""
        self._refresh_across()
        changed = [*self._changed, *self.setting_paths]
        self._changed.clear()
        return list(dict.fromkeys(changed))

    def _refresh_across(self) -> None:
        """Run the rules about many files again when that is due: all files are checked, and some have other facts."""
        if not self._is_across_stale or not self.is_complete:
            return
        self._is_across_stale = False
        before, self._across = self._across, {}
        for version, context in self._engines.items():
            reports = self._all_reports(version)
            self._across[version] = found_across(ReportedFiles(reports), context, self._selection)
            gone, now = _by_path(before.get(version, [])), _by_path(self._across[version])
            for path in (*gone, *now):
                if gone.get(path) != now.get(path):
                    self._forget(path)

    def _reports(self, path: str) -> Iterator[tuple[str, tuple[str, FileReport]]]:
        text = self.documents[path]
        if not self.is_workflow(path):
            for version, context in self._engines.items():
                for subject in self._subjects(text, context):
                    yield version, (version, analyze(subject, context, self._selection))
        elif not self.context.engines:
            context = self.context
            report = analyze(workflow_subject(text, context), context, self._selection)
            yield "", ("", report)
        else:
            plan = plan_for([text], self._engines)
            reports = [
                analyze(workflow_subject(*file), file[1], self._selection) for file in plan.files
            ]
            for version in self._engines:
                yield version, plan.reports_for(version, reports)[0]

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
            triggers=tuple(each for each in self.files.triggers if each.path == text.path),
            bindings=tuple(each for each in self.files.bindings if each.path == text.path),
            rules=tuple(each for each in self.files.rules if each.path == text.path),
        )
        return project_files.subjects(files, context, self._find_available, self._daemon)

    def _find_available(self) -> AvailableWorkflows:
        if self._available is None:
            find = partial(project_files.available_workflows, self.files.workflows, self.config)
            self._available = find(self.options)
        return self._available

    def found_in_value(self, path: str, value: Json) -> list[Identified]:
        """Return what the rules would find in *value* at *path*, in the newest of the engines, without places."""
        context = list(self._engines.values())[-1]
        text = replace(self.documents[path], value=value, broken=None)
        subject = workflow_subject(text, context)
        chosen = self._selection.rules_for(context.name_of(path), subject.kind)
        objects = {name: each for name, each in subject.objects().items() if name != "Document"}
        return run(objects, chosen)

    def findings(self, path: str) -> tuple[Diagnostic, ...]:
        """Return what `wfk lint` shows of the file at *path*, as far as the files have been checked."""
        self.check(path)
        self._refresh_across()
        if path not in self._shown:
            self._shown[path] = tuple(in_order(list(self._accepted(path))))
        found = self._shown[path]
        if path in self.setting_paths:
            return tuple(in_order([*found, *self._settings(path)]))
        return without_consequences(lambda: self.subject(path), found, self.findings)

    def _accepted(self, path: str) -> Sequence[Diagnostic]:
        """Return the findings of the file at *path* that neither a suppression nor the baseline hides."""
        found = self._found(path)
        if not found:
            return ()
        documents = {path: self.documents[path]} if path in self.documents else {}
        known = self._known_of(path)
        return findings_of(found, documents, self.context, self._selection, known).new

    def _known_of(self, path: str) -> KnownFindings:
        """Return the entries of the baseline that the file at *path* may match."""
        known = self._known
        if known is None:
            return NEW_BASELINE
        name = known.name_of(path)
        own = {known.name_of(each) for each in self.documents}
        entries = tuple(
            entry for entry in known.entries if entry.path == name or entry.path not in own
        )
        return replace(known, entries=entries)

    def _found(self, path: str) -> list[Diagnostic]:
        """Return the findings of the file at *path*, with those of rules about many files when all are checked."""
        checked = self._checked.get(path)
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
            for version in self._engines
        )

    def _across_in(self, path: str, version: str) -> list[Diagnostic]:
        found = [each for each in self._across.get(version, ()) if each.finding.path == path]
        return place_by_file(found, self._document_at) if found else []

    def _all_reports(self, version: str) -> list[FileReport]:
        every = (self._checked[path].reports for path in self.documents if path in self._checked)
        return [reports[version][1] for reports in every if version in reports]

    def _document_at(self, path: str) -> Document:
        known = self.documents.get(path) or self.context.routine_files.get(path)
        return known or self.project.sources_at([path])[path]

    def _settings(self, path: str) -> Iterator[Diagnostic]:
        """Yield the findings about suppressions and the baseline that are in the file at *path*, once every file is checked."""
        if not self.is_complete:
            return
        if self._about_settings is None:
            every = [each for name in self.documents for each in self._found(name)]
            result = result_of(every, self.documents, self.context, self._selection, self._known)
            own = set(map(id, every))
            self._about_settings = tuple(each for each in result.shown if id(each) not in own)
        yield from (each for each in self._about_settings if each.path == path)

    @property
    def setting_paths(self) -> frozenset[str]:
        """The files with suppressions and with the baseline."""
        config = self.context.config.path if self.context.config else ""
        return frozenset({config, self._known.document.path if self._known else ""} - {""})

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that may have findings: those of the project, its tag file, its configuration and its baseline."""
        tags = (self.context.tags_path,) if self.context.tags_path else ()
        return tuple(dict.fromkeys((*self.documents, *tags, *sorted(self.setting_paths))))

    def fixed(self, path: str, *, unsafe: bool) -> Fixed | None:
        """Return the file at *path* with all its fixes; None for a file that has no rules."""
        subject = self.subject(path)
        if subject is None:
            return None
        return fix_alone(
            subject, self.context, self._selection, self._known, choice=FixChoice(unsafe)
        )

    def replace_text(self, path: str, content: bytes) -> None:
        """Take *content* for that of the file at *path*, and note what is to be checked again."""
        before = self.documents[path]
        after = document.parse(content, path)
        if self._is_text(path):
            after = replace(after, value=None, broken=None)
        self.files = self.files.with_document(after)
        self.documents[path] = after
        self._mark([path])
        if path in {each.path for each in self.files.bindings}:
            self.reload_context()
        elif self.is_workflow(path):
            self._follow(before, after)

    def _is_text(self, path: str) -> bool:
        return any(each.path == path for each in (*self.files.triggers, *self.files.settings))

    def _follow(self, before: Document, after: Document) -> None:
        """Note what else the change of a workflow touches: the callers of a routine, and what knows its id."""
        prefixes = self.context.spec.engine.routine_prefixes
        ids = {loading.workflow_id(before), loading.workflow_id(after)}
        is_routine = before.path in self.context.routine_files or any(
            loading.own_routines([each], prefixes) for each in (before, after)
        )
        if is_routine or len(ids) > 1:
            self.reload_context([before, after])
        if self.files.triggers or self.files.bindings:
            self._available = None
            self._mark(each.path for each in (*self.files.triggers, *self.files.bindings))

    def reload_context(self, changed: Sequence[Document] | None = None) -> None:
        """Read what the files have in common again; with *changed*, two versions of one file, only what uses it is checked again."""
        ids = set(self.context.workflow_ids)
        try:
            context = self._loaded_context()
        except WorkflowkitError:
            return
        context = replace(context, checks_bindings=bool(self.files.bindings))
        self._is_across_stale = True
        self._take_context(context, self._known)
        self._available = None
        if changed is None or ids != set(context.workflow_ids):
            self._mark(self.documents)
            return
        names = {name for each in changed for name in names_of(each, context.spec)}
        self._mark(users_of(names, self.documents.values(), context.spec))

    def _loaded_context(self) -> RunContext:
        return loading.load_context(
            self.options,
            self.config,
            self.files.workflows,
            others=[each.path for each in self.files.others],
            scope=self._scope,
        )

    def recheck_asked(self) -> None:
        """Note the files whose rules would get other answers from the disk."""
        self._mark(
            path
            for path, checked in self._checked.items()
            if path in self.documents and not disk.still_holds(checked.asked)
        )

    def _mark(self, paths: Iterable[str]) -> None:
        marked = [path for path in paths if path in self.documents]
        for path in marked:
            self._forget(path)
        self.pending = {**dict.fromkeys(marked), **self.pending}


def _by_path(found: Iterable[Identified]) -> dict[str, list[Identified]]:
    """Group *found* by file."""
    grouped: dict[str, list[Identified]] = {}
    for each in found:
        grouped.setdefault(each.finding.path, []).append(each)
    return grouped
