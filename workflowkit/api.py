"""What the commands do, without the commands.

    import workflowkit

    result = workflowkit.lint(["workflows"])
    project = workflowkit.Project.load(["workflows"])
    for built in project.compile().files:
        print(built.path, built.compilation.hash)

Reading files happens in `Project.load`; everything after it is computed from memory.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from workflowkit import loading
from workflowkit.analysis.subject import Analysis
from workflowkit.batch.analyze import (
    FileReport,
    Shared,
    analysis_of,
    analyze_with,
    check_across,
    prepare,
)
from workflowkit.batch.pool import map_in_pool, workers_for
from workflowkit.batch.reduce import Accepted, result_of
from workflowkit.compiler.environment import Environment
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.pipeline import compile_workflow as compile_value
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.baseline import entry, to_text
from workflowkit.lint.baseline import parse as parse_baseline
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.loading import Options
from workflowkit.project.settings import Config, LintConfig, RuleChoice
from workflowkit.report.result import Result
from workflowkit.source.document import Document, parse
from workflowkit.source.routes import Json

if TYPE_CHECKING:
    from workflowkit.catalog.build import Build
    from workflowkit.catalog.rows import Row
    from workflowkit.lint.fixes import Fixed


@dataclass(frozen=True)
class Project:
    """The documents of one run and what they have in common."""

    documents: tuple[Document, ...]
    shared: Shared
    config: Config = field(default_factory=Config)
    progress: Callable[[int, int], None] | None = None
    """Told after each file how many are done, and of how many."""
    jobs: int | None = 1
    """How many processes lint; None for what the machine and the number of files suggest."""

    @classmethod
    def load(
        cls,
        paths: Sequence[str | Path] = (),
        *,
        spec: str | None = None,
        routines: Sequence[str] = (),
        bindings: str | None = None,
        engine: str | None = None,
    ) -> Project:
        """Read the files and folders at *paths* (the configured ones, or the current folder, when there are none).

        Raises UsageError for paths and settings that cannot be, UnreadableFile for a configuration, spec pack or bindings file that cannot be read.
        A workflow file that cannot be read is a broken document, which linting reports.
        """
        given = [str(path) for path in paths]
        config = loading.find_config(given[0] if given else "")
        whole = list(config.paths) or ["."]
        given = given or whole
        options = Options(spec=spec, routines=tuple(routines), bindings=bindings, engine=engine)
        shared = loading.load_shared(options, config)
        documents = tuple(loading.workflow_documents(given))
        is_whole = {Path(path) for path in whole} <= {Path(path) for path in given}
        shared = loading.with_catalogue(
            shared, documents, config.folder, spec or config.spec, is_whole
        )
        return cls(documents, shared, config)

    @cached_property
    def sources(self) -> Mapping[str, Document]:
        """All documents that findings may point at, by path."""
        return {**self.shared.documents, **{item.path: item for item in self.documents}}

    def reports(self, rules: Sequence[Rule] = ALL) -> list[FileReport]:
        """What each file contributes: diagnostics and facts."""
        selection = Selection(self.shared.lint, rules)
        n_workers = workers_for(len(self.documents), self.jobs)
        if n_workers > 1:
            prepare(self.shared, rules)
        return map_in_pool(
            lambda item: analyze_with(item, self.shared, selection),
            self.documents,
            n_workers,
            effort=lambda item: item.size,
            progress=self.progress,
        )

    def _counted(self) -> Iterator[Document]:
        """The documents one by one, with a word to *progress* after each."""
        for number, item in enumerate(self.documents, 1):
            yield item
            if self.progress is not None:
                self.progress(number, len(self.documents))

    def lint(
        self,
        rules: Sequence[Rule] = ALL,
        *,
        baseline: str | None = None,
        today: datetime.date | None = None,
    ) -> Result:
        """Run *rules* on every document; what suppressions and the baseline file (the configured one unless given) accept is held back.

        *today* decides which suppressions have expired. Raises UsageError for a baseline that cannot be read.
        """
        started = time.perf_counter()
        found = self._found(rules)
        result = result_of(found, self._own, self._accepted(baseline, today), rules)
        return replace(result, seconds=time.perf_counter() - started)

    def _found(self, rules: Sequence[Rule]) -> list[Diagnostic]:
        reports = self.reports(rules)
        across = check_across(reports, self.shared, rules, self._document_at)
        return [*(item for report in reports for item in report.diagnostics), *across]

    def sources_of(self, result: Result) -> Mapping[str, Document]:
        """The text of every file that *result* points at, for reports with frames."""
        named = {item.path for item in result.shown}
        return {**self.sources, **{path: self._document_at(path) for path in named}}

    def _document_at(self, path: str) -> Document:
        return self.sources.get(path) or loading.read_document(Path(path))

    def baseline(self, rules: Sequence[Rule] = ALL, today: datetime.date | None = None) -> str:
        """The text of a baseline file that holds everything that linting finds now."""
        accepted = replace(self._accepted(None, today), baseline=(), baseline_file=None)
        found = self._found(rules)
        shown = result_of(found, self._own, accepted, rules).shown
        entries = [
            replace(
                entry(item, self.sources.get(item.path)),
                path=accepted.names.get(item.path, item.path),
            )
            for item in shown
            if item.path in self._own
        ]
        return to_text(entries)

    def fixed(self, rules: Sequence[Rule] = ALL, *, unsafe: bool = False) -> dict[str, Fixed]:
        """What fixing makes of each document that has fixes, by path; held-back ones count. Suppressed findings stay."""
        from workflowkit.lint.fixes import fix_text

        # Files are linted one at a time here, so that nothing can be said of the whole catalogue.
        alone = replace(self, shared=replace(self.shared, is_whole=False))
        accepted = replace(self._accepted(None, None), is_whole=False)

        def lint_text(path: str, text: str) -> Sequence[Diagnostic]:
            one = alone.with_document(parse(text.encode("utf-8", "surrogatepass"), path))
            return result_of(one._found(rules), one._own, accepted, rules).shown

        changed: dict[str, Fixed] = {}
        for item in self.documents:
            if item.broken or not item.is_faithful or item.repeated_keys():
                continue
            result = fix_text(
                item.text,
                partial(lint_text, item.path),
                self._compile_text,
                unsafe=unsafe,
            )
            if result.applied or result.n_held_back:
                changed[item.path] = result
        return changed

    def _compile_text(self, text: str) -> Compilation | None:
        item = parse(text.encode("utf-8", "surrogatepass"), "")
        return None if item.broken else compile_value(item.value, self.shared.environment)

    def check_baseline(self, baseline: str | None = None) -> None:
        """Read the baseline file that `lint` would use. Raises UsageError and UnreadableFile as `lint` does."""
        self._accepted(baseline, None)

    def _accepted(self, baseline: str | None, today: datetime.date | None) -> Accepted:
        baseline = baseline or self.config.lint.baseline
        baseline_file = loading.read_document(Path(baseline)) if baseline else None
        suppressions = self.config.lint.suppress
        config = loading.read_text(self.config.path) if suppressions else None
        return Accepted(
            today=today or datetime.datetime.now(tz=datetime.UTC).date(),
            suppressions=suppressions,
            baseline=parse_baseline(baseline_file.text, baseline_file.path)
            if baseline_file
            else (),
            is_whole=self.shared.is_whole,
            names=self.shared.sources,
            config=config,
            baseline_file=baseline_file,
        )

    @cached_property
    def _own(self) -> Mapping[str, Document]:
        return {item.path: item for item in self.documents}

    def compile(self) -> Build:
        """Compile every document and describe all of them in a manifest."""
        from workflowkit.batch.describe import describe
        from workflowkit.catalog.build import build

        analyses = [(item, analysis_of(item, self.shared)) for item in self._counted()]
        shared = self.shared
        return build(
            analyses,
            shared.environment,
            shared.spec,
            lambda analysis: describe(analysis, shared),
        )

    def analysis(self, path: str) -> Analysis:
        """Everything known of the document at *path*. Raises KeyError for a path that is none of them, or is not JSON."""
        found = analysis_of(self._own[path], self.shared)
        if found is None:
            raise KeyError(path)
        return found

    def rows(self) -> list[Row]:
        """The manifest rows of all documents that are JSON, in their order."""
        from workflowkit.batch.describe import describe

        analyses = (analysis_of(item, self.shared) for item in self.documents)
        return [describe(analysis, self.shared) for analysis in analyses if analysis]

    def telling(self, progress: Callable[[int, int], None] | None) -> Project:
        """The same project, which tells *progress* how far it is."""
        return replace(self, progress=progress)

    def with_jobs(self, jobs: int | None) -> Project:
        """The same project, which lints with as many processes as *jobs*, or with as many as seem right."""
        return replace(self, jobs=jobs)

    def with_texts(self, texts: Mapping[str, str]) -> Project:
        """The same project with the documents at some paths replaced by new *texts*."""
        documents = tuple(
            parse(texts[item.path].encode("utf-8", "surrogatepass"), item.path)
            if item.path in texts
            else item
            for item in self.documents
        )
        return replace(self, documents=documents)

    def with_document(self, document: Document) -> Project:
        """The same project with *document* alone."""
        return replace(self, documents=(document,))

    def only(self, paths: Collection[str]) -> Project:
        """The same project with the documents at *paths* alone."""
        kept = tuple(item for item in self.documents if item.path in paths)
        return replace(self, documents=kept)

    def errors_only(self) -> Project:
        """The same project with the rules of profile `core` alone."""
        lint = LintConfig(rules=RuleChoice(profile="core"))
        return replace(self, shared=replace(self.shared, lint=lint))

    def with_rules(self, choice: RuleChoice) -> Project:
        """The same project with *choice* on top of the configured rules."""
        lint = replace(self.shared.lint, rules=self.shared.lint.rules.refined(choice))
        return replace(self, shared=replace(self.shared, lint=lint))


def lint(
    paths: Sequence[str | Path] = (),
    *,
    profile: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    spec: str | None = None,
    routines: Sequence[str] = (),
    bindings: str | None = None,
    engine: str | None = None,
) -> Result:
    """Lint the files and folders at *paths*, as `wfk lint` does. Raises as `Project.load`."""
    project = Project.load(paths, spec=spec, routines=routines, bindings=bindings, engine=engine)
    choice = RuleChoice(profile=profile, select=tuple(select), ignore=tuple(ignore))
    return project.with_rules(choice).lint()


def compile_workflow(
    workflow: Json | str | bytes, environment: Environment | None = None
) -> Compilation:
    """Compile one workflow, given as JSON text or as a parsed value, with the bundled pack unless *environment* says otherwise.

    Text that is not JSON compiles like a value that is no object: `schema_failed`.
    """
    if isinstance(workflow, str | bytes):
        content = (
            workflow.encode("utf-8", "surrogatepass") if isinstance(workflow, str) else workflow
        )
        workflow = parse(content, "<text>").value
    if environment is None:
        environment = loading.load_shared(Options(), Config()).environment
    return compile_value(workflow, environment)
