"""What `wfk check`, `list`, `show` and `stale` print for programs, for the JSON Schemas that programs read it by."""

from __future__ import annotations

from typing import Literal

from workflowkit.model.authored import Authored
from workflowkit.model.diagnostics import Diagnostics
from workflowkit.model.manifest import ManifestWorkflow, WorkflowStaleness

SourceKind = Literal["bundled", "plugin", "user", "custom", "git", "remote", "project"]


class HiddenFile(Authored):
    """A file that is not reached, because another one is served under its id."""

    path: str
    """The file."""
    source: SourceKind
    """The kind of its source."""
    reason: str
    """Why the other one is served."""


class ServedFile(Authored):
    """A workflow that a host offers."""

    id: str
    """Workflow id."""
    source: SourceKind
    """The kind of its source."""
    path: str
    """The file."""
    warnings: list[str]
    """What should be known of it; mostly empty."""
    hides: list[HiddenFile]
    """Other files with its id."""


class LeftOutFile(Authored):
    """A file that a host does not serve."""

    id: str
    """Workflow id; empty when the file does not tell."""
    source: SourceKind
    """The kind of its source."""
    path: str
    """The file or folder."""
    reasons: list[str]
    """Everything that speaks against serving it; never empty."""
    help: str
    """What to do; may be empty."""
    is_own_defect: bool
    """True for a file that comes with wfk."""


class DriftedSlot(Authored):
    """A slot whose override has changed."""

    slot: str
    """Its name."""
    pinned: str
    """What the workflow was compiled with."""
    current: str
    """What the bindings file says now; `default` when it says nothing any more."""


class DriftedWorkflow(Authored):
    """A compiled workflow whose overrides have changed."""

    path: str
    """The compiled file."""
    id: str
    """Workflow id."""
    drifts: list[DriftedSlot]
    """Never empty."""


class Check(Authored):
    """What a host would serve, and what it would leave out and why. No file of a source is missing."""

    format_version: Literal[1]
    """Version of this format."""
    served: list[ServedFile]
    """By id."""
    left_out: list[LeftOutFile]
    """What cannot be read first, then source by source."""
    examples: list[str]
    """Files in folders called `examples`, which no host serves."""
    bindings: Diagnostics | None
    """Findings in the bindings file; null when there is none that counts."""
    triggers: Diagnostics | None
    """Findings in the trigger file; null when none was named."""
    drifted: list[DriftedWorkflow]
    """Those of the compiled workflows that were named."""


class ListedTag(Authored):
    """One tag."""

    id: str
    """What workflows are tagged with."""
    display_name: str
    """What people see."""
    count: int
    """Workflows that bear it, hidden ones left out."""
    is_virtual: bool
    """True for a namespace whose workflows the tag file does not know."""


class ListedWorkflow(Authored):
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
    tags: list[str]
    """Its tags, virtual ones included."""
    hidden: bool
    """True when lists leave it out unless they are asked for it."""


class Listing(Authored):
    """The workflows at hand."""

    format_version: Literal[1]
    """Version of this format."""
    tags: list[ListedTag]
    """Declared tags in the order of the tag file, then virtual ones."""
    workflows: list[ListedWorkflow]
    """Those that were asked for, by id."""
    left_out: list[LeftOutFile]
    """Files that no list can show."""


class OutlinedStep(Authored):
    """One step of an outline."""

    id: str
    """Step id."""
    title: str
    """Its title."""
    notes: list[str]
    """What is special about it, in words."""
    steps: list[OutlinedStep]
    """The body of a loop, or the steps of a routine."""


class WorkflowPage(Authored):
    """Everything about one workflow."""

    format_version: Literal[1]
    """Version of this format."""
    workflow: ManifestWorkflow
    """Its row in a manifest."""
    about: str
    """What its author says of it, in Markdown; may be empty."""
    examples: list[str]
    """Goals that it is for."""
    preconditions: list[str]
    """What it needs."""
    steps: list[OutlinedStep]
    """Its steps in their order."""
    served: ServedFile
    """Where it comes from, and what it hides."""


class ReviewedWorkflow(WorkflowStaleness):
    """One workflow and how likely it is that it needs another review."""

    id: str
    """Workflow id."""
    path: str
    """The file."""


class Reviews(Authored):
    """Which workflows should be reviewed again."""

    format_version: Literal[1]
    """Version of this format."""
    workflows: list[ReviewedWorkflow]
    """In the order of the files."""
