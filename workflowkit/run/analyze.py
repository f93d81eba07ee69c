"""The map: everything that depends on one file and the context alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Protocol

from workflowkit.analysis.analysis import Analysis, DocumentKind, FileContext
from workflowkit.catalog.facts import Catalog, FileFacts, facts, facts_of, ties
from workflowkit.catalog.relations import Relations
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.diagnostics import Diagnostic, Identified, Severity
from workflowkit.format.reader import Workflow
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import run
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.catalog import place_by_file
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.lint.subjects.workflow import WorkflowSubject
from workflowkit.lint.witnesses.rules import GROUPS, OTHERS, WITHOUT
from workflowkit.records import dataclass
from workflowkit.run.context import RunContext
from workflowkit.spec.pack import SpecPack
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text


@dataclass(frozen=True, slots=True)
class FileReport:
    """The findings and facts of one file."""

    path: str
    kind: str
    """`workflow`, `routine`, `example` or `fixture`; empty for files of other kinds."""
    diagnostics: tuple[Diagnostic, ...]
    facts: FileFacts | None
    """None for files that are not JSON, or not a workflow."""


def kind_of(path: str, workflow_id: str, spec: SpecPack) -> DocumentKind:
    """Return the kind of the file at *path*: `workflow`, `routine`, `example` or `fixture`."""
    folders = path.split("/")[:-1]
    if "examples" in folders:
        return "example"
    if "routines" in folders or workflow_id.removeprefix("wr.").startswith("routine-"):
        return "routine"
    entry = spec.tags.workflows.get(workflow_id) if spec.tags else None
    if workflow_id.startswith("test-") or (entry and entry.hidden):
        return "fixture"
    return "workflow"


def workflow_subject(document: Document, context: RunContext) -> WorkflowSubject:
    """Return the subject of the workflow *document*."""
    return WorkflowSubject(
        document,
        partial(analysis_of, context=context),
        partial(_kind, spec=context.spec),
        context.routine_files,
    )


def _kind(document: Document, spec: SpecPack) -> str:
    return kind_of(document.path, as_text(as_fields(document.value).get("id")), spec)


def analyze(
    subject: FileSubject, context: RunContext, selection: Selection, *, with_runs: bool = True
) -> FileReport:
    """Run the rules of *selection* on *subject* and collect its facts. Never raises, whatever the file contains.

    Without *with_runs* no note has the shortest run that shows a finding.
    """
    path = subject.document.path
    objects = subject.objects()
    chosen = selection.rules_for(context.name_of(path), subject.kind)
    found = run(objects, chosen)
    analysis = objects.get("Analysis")
    if with_runs and isinstance(analysis, Analysis) and any(map(_may_have_witness, found)):
        # Runs are simulated only for files with findings about runs.
        from workflowkit.lint.witnesses.find import with_witnesses

        found = with_witnesses(analysis, found)
    return FileReport(
        path,
        subject.kind,
        tuple(subject.place(found)),
        facts(analysis) if isinstance(analysis, Analysis) else None,
    )


def facts_alone(document: Document, context: RunContext) -> FileReport:
    """Return the facts of a workflow without findings, for rules about many files. The file is not compiled."""
    kind = _kind(document, context.spec)
    if document.broken:
        return FileReport(document.path, kind, (), None)
    workflow = Workflow(as_fields(document.value))
    known = facts_of(workflow, document.path, kind, context.compile.routines)
    return FileReport(document.path, kind, (), known)


def _may_have_witness(identified: Identified) -> bool:
    name = identified.name
    return name in OTHERS or (identified.code[0] in GROUPS and name not in WITHOUT)


def effort(document: Document) -> int:
    """Return how much work the analysis of *document* is, relative to others."""
    return document.size


class CatalogFiles(Protocol):
    """The files of a run for rules about many files, in the order of their paths."""

    @property
    def facts(self) -> Sequence[FileFacts]:
        """The facts of each file that has some."""

    @property
    def relations(self) -> Relations:
        """Which of them can concern one another."""

    def kinds(self) -> Mapping[str, str]:
        """Return the kind of each file by path."""


class ReportedFiles(CatalogFiles):
    """The files of some reports."""

    def __init__(self, reports: Iterable[FileReport]) -> None:
        known = {report.path: report for report in reports}
        # In the order of paths, so that findings do not depend on the order of arguments.
        self._reports = [known[path] for path in sorted(known)]

    @property
    def facts(self) -> Sequence[FileFacts]:
        """The facts of each file that has some."""
        return tuple(report.facts for report in self._reports if report.facts)

    @property
    def relations(self) -> Relations:
        """Which of them can concern one another."""
        return Relations.of(map(ties, self.facts))

    def kinds(self) -> Mapping[str, str]:
        """Return the kind of each file by path."""
        return {report.path: report.kind for report in self._reports}


def check_across(
    files: CatalogFiles,
    context: RunContext,
    selection: Selection,
    document_at: Callable[[str], Document],
) -> list[Diagnostic]:
    """Run the rules about many files on the facts of *files*; *document_at* returns the file of a finding."""
    return place_by_file(found_across(files, context, selection), document_at)


def found_across(
    files: CatalogFiles, context: RunContext, selection: Selection
) -> list[Identified]:
    """Return what the rules about many files find, without places."""
    kinds = files.kinds()

    def chosen_for(path: str, kind: str | None) -> Sequence[tuple[Rule, Severity]]:
        if kind is None and path != context.tags_path:
            return ()
        chosen = selection.rules_for(context.name_of(path), "workflow" if kind is None else kind)
        return chosen.get("Catalog", ())

    # A rule that applies to some files reads all; its findings in others are dropped.
    places: Iterable[tuple[str, str | None]] = kinds.items()
    if context.tags_path is not None:
        places = chain(places, [(context.tags_path, kinds.get(context.tags_path))])
    pairs = (pair for path, kind in places for pair in chosen_for(path, kind))
    rules = list({rule.code: (rule, severity) for rule, severity in pairs}.values())
    if not rules:
        return []
    catalog = Catalog(
        files.facts, files.relations, context.spec, context.tags_path, context.is_whole
    )
    found: list[Identified] = []
    for identified in run({"Catalog": catalog}, {"Catalog": rules}):
        path = identified.finding.path
        found += [
            replace(identified, severity=severity)
            for rule, severity in chosen_for(path, kinds.get(path))
            if rule.code == identified.code
        ]
    return found


def analysis_of(document: Document, context: RunContext) -> Analysis | None:
    """Return the analysis of *document*; None when it is not JSON."""
    if document.broken:
        return None
    workflow = Workflow(as_fields(document.value))
    return Analysis(
        document=document,
        workflow=workflow,
        compilation=compile_workflow(document.value, context.compile),
        compile_context=context.compile,
        spec=context.spec,
        file=FileContext(
            kind=kind_of(document.path, workflow.id, context.spec),
            workflow_ids=context.workflow_ids,
            is_bundled=document.path in context.bundled_paths,
            file_exists=context.package_of(document.path) if context.package_of else None,
            has_own_rules=context.stamped_paths is None or document.path in context.stamped_paths,
            checks_bindings=context.checks_bindings,
            is_published_with=context.publishes_both
            and partial(context.publishes_both, document.path),
        ),
    )
