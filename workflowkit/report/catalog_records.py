"""What `wfk check`, `list`, `show` and `stale` print for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workflowkit.analysis.analysis import Analysis
from workflowkit.catalog.drift import PinnedDrift
from workflowkit.catalog.ids import SourceKind
from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.catalog.outline import OutlineStep, outline
from workflowkit.catalog.serving import Served, Startup, Unserved
from workflowkit.catalog.staleness import Staleness
from workflowkit.catalog.tagging import TagCount, all_tags, is_hidden, summary
from workflowkit.report.json import Diagnostics
from workflowkit.spec.pack import Tags
from workflowkit.text.json_values import as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a host would serve, and what it would leave out and why. No file of a source is missing."""

    format_version: Literal[1] = 1
    """Version of this format."""
    served: tuple[Served, ...]
    """By id."""
    unserved: tuple[Unserved, ...]
    """What cannot be read first, then source by source."""
    examples: tuple[str, ...]
    """Files in folders called `examples`, which no host serves."""
    bindings: Diagnostics | None
    """Findings in the bindings file; null when there is none that counts."""
    triggers: Diagnostics | None
    """Findings in the trigger file; null when none was named."""
    drifted: tuple[PinnedDrift, ...]
    """Those of the compiled workflows that were named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWorkflow:
    """One workflow in a list."""

    id: str
    """Workflow id."""
    name: str
    """Its title."""
    description: str
    """What it is for."""
    source: SourceKind
    """The kind of its source."""
    path: str
    """The file."""
    tags: tuple[str, ...]
    """Its tags, virtual ones included."""
    hidden: bool
    """True when lists leave it out unless they are asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The workflows that are available."""

    format_version: Literal[1] = 1
    """Version of this format."""
    tags: tuple[TagCount, ...]
    """Declared tags in the order of the tag file, then virtual ones."""
    workflows: tuple[ListedWorkflow, ...]
    """Those that were asked for, by id."""
    unserved: tuple[Unserved, ...]
    """Files that no list can show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowPage:
    """Everything about one workflow."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflow: ManifestRow
    """Its row in a manifest."""
    about: str
    """What its author says of it, in Markdown; may be empty."""
    examples: tuple[str, ...]
    """Goals that it is for."""
    preconditions: tuple[str, ...]
    """What it needs."""
    steps: tuple[OutlineStep, ...]
    """Its steps in their order."""
    served: Served
    """Where it comes from, and what it hides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedWorkflow:
    """One workflow and how likely it is that it needs another review."""

    id: str
    """Workflow id."""
    path: str
    """The file."""
    staleness: Staleness
    """How likely, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """Which workflows should be reviewed again."""

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
