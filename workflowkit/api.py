"""What the commands do, without the commands.

    import workflowkit

    result = workflowkit.lint(["workflows"])
    project = workflowkit.Project.load(["workflows"])
    for built in project.compile().files:
        print(built.path, built.compilation.hash)

Reading files happens in `Project.load`; everything after it is computed from memory.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from workflowkit import loading
from workflowkit.batch.analyze import FileReport, Shared, analysis_of, analyze
from workflowkit.catalog.build import Build, build
from workflowkit.compiler.environment import Environment
from workflowkit.compiler.pipeline import Compilation
from workflowkit.compiler.pipeline import compile_workflow as compile_value
from workflowkit.diagnostics import in_order
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.loading import Options
from workflowkit.project.settings import Config, LintConfig, RuleChoice
from workflowkit.report.result import Result
from workflowkit.source import document
from workflowkit.source.document import Document
from workflowkit.source.routes import Json
from workflowkit.version import VERSION


@dataclass(frozen=True)
class Project:
    """The documents of one run and what they have in common."""

    documents: tuple[Document, ...]
    shared: Shared
    config: Config = field(default_factory=Config)

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

        Raises UsageError for paths and settings that cannot be, UnreadableFile for files that cannot be read.
        """
        given = [str(path) for path in paths]
        config = loading.find_config(given[0] if given else "")
        given = given or list(config.paths) or ["."]
        options = Options(spec=spec, routines=tuple(routines), bindings=bindings, engine=engine)
        shared = loading.load_shared(options, config)
        read = loading.read_documents(loading.find_files(given))
        named = {Path(path).as_posix() for path in given}
        documents = tuple(
            item for item in read if item.path in named or loading.looks_like_workflow(item)
        )
        return cls(documents, loading.with_catalogue(shared, documents), config)

    @cached_property
    def sources(self) -> Mapping[str, Document]:
        """All documents that findings may point at, by path."""
        return {**self.shared.documents, **{item.path: item for item in self.documents}}

    def reports(self, rules: Sequence[Rule] = ALL) -> list[FileReport]:
        """What each file contributes: diagnostics and manifest row."""
        return [analyze(item, self.shared, rules) for item in self.documents]

    def lint(self, rules: Sequence[Rule] = ALL) -> Result:
        """Run *rules* on every document."""
        started = time.perf_counter()
        reports = self.reports(rules)
        found = [diagnostic for report in reports for diagnostic in report.diagnostics]
        shown = tuple(in_order(found))
        return Result(
            shown=shown,
            n_files=len(self.documents),
            n_fixable=sum(bool(item.finding.fix and item.finding.fix.safe) for item in shown),
            seconds=time.perf_counter() - started,
            tool_version=VERSION,
        )

    def compile(self) -> Build:
        """Compile every document and describe all of them in a manifest."""
        analyses = [(item, analysis_of(item, self.shared)) for item in self.documents]
        return build(analyses, self.shared.environment, self.shared.spec, self.shared.sources)

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
        workflow = document.parse(content, "<text>").value
    if environment is None:
        environment = loading.load_shared(Options(), Config()).environment
    return compile_value(workflow, environment)
