"""The files that `wfk compile` and `wfk lint` write beside snapshots, for the JSON Schemas that programs read them by."""

from __future__ import annotations

from typing import Literal

from workflowkit.model.authored import Authored


class ManifestVersions(Authored):
    """What the manifest was made with."""

    tool: str
    """Version of workflowkit."""
    spec: str
    """Version of the authoring rules and a digest of the spec pack."""
    engine: str
    """Engine version whose behavior was followed."""


class WorkflowStaleness(Authored):
    """How likely it is that a workflow needs another review."""

    level: Literal["none", "possible", "likely"]
    """How likely."""
    reasons: list[str]
    """Why, in words."""
    stamped_version: int | None
    """The rules version in the file's own stamp; null without one."""
    stamped_on: str | None
    """When the review was recorded; null when it was not."""


class ManifestWorkflow(Authored):
    """One workflow."""

    id: str
    """Workflow id; empty when the file has none."""
    name: str
    """Its title."""
    version: str
    """Its own version."""
    kind: Literal["workflow", "routine", "example", "fixture"]
    """What the file is."""
    description: str
    """What it is for."""
    source: str
    """Path of the file, relative."""
    compiled: str | None
    """Path of the snapshot below the output folder; null when it does not compile."""
    source_hash: str
    """`sha256:` of the file's text."""
    workflow_hash: str | None
    """The engine's hash; null when it does not compile."""
    outcome: str
    """The engine's verdict."""
    tags: list[str]
    """Its tags."""
    hidden: bool
    """True when lists leave it out."""
    staleness: WorkflowStaleness | None
    """Null when there are no authoring rules to compare with."""
    steps: int
    """Prompts after routines are expanded."""
    authored_steps: int
    """Prompts as they are written."""
    loops: int
    """Loops after routines are expanded."""
    routines: list[str]
    """Routines that it injects."""
    features: list[str]
    """Features that it declares."""
    refs: list[str]
    """Refs that it and its features use."""
    contracts: list[str]
    """Contracts that its steps must satisfy."""
    bindings: dict[str, str]
    """Slot to the value that was substituted."""
    overrides: dict[str, str]
    """Those that came from the project's bindings file."""
    assessments: list[str]
    """Assessments that it declares."""
    metrics_profile: str | None
    """Its metrics profile; null when it has none."""
    context_read: list[str]
    """Context keys that conditions, loops and tokens look at."""
    context_captured: list[str]
    """Context keys that its steps ask for."""
    authored_prompt_size: int
    """Characters that the author wrote into prompts."""
    compiled_prompt_size: int
    """Characters of all compiled prompts."""


class ManifestUsage(Authored):
    """Who uses what: name to the ids of the workflows that use it."""

    routines: dict[str, list[str]]
    """By routine id."""
    refs: dict[str, list[str]]
    """By ref id."""
    features: dict[str, list[str]]
    """By feature id."""
    contracts: dict[str, list[str]]
    """By contract id."""


class ManifestDuplicate(Authored):
    """One id that several files claim."""

    id: str
    """The id."""
    winner: str
    """The file that was compiled."""
    shadowed: list[str]
    """The files that were not."""


class Manifest(Authored):
    """Everything that one compilation made. No timestamps, no absolute paths."""

    format_version: Literal[1]
    """Version of this format."""
    versions: ManifestVersions
    """What it was made with."""
    workflows: list[ManifestWorkflow]
    """Sorted by id, then by source."""
    used_by: ManifestUsage
    """Who uses what; things that nothing uses have an empty list."""
    duplicates: list[ManifestDuplicate]
    """Ids that several files claim."""


class MapRoutine(Authored):
    """Where an injected step was written."""

    id: str
    """Id of the routine."""
    file: str
    """Name of its file."""
    route: str
    """The step in the routine."""


class MapStep(Authored):
    """One compiled step and where it comes from."""

    id: str
    """Id of the compiled step."""
    route: str
    """The step in the snapshot's definition."""
    source: str
    """The step in the source file; for an injected one, the step that calls the routine."""
    routine: MapRoutine | None = None
    """Only for injected steps."""


class SourceMap(Authored):
    """Where each compiled step was written."""

    format_version: Literal[1]
    """Version of this format."""
    workflow_id: str
    """Id of the workflow."""
    workflow_hash: str | None
    """Hash of the snapshot that the map belongs to."""
    source: str
    """Path of the source file, relative."""
    steps: list[MapStep]
    """Every compiled step, inline bodies behind their loops."""


class BaselineFinding(Authored):
    """One known finding."""

    path: str
    """The file, relative to the configuration."""
    rule: str
    """Name of the rule."""
    fingerprint: str
    """Of rule, place by ids, and content."""
    message: str
    """For people; not compared."""


class Baseline(Authored):
    """Findings that a project accepts because they were there first."""

    format_version: Literal[1]
    """Version of this format."""
    findings: list[BaselineFinding]
    """Sorted."""


class RecordedReview(Authored):
    """What one workflow was reviewed with. Hashes are `sha256:` and hex."""

    rules_version: int
    """Version of the authoring rules."""
    stamped_on: str
    """ISO date of the review."""
    workflow: str
    """Hash of the definition without its stamp."""
    routines: dict[str, str]
    """Routine id to hash."""
    refs: dict[str, str]
    """Ref id to hash."""
    features: dict[str, str]
    """Feature id to hash."""


class Stamps(Authored):
    """What workflows were reviewed with."""

    format_version: Literal[1]
    """Version of this format."""
    stamps: dict[str, RecordedReview]
    """Workflow id to its review."""
