"""A project: the files that one configuration governs, and the operations of the commands on them.

Files are read by `Project.load`; everything after it is computed from memory.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from workflowkit.analysis.analysis import Analysis
from workflowkit.config.settings import Config, LintConfig, RuleChoice
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.baseline import KnownFindings
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.records import dataclass
from workflowkit.report.result import Result
from workflowkit.run import baseline_file, discovery, loading, project_files
from workflowkit.run.analyze import (
    FileReport,
    ReportedFiles,
    analysis_of,
    analyze,
    check_across,
    workflow_subject,
)
from workflowkit.run.consequences import Consequences
from workflowkit.run.context import RunContext
from workflowkit.run.discovery import Paths, Search
from workflowkit.run.engine_ranges import judged_by_engine, merged_by_engine
from workflowkit.run.file_reports import FileInContext, over_documents, reports_on
from workflowkit.run.focus import EVERYTHING, Focus
from workflowkit.run.found_files import FoundFiles
from workflowkit.run.loading import Options
from workflowkit.run.project_files import ProjectFiles
from workflowkit.run.result import changed_entries, findings_of, result_of
from workflowkit.run.stored_files import JoinedDocuments, StoredFiles
from workflowkit.text.document import Document

if TYPE_CHECKING:
    from workflowkit.catalog.build import Build
    from workflowkit.catalog.manifest_row import ManifestRow
    from workflowkit.lint.fixes import Fixed
    from workflowkit.lint.subjects.subject import FileSubject
    from workflowkit.triggers.trigger import DaemonContext
    from workflowkit.triggers.trigger_file import TriggerFile


@dataclass(frozen=True)
class Project:
    """The files of one run and what they have in common."""

    documents: Sequence[Document]
    """The workflow files."""
    context: RunContext
    config: Config = field(default_factory=Config)
    others: ProjectFiles = field(default_factory=ProjectFiles)
    """The other files: triggers, bindings, authoring rules, configuration."""
    options: Options = field(default_factory=Options)
    daemon: DaemonContext | None = None
    """What triggers are checked against; None for the available workflows."""
    progress: Callable[[int, int], None] | None = None
    """Called after each file with the numbers of finished and of all files."""
    jobs: int | None = 1
    """How many processes work; None for what the machine and the number of files suggest."""
    focus: Focus = EVERYTHING
    """The files whose findings are reported."""

    @classmethod
    def load(cls, paths: Paths = (), options: Options | None = None) -> Project:
        """Read the files and folders at *paths* (the configured ones, or the current folder, when there are none) as one project.

        Its configuration is the nearest one at or above all of *paths*; `ProjectGroup` gives each file its own.
        Raises UsageError for invalid paths and settings, UnreadableFile for an unreadable configuration or spec pack.
        A workflow file that cannot be read is a broken document, which linting reports.
        """
        return cls._loaded(paths, options or Options(), project_files.is_wanted)

    @classmethod
    def load_workflows(cls, paths: Paths, options: Options | None = None) -> Project:
        """Read the files that *paths* name as workflows, and the workflows in its folders; raises as `load`."""
        return cls._loaded(paths, options or Options(), None)

    @classmethod
    def _loaded(
        cls,
        paths: Paths,
        options: Options,
        is_wanted: Callable[[str], bool] | None,
    ) -> Project:
        named = discovery.path_texts(paths)
        config = discovery.find_config(discovery.common_folder(named))
        given = named or discovery.configured_paths(config)
        search = discovery.search(given, None, is_wanted)
        project_files.add_bindings(search, given, project_files.bindings_file(options, config))
        return cls.of_found(search, search.found, given, options, config)

    @classmethod
    def of_found(
        cls,
        search: Search,
        found: FoundFiles,
        given: Sequence[str],
        options: Options,
        config: Config,
    ) -> Project:
        """Return the project of the files *found*, governed by *config*; *given* are the searched paths."""
        project_files.check_rule_names(config)
        if search.is_wanted is project_files.is_wanted:
            files = project_files.read(search, found, project_files.bindings_file(options, config))
        else:
            files = ProjectFiles(project_files.workflows(search, found))
        context = loading.load_context(
            options,
            config,
            files.workflows,
            others=[document.path for document in files.others],
            scope=given,
        )
        context = replace(context, checks_bindings=bool(files.bindings))
        return cls(files.workflows, context, config, replace(files, workflows=()), options)

    @classmethod
    def of_content(cls, content: bytes, path: str, options: Options | None = None) -> Project:
        """Return the project of one file in memory: *content*, as if it were the file at *path*. Raises as `load`."""
        options, config = options or Options(), discovery.find_config(Path(path).parent)
        project_files.check_rule_names(config)
        files = project_files.of_content(
            content, path, project_files.bindings_file(options, config)
        )
        others = [document.path for document in files.others]
        context = loading.load_context(options, config, files.workflows, others=others)
        return cls(files.workflows, context, config, replace(files, workflows=()), options)

    @classmethod
    def load_triggers(cls, path: str, options: Options, daemon: DaemonContext | None) -> Project:
        """Read the trigger file at *path*, with any name, and nothing else.

        Raises UsageError and UnreadableFile.
        """
        config = discovery.find_config(path)
        context = loading.load_context(options, config, others=[path])
        files = ProjectFiles(triggers=(loading.read_text(path),))
        return cls((), context, config, files, options, daemon)

    @cached_property
    def subjects(self) -> tuple[FileSubject, ...]:
        """The subjects of the files that are not workflows."""
        files = replace(self.others, workflows=self.documents)
        available = partial(project_files.available_workflows, files.workflows, self.config)
        return project_files.subjects(
            files, self.context, partial(available, self.options), self.daemon
        )

    @property
    def trigger_file(self) -> TriggerFile:
        """The trigger file of a project that was loaded with `load_triggers`."""
        from workflowkit.lint.subjects.trigger_file import TriggerSubject

        return next(
            subject.file for subject in self.subjects if isinstance(subject, TriggerSubject)
        )

    @property
    def n_files(self) -> int:
        """Number of files."""
        return len(self.documents) + len(self.others.others)

    @cached_property
    def sources(self) -> Mapping[str, Document]:
        """All documents that findings may point at, by path."""
        if isinstance(self.documents, StoredFiles):
            return JoinedDocuments(self.own, self.context.routine_files)
        return {**self.context.routine_files, **self.own}

    def reports(self, selection: Selection) -> Sequence[FileReport]:
        """Return the diagnostics and facts of each file."""
        own = [(document, self.context) for document in self.documents]
        return [*self._reports_on(own, selection), *self._other_reports(selection)]

    def _reports_on(
        self, files: Sequence[FileInContext], selection: Selection
    ) -> Sequence[FileReport]:
        return reports_on(files, selection, self.focus, self.jobs, self.progress)

    def _other_reports(self, selection: Selection) -> list[FileReport]:
        """Return the diagnostics and facts of each file that is not a workflow."""
        others = (each for each in self.subjects if self.focus.has(each.document.path))
        return [analyze(subject, self.context, selection) for subject in others]

    def lint(
        self,
        rules: Sequence[Rule] = ALL,
        *,
        baseline: str | None = None,
        today: datetime.date | None = None,
    ) -> Result:
        """Run *rules* on every file; findings that suppressions or the baseline accept are not shown.

        The baseline is the configured or the existing one unless another is given; an empty name disables it.
        *today* decides which suppressions have expired. Raises UsageError and UnreadableFile for a baseline that cannot be used.
        """
        started = time.perf_counter()
        selection = self._selection(rules)
        context = replace(self.context, today=today or self.context.today)
        known = self.known_findings(baseline)
        own, context = self.focus.of(self.own), self.focus.judged(context)
        result = result_of(self._found(selection), own, context, selection, known)
        result = replace(result, shown=Consequences(self.subjects).without(result.shown))
        return replace(result, seconds=time.perf_counter() - started)

    def _found(self, selection: Selection) -> list[Diagnostic]:
        def rest(context: RunContext, reports: Sequence[FileReport]) -> list[Diagnostic]:
            others = replace(self, context=context)._other_reports(selection)
            files = ReportedFiles([*reports, *others])
            across = check_across(files, context, selection, self.document_at)
            found = [diagnostic for report in others for diagnostic in report.diagnostics]
            return [*found, *filter(self.focus.touches, across)]

        if self.context.engines:
            report = partial(self._reports_on, selection=selection)
            return merged_by_engine(judged_by_engine(self.documents, self.context, report, rest))
        own = [(document, self.context) for document in self.documents]
        reports = self._reports_on(own, selection)
        found = [diagnostic for report in reports for diagnostic in report.diagnostics]
        return [*found, *rest(self.context, reports)]

    def sources_of(self, result: Result) -> Mapping[str, Document]:
        """Return the text of every file in *result*, for reports with frames."""
        return self.shown_at({diagnostic.path for diagnostic in result.shown})

    def shown_at(self, paths: Collection[str]) -> Mapping[str, Document]:
        """Return all known files, and those at *paths*, as reports may show them."""
        shown = dict(self.sources_at(paths))
        if self.subjects:  # Most projects have workflows only.
            from workflowkit.lint.subjects.trigger_file import TriggerSubject

            masked = [each.shown for each in self.subjects if isinstance(each, TriggerSubject)]
            shown |= {document.path: document for document in masked if document.path in paths}
        return JoinedDocuments(shown, self.sources)

    def sources_at(self, paths: Iterable[str]) -> Mapping[str, Document]:
        """Return the files at *paths*, from memory or from the disk."""
        return {path: self.document_at(path) for path in paths}

    def document_at(self, path: str) -> Document:
        """Return the file at *path*, from memory or from the disk."""
        return self.sources.get(path) or loading.read_document(Path(path))

    def baseline(
        self, path: str | None = None, rules: Sequence[Rule] = ALL, *, prune: bool = False
    ) -> baseline_file.BaselineChange:
        """Return the new baseline file at *path*, by default the effective one.

        It accepts all current findings, and keeps the entries that this run does not cover.
        With *prune*, entries whose finding or file no longer exists are removed, and nothing new is accepted.
        """
        known, selection = self.changed_findings(path, prune=prune), self._selection(rules)
        found = findings_of(self._found(selection), self.own, self.context, selection, known)
        entries = changed_entries(found.entries, found.compared, known.gone, prune=prune)
        return baseline_file.change_of(self.baseline_path(path), known, entries)

    def fixed(
        self,
        rules: Sequence[Rule] = ALL,
        *,
        unsafe: bool = False,
        baseline: str | None = None,
        paths: Collection[str] | None = None,
        fingerprints: Collection[str] = (),
    ) -> dict[str, Fixed]:
        """Return the fixed files by path, for each file, or each at *paths*, with applied or skipped fixes, or those of the *fingerprints*. Accepted findings stay."""
        from workflowkit.lint.fixes import FixChoice
        from workflowkit.run.alone import fix_alone

        choice = FixChoice(unsafe, fingerprints)
        selection = self._selection(rules)
        known = self.known_findings(baseline)
        changed: dict[str, Fixed] = {}
        wanted = self.own if paths is None else paths
        chosen = [each for each in self.documents if each.path in wanted]
        subjects = (workflow_subject(document, self.context) for document in chosen)
        for subject in (*subjects, *self.subjects):
            path = subject.document.path
            if not self.focus.has(path) or path not in wanted:
                continue
            result = fix_alone(subject, self.context, selection, known, choice=choice)
            if result.applied or result.skipped:
                changed[path] = result
        return changed

    def known_findings(self, baseline: str | None = None) -> KnownFindings | None:
        """Load the baseline that `lint` uses; None when there is none. Raises UsageError and UnreadableFile."""
        path = baseline_file.find(baseline, self.config, self._start)
        return baseline_file.load(path, self.own, self._scope)

    def changed_findings(self, baseline: str | None, *, prune: bool) -> KnownFindings:
        """Load the baseline that is to be changed; with *prune* it has to exist. Raises as `known_findings`."""
        path = self.baseline_path(baseline)
        return baseline_file.load_for_change(path, self.own, self._scope, prune=prune)

    def baseline_path(self, given: str | None = None) -> str:
        """Return where to write the baseline: *given*, else the effective one, else next to the configuration."""
        return baseline_file.target(given, self.config, self._start)

    @property
    def _scope(self) -> tuple[str, ...]:
        """The places that were searched."""
        folder = self.config.folder
        return tuple(os.path.join(folder, place) for place in self.context.scope)

    @property
    def _start(self) -> str:
        """The first file of the run, where the search for a baseline begins."""
        return next(iter(self.own), "x")

    def _selection(self, rules: Sequence[Rule]) -> Selection:
        return Selection(self.context.lint, rules, self.context.only)

    @cached_property
    def own(self) -> Mapping[str, Document]:
        """The files of this run by path."""
        subjects = (subject.document for subject in self.subjects)
        others = {each.path: each for each in (*self.others.settings, *subjects)}
        if isinstance(self.documents, StoredFiles):
            return JoinedDocuments(self.documents.by_path, others)
        return {**{document.path: document for document in self.documents}, **others}

    def compile(self) -> Build:
        """Compile every document and describe all of them in a manifest."""
        from workflowkit.catalog.build import Build
        from workflowkit.run.describe import compiled

        context = self.context
        files = over_documents(
            partial(compiled, context=context), self.documents, self.jobs, self.progress
        )
        return Build(files, context.compile, context.spec)

    def analysis(self, path: str) -> Analysis:
        """Return the analysis of the document at *path*. Raises KeyError for any other path and for a document that is not JSON."""
        documents = {document.path: document for document in self.documents}
        found = analysis_of(documents[path], self.context)
        if found is None:
            raise KeyError(path)
        return found

    def rows(self) -> list[ManifestRow]:
        """Return the manifest rows of all documents that are JSON, in their order."""
        from workflowkit.run.describe import describe

        analyses = (analysis_of(document, self.context) for document in self.documents)
        return [describe(analysis, self.context) for analysis in analyses if analysis]

    def with_progress(self, progress: Callable[[int, int], None] | None) -> Project:
        """Return the same project, which reports its progress to *progress*."""
        return replace(self, progress=progress)

    def with_jobs(self, jobs: int | None) -> Project:
        """Return the same project, which uses *jobs* processes, or with a suitable number when None."""
        return replace(self, jobs=jobs)

    def with_texts(self, texts: Mapping[str, str]) -> Project:
        """Return the same project with new *texts* for the files at some paths."""
        files = replace(self.others, workflows=self.documents).with_texts(texts)
        return replace(self, documents=files.workflows, others=replace(files, workflows=()))

    def only(self, paths: Collection[str]) -> Project:
        """Return the same project with only the workflows at *paths*."""
        kept = tuple(document for document in self.documents if document.path in paths)
        return replace(self, documents=kept, others=ProjectFiles())

    def engine_errors(self) -> Result:
        """Lint with only the rules of profile `core`; nothing is suppressed or known, as the engine accepts no error."""
        context = replace(self.context, lint=LintConfig(profile="core"))
        return replace(self, context=context).lint(baseline="")

    def with_rules(self, choice: RuleChoice, only: Iterable[str] = ()) -> Project:
        """Return the same project with *choice* over the configured rules; with *only*, these rules alone run."""
        only = tuple(only)
        choice = replace(choice, select=(*choice.select, *only))
        lint = self.context.lint.with_rules(self.context.lint.rules.refined(choice))
        return replace(self, context=replace(self.context, lint=lint, only=only))
