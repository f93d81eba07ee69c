"""One row of the manifest: the description of one workflow for readers that do not compile it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from workflowkit.analysis.analysis import Analysis, DocumentKind
from workflowkit.catalog.output_names import snapshot_path
from workflowkit.catalog.staleness import Staleness
from workflowkit.compiler.steps import CompiledStep, every_step
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One workflow."""

    id: str
    """Workflow id; empty when the file has none."""
    name: str
    """Its title."""
    version: str
    """Its own version."""
    kind: DocumentKind
    """What the file is."""
    description: str
    """Its purpose."""
    source: str
    """Path of the file, relative, with forward slashes."""
    compiled: str | None
    """Path of the snapshot below the output folder; null when it does not compile."""
    source_hash: str
    """`sha256:` of the file's text."""
    workflow_hash: str | None
    """The engine's hash; null when it does not compile."""
    outcome: str
    """The outcome in the engine."""
    tags: tuple[str, ...]
    """Its tags."""
    hidden: bool
    """True when lists leave it out."""
    staleness: Staleness | None
    """Null without authoring rules to compare with."""
    steps: int
    """Prompts after routines are expanded."""
    authored_steps: int
    """Number of authored prompts."""
    loops: int
    """Loops after routines are expanded."""
    routines: tuple[str, ...]
    """Routines that it injects."""
    features: tuple[str, ...]
    """Features that it declares."""
    refs: tuple[str, ...]
    """Refs that it and its features use."""
    contracts: tuple[str, ...]
    """Contracts that its steps must satisfy."""
    bindings: dict[str, str]
    """Slot to the value that was substituted."""
    overrides: dict[str, str]
    """Those that came from the project's bindings file."""
    assessments: tuple[str, ...]
    """Assessments that it declares."""
    metrics_profile: str | None
    """Its metrics profile; null when it has none."""
    context_read: tuple[str, ...]
    """Context keys that conditions, loops and tokens read."""
    context_captured: tuple[str, ...]
    """Context keys that its steps capture."""
    authored_prompt_size: int
    """Characters that the author wrote into prompts."""
    compiled_prompt_size: int
    """Characters of all compiled prompts."""


@dataclass(frozen=True, slots=True)
class UsedNames:
    """What one workflow is made of besides its own text, sorted."""

    routines: tuple[str, ...]
    features: tuple[str, ...]
    refs: tuple[str, ...]
    """Those in its own steps and those that its features bring."""


def used_names(analysis: Analysis) -> UsedNames:
    """Return the routines, features and refs that *analysis* uses."""
    workflow = analysis.workflow
    nodes = every_step(analysis.compilation.steps)
    refs = [ref for step in workflow.all_steps for _, ref in step.refs()]
    refs += [ref for name in workflow.features for ref in refs_of_feature(analysis, name)]
    return UsedNames(
        routines=_distinct(node.origin.routine for node in nodes),
        features=_distinct(workflow.features),
        refs=_distinct(refs),
    )


def row(analysis: Analysis, source: str, stale: Staleness | None) -> ManifestRow:
    """Return the row of one analyzed workflow; *source* is the name of its file in the manifest."""
    workflow, compilation = analysis.workflow, analysis.compilation
    nodes = list(every_step(compilation.steps))
    snapshot = compilation.snapshot or {}
    tags = analysis.spec.tags.workflows.get(workflow.id) if analysis.spec.tags else None
    used = used_names(analysis)
    return ManifestRow(
        id=workflow.id,
        name=workflow.text("name"),
        version=workflow.text("version"),
        kind=analysis.kind,
        description=workflow.text("description"),
        source=source,
        compiled=snapshot_path(workflow.id) if compilation.hash else None,
        source_hash=digest(analysis.document.text.encode("utf-8", "surrogatepass")),
        workflow_hash=compilation.hash,
        outcome=compilation.outcome,
        tags=tags.tags if tags else (),
        hidden=bool(tags and tags.hidden),
        staleness=stale,
        steps=sum(not node.is_loop and not node.is_parallel for node in nodes),
        authored_steps=len(workflow.prompt_steps),
        loops=sum(node.is_loop for node in nodes),
        routines=used.routines,
        features=used.features,
        refs=used.refs,
        contracts=used_contracts(analysis),
        bindings=dict(sorted(snapshot.get("resolvedBindings", {}).items())),
        overrides=dict(sorted(snapshot.get("pinnedOverrides", {}).items())),
        assessments=_distinct(
            as_text(entry.get("id")) for _, entry in workflow.records("assessments")
        ),
        metrics_profile=workflow.metrics_profile or None,
        context_read=_distinct(
            read.key for read in (*analysis.context.condition_reads, *analysis.context.token_reads)
        ),
        context_captured=_distinct(analysis.context.captures_by_key),
        authored_prompt_size=sum(_authored_size(step) for step in workflow.all_steps),
        compiled_prompt_size=sum(len(as_text(node.value.get("prompt"))) for node in nodes),
    )


def used_contracts(analysis: Analysis) -> tuple[str, ...]:
    """Return the contracts that compiled steps of *analysis* must satisfy, sorted."""
    nodes = every_step(analysis.compilation.steps)
    return _distinct(name for node in nodes for name in _contracts(node))


def _contracts(node: CompiledStep) -> Iterator[str]:
    for owner in (node.value, as_fields(node.value.get("synthesis"))):
        yield as_text(as_fields(owner.get("outputContract")).get("contractRef"))


def digest(content: bytes) -> str:
    """Return `sha256:` and the digest of *content* in hex."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def refs_of_feature(analysis: Analysis, name: str) -> list[str]:
    """Return the refs of the feature *name*; none when there is no such feature."""
    feature = analysis.compile_context.features.get(name)
    if feature is None:
        return []
    blocks = {
        "constraints": list(feature.constraints),
        "procedure": list(feature.procedure),
        "verify": list(feature.verify),
    }
    return [ref for _, ref in Step({"promptBlocks": blocks}, ()).refs()]


def _authored_size(step: Step) -> int:
    return sum(len(text) for _, text in step.texts())


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}))
