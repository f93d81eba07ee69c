"""The JSON output of `wfk check`, `list`, `show` and `stale`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.drift import PinnedDrift
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.outline import OutlineStep, outline
from workflowkit.catalog.serving import Served, Startup, Unserved
from workflowkit.catalog.staleness import Staleness
from workflowkit.catalog.tagging import TagCount, all_tags, is_hidden, summary
from workflowkit.records import dataclass
from workflowkit.report.json import Diagnostics
from workflowkit.spec.pack import Tags
from workflowkit.text.json_values import as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Every file of every source: served, not served and why, or an example."""

    format_version: Literal[1] = 1
    """Version of this format."""
    served: tuple[Served, ...]
    """By id."""
    unserved: tuple[Unserved, ...]
    """Unreadable files first, then by source."""
    examples: tuple[str, ...]
    """Files in folders called `examples`, which no host serves."""
    internal: tuple[str, ...]
    """Files in folders called `internal`, which hosts of later engines start by their id and do not list."""
    bindings: Diagnostics | None
    """Findings in the bindings file; null when there is no usable file."""
    triggers: Diagnostics | None
    """Findings in the trigger file; null when none was named."""
    drifted: tuple[PinnedDrift, ...]
    """The named compiled workflows that have drifted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWorkflow:
    """One workflow in a list."""

    id: str
    """Workflow id."""
    name: str
    """Its title."""
    description: str
    """Its purpose."""
    source: SourceKind
    """The kind of its source."""
    path: str
    """The file."""
    tags: tuple[str, ...]
    """Its tags, virtual ones included."""
    hidden: bool
    """True when lists omit it by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The workflows that are available."""

    format_version: Literal[1] = 1
    """Version of this format."""
    tags: tuple[TagCount, ...]
    """Declared tags in the order of the tag file, then virtual ones."""
    workflows: tuple[ListedWorkflow, ...]
    """The selected workflows, by id."""
    unserved: tuple[Unserved, ...]
    """Files that are not served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowPage:
    """Everything about one workflow."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflow: ManifestRow
    """Its row in a manifest."""
    about: str
    """The description by its author, in Markdown; may be empty."""
    examples: tuple[str, ...]
    """Example goals."""
    preconditions: tuple[str, ...]
    """Its preconditions."""
    steps: tuple[OutlineStep, ...]
    """Its steps in their order."""
    served: Served
    """Its source, and the files that it hides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedWorkflow:
    """One workflow with its staleness."""

    id: str
    """Workflow id."""
    path: str
    """The file."""
    staleness: Staleness
    """How likely, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """The staleness of workflows."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflows: tuple[ReviewedWorkflow, ...]
    """In the order of the files."""


def listing(result: Startup, shown: Sequence[Served], tags: Tags) -> Listing:
    """Return the list of the workflows *shown*, with the tags of all that are served."""
    return Listing(
        tags=tuple(summary(sorted(result.ids), tags)),
        workflows=tuple(_listed(workflow, result, tags) for workflow in shown),
        unserved=result.unserved,
    )


def _listed(served: Served, result: Startup, tags: Tags) -> ListedWorkflow:
    value = result.documents[served.id].value
    return ListedWorkflow(
        id=served.id,
        name=as_text(value.get("name")),
        description=as_text(value.get("description")),
        source=served.source,
        path=served.path,
        tags=tuple(sorted(all_tags(served.id, tags))),
        hidden=is_hidden(served.id, tags),
    )


def workflow_page(analysis: Analysis, row: ManifestRow, served: Served) -> WorkflowPage:
    """Return everything about the workflow of *analysis*."""
    workflow = analysis.workflow
    return WorkflowPage(
        workflow=row,
        about=workflow.text("about"),
        examples=tuple(workflow.texts("examples")),
        preconditions=tuple(workflow.texts("preconditions")),
        steps=outline(analysis),
        served=served,
    )
