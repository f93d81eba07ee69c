"""The map: everything that can be known from one file and what it depends on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workflowkit.analysis.subject import Analysis, Surroundings
from workflowkit.catalog.facts import Catalog, FileFacts, facts
from workflowkit.compiler.environment import Environment
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import Identified, check, identify
from workflowkit.lint.selection import Chosen, Selection, severities
from workflowkit.model.view import Workflow
from workflowkit.project.settings import LintConfig
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
    package_of: Callable[[str], Callable[[str], bool] | None] | None = None
    """Returns, for the path of a document, what tells whether its package has a file; None when its package is not known."""
    foreign_paths: Collection[str] = ()
    """Files whose package may have authoring rules of its own, which are not those of the run."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Workflow id to what it was reviewed with, from the lock file."""
    tags_path: str | None = None
    """The tag file that the documents answer to."""
    is_whole: bool = False
    """True when no file of the catalogue is missing among the documents."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file contributes to a run."""

    path: str
    kind: str
    diagnostics: tuple[Diagnostic, ...]
    facts: FileFacts | None
    """None for files that hold no JSON."""


def kind_of(path: str, workflow_id: str, spec: SpecPack) -> str:
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
    return analyze_with(document, shared, Selection(shared.lint, rules))


def analyze_with(document: Document, shared: Shared, selection: Selection) -> FileReport:
    """Do what `analyze` does with a *selection* that the files of a run share."""
    analysis = analysis_of(document, shared)
    kind = analysis.kind if analysis else kind_of(document.path, "", shared.spec)
    path = shared.sources.get(document.path, document.path)
    found = check(document, selection.about("Document", path, kind))
    if analysis is not None:
        rules = selection.about("Analysis", path, kind)
        pages = selection.about("Compilation", path, kind)
        found += identify(analysis.compilation.errors, (*pages, *rules))
        found += check(analysis, rules)
    return FileReport(
        document.path,
        kind,
        tuple(_placed(document, found, shared.documents)),
        facts(analysis) if analysis else None,
    )


def prepare(shared: Shared, rules: Iterable[Rule]) -> None:
    """Import the rules that most files need, so that copies of this process have them."""
    rules = [rule for rule in rules if rule.subject in ("Document", "Analysis")]
    chosen = severities(shared.lint.rules, rules, "workflow")
    for rule in rules:
        if rule.name in chosen:
            rule.prepare()


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
    selection = Selection(shared.lint, [rule for rule in rules if rule.subject == "Catalog"])
    kinds = {path: report.kind for path, report in known.items()}
    if shared.tags_path is not None:
        kinds.setdefault(shared.tags_path, "workflow")
    by_path: dict[str, list[Identified]] = {}
    for item in check(catalog, _chosen_for_any(kinds, shared, selection)):
        path = item.finding.path
        chosen = selection.severities(shared.sources.get(path, path), kinds.get(path, "workflow"))
        if item.rule.name in chosen:
            by_path.setdefault(path, []).append(replace(item, severity=chosen[item.rule.name]))
    documents = {path: document_at(path) for path in known} if by_path else {}
    return [
        diagnostic
        for path, found in by_path.items()
        for diagnostic in _placed(document_at(path), found, documents)
    ]


def _chosen_for_any(kinds: Mapping[str, str], shared: Shared, selection: Selection) -> Chosen:
    """Return the rules about catalogues that speak about at least one of the files, given with their *kinds*."""
    chosen: dict[str, tuple[Rule, Severity]] = {}
    for path, kind in kinds.items():
        for rule, severity in selection.about("Catalog", shared.sources.get(path, path), kind):
            chosen.setdefault(rule.name, (rule, severity))
    return list(chosen.values())


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
            file_exists=shared.package_of(document.path) if shared.package_of else None,
            has_own_rules=document.path not in shared.foreign_paths,
        ),
    )


def _placed(
    document: Document, found: list[Identified], documents: Mapping[str, Document]
) -> list[Diagnostic]:
    if not found:
        return []
    identified = [(item.rule.code, item.rule.name, item.severity, item.finding) for item in found]
    return place(document, identified, documents)
