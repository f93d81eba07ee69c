"""The map: everything that can be known from one file and what it depends on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from workflowkit.analysis.subject import Analysis, DocumentKind, Surroundings
from workflowkit.catalog.facts import Catalog, FileFacts, facts
from workflowkit.compiler.environment import Environment
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import Identified, check_catalog, run
from workflowkit.lint.selection import severities
from workflowkit.model.verdict import is_workflow
from workflowkit.model.view import Workflow
from workflowkit.project.settings import LintConfig, RuleChoice
from workflowkit.report.placing import place
from workflowkit.source.document import Document
from workflowkit.source.values import as_fields
from workflowkit.spec.pack import SpecPack

if TYPE_CHECKING:
    from workflowkit.catalog.stamps import Stamp


@dataclass(frozen=True)
class Shared:
    """What all files of one run have in common."""

    environment: Environment
    spec: SpecPack
    lint: LintConfig = field(default_factory=LintConfig)
    workflow_ids: Collection[str] = ()
    """Ids of every workflow and routine that is at hand."""
    bundled_paths: Collection[str] = ()
    """Files of a source that may use the reserved namespace."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    """Routine files by path, for places that findings in other files point at."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Document path to what the manifest calls it."""
    file_exists: Callable[[str], bool] | None = None
    """Tells whether a path relative to the package exists."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Workflow id to what it was reviewed with, from the lock file."""
    tags_path: str | None = None
    """The tag file that the documents answer to."""
    is_whole: bool = False
    """True when no file of the catalogue is missing among the documents."""
    selected: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file contributes to a run."""

    path: str
    kind: str
    diagnostics: tuple[Diagnostic, ...]
    facts: FileFacts | None
    """None for files that hold no JSON."""


def kind_of(path: str, workflow_id: str, spec: SpecPack) -> DocumentKind:
    """Whether the file at *path* is a `workflow`, `routine`, `example` or `fixture`."""
    folders = path.split("/")[:-1]
    if "examples" in folders:
        return "example"
    if "routines" in folders or workflow_id.removeprefix("wr.").startswith("routine-"):
        return "routine"
    entry = spec.tags.workflows.get(workflow_id) if spec.tags else None
    if workflow_id.startswith("test-") or (entry and entry.hidden):
        return "fixture"
    return "workflow"


def analyze(document: Document, shared: Shared, rules: Collection[Rule]) -> FileReport:
    """Compile *document*, run *rules* on it and note its facts. Never raises for anything that the file may hold."""
    analysis = analysis_of(document, shared)
    kind = analysis.kind if analysis else kind_of(document.path, "", shared.spec)
    choice = shared.lint.rules_for(shared.sources.get(document.path, document.path))
    about_text, about_workflow = _selected(shared, choice, rules, kind)
    found = run(document, about_text)
    if analysis is not None:
        found += run(analysis, about_workflow)
    return FileReport(
        document.path,
        kind,
        tuple(_placed(document, found, shared.documents)),
        facts(analysis) if analysis else None,
    )


def _selected(shared: Shared, choice: RuleChoice, rules: Collection[Rule], kind: str) -> Any:
    """The rules that speak about files of *kind*, with their severities: those about text, those about workflows. Kept for the run."""
    key = (id(choice), id(rules), kind)
    found = shared.selected.get(key)
    if found is None:
        chosen = severities(choice, rules, kind)
        of_kind = {
            subject: [
                (rule, chosen[rule.name])
                for rule in rules
                if rule.name in chosen and rule.subject == subject
            ]
            for subject in ("Document", "Analysis")
        }
        found = (of_kind["Document"], of_kind["Analysis"], choice, rules)
        shared.selected[key] = found
    return found[:2]


def prepare(shared: Shared, rules: Iterable[Rule]) -> None:
    """Import the rules that most files need, so that copies of this process have them."""
    rules = [rule for rule in rules if rule.subject in ("Document", "Analysis")]
    chosen = severities(shared.lint.rules, rules, "workflow")
    for rule in rules:
        if rule.name in chosen:
            rule.prepare()


def effort(document: Document) -> int:
    """How much work *document* is to analyze, compared with others: as its size, unless the models must be loaded to explain it."""
    return document.size


_MODELS = 100_000
"""Bytes of workflows that are analyzed in the time that loading the models takes."""


def check_across(
    reports: Iterable[FileReport],
    shared: Shared,
    rules: Collection[Rule],
    document_at: Callable[[str], Document],
) -> list[Diagnostic]:
    """Run the rules about many files on what the files contributed; *document_at* gives the text of a file that a finding is in."""
    known = {report.path: report for report in reports}
    catalog = Catalog(
        tuple(report.facts for report in known.values() if report.facts),
        shared.spec,
        shared.tags_path,
        shared.is_whole,
    )
    catalogue = [rule for rule in rules if rule.subject == "Catalog"]
    chosen_for = (
        cache(lambda path, kind: severities(shared.lint.rules_for(path), catalogue, kind))
        if shared.lint.per_file
        else cache_kind(shared, catalogue)
    )
    everywhere: dict[str, Severity] = {}
    for path, report in known.items():
        everywhere |= chosen_for(shared.sources.get(path, path), report.kind)
    by_path: dict[str, list[Identified]] = {}
    for item in check_catalog(catalog, catalogue, everywhere):
        path = item.finding.path
        kind = known[path].kind if path in known else "workflow"
        chosen = chosen_for(shared.sources.get(path, path), kind)
        if item.rule.name in chosen:
            by_path.setdefault(path, []).append(replace(item, severity=chosen[item.rule.name]))
    documents = {path: document_at(path) for path in known} if by_path else {}
    return [
        diagnostic
        for path, found in by_path.items()
        for diagnostic in _placed(document_at(path), found, documents)
    ]


def cache_kind(
    shared: Shared, rules: Collection[Rule]
) -> Callable[[str, str], dict[str, Severity]]:
    """The severities by kind alone, where no file has a choice of its own."""
    by_kind = {}

    def chosen(_: str, kind: str) -> dict[str, Severity]:
        if kind not in by_kind:
            by_kind[kind] = severities(shared.lint.rules, rules, kind)
        return by_kind[kind]

    return chosen


def analysis_of(document: Document, shared: Shared) -> Analysis | None:
    """Everything known of *document*; None when it is not JSON."""
    if document.broken:
        return None
    workflow = Workflow(as_fields(document.value))
    return Analysis(
        document=document,
        workflow=workflow,
        compilation=compile_workflow(document.value, shared.environment),
        environment=shared.environment,
        spec=shared.spec,
        surroundings=Surroundings(
            kind=kind_of(document.path, workflow.id, shared.spec),
            workflow_ids=shared.workflow_ids,
            is_bundled=document.path in shared.bundled_paths,
            file_exists=shared.file_exists,
        ),
    )


def _placed(
    document: Document, found: list[Identified], documents: Mapping[str, Document]
) -> list[Diagnostic]:
    if not found:
        return []
    identified = [(item.rule.code, item.rule.name, item.severity, item.finding) for item in found]
    return place(document, identified, documents)


_ALL_GROUPS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""Every rule by its group: which of them speak about a file is decided file by file."""
