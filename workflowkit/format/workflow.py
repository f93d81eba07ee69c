"""The workflow format: what an author may write (docs/engine/format.md).

The single source of the shape check and of the JSON Schema; verdicts equal those of the engine's schema.
The models describe what any version of the engine knows; what only some know is marked, and judged by `dialect`.
Conditions and compositions of criteria stay plain JSON values, because they may be nested deeper than pydantic follows.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from workflowkit.format.authored import Authored
from workflowkit.format.fields import Flag, Items, Later, Maybe, Number, OneOf, Text
from workflowkit.format.outputs import AssessmentDefinition
from workflowkit.format.prompts import FunctionDefinition
from workflowkit.format.steps import ModelTier, Step, Title
from workflowkit.format.workflow_ids import WORKFLOW_ID, WORKFLOW_ID_HELP

_NUMERIC = "(?:0|[1-9][0-9]*)"
_PRE_RELEASE = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
SEMANTIC_VERSION = (
    rf"^{_NUMERIC}\.{_NUMERIC}\.{_NUMERIC}"
    rf"(?:-{_PRE_RELEASE}(?:\.{_PRE_RELEASE})*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$"
)


class RecommendedPreferences(Authored):
    """Preferences that the workflow was written for; others cause a warning at run time."""

    noun: ClassVar[str] = "preferences object"

    recommended_autonomy: Maybe[
        Annotated[Literal["guided", "full_auto_stop_on_user_deps", "full_auto_never_stop"], OneOf()]
    ] = None
    """How far the agent should go on its own."""
    recommended_risk_policy: Maybe[
        Annotated[Literal["conservative", "balanced", "aggressive"], OneOf()]
    ] = None
    """How much risk the agent should take."""


class ExtensionPoint(Authored):
    """A slot that a project may fill with a workflow or routine of its own."""

    noun: ClassVar[str] = "extension point"

    slot_id: Annotated[
        str,
        Text(
            2,
            64,
            r"^[a-z][a-z0-9_]*$",
            "2 to 64 lowercase letters, digits or underscores, the first a letter",
        ),
    ]
    """What {{wr.bindings.<slotId>}} names."""
    purpose: Annotated[str, Text(1, 256)]
    """What the slot is for."""
    default: Annotated[str, Text(1, 128)]
    """What fills the slot unless a project overrides it."""
    accepted_kinds: Maybe[
        Annotated[
            tuple[Annotated[Literal["routine", "workflow"], OneOf()], ...],
            Items("kinds", unique=True),
        ]
    ] = None
    """What may fill the slot; not enforced."""


class WorkflowReference(Authored):
    """A document to consult while the workflow runs."""

    noun: ClassVar[str] = "reference"

    id: Annotated[
        str,
        Text(
            2,
            64,
            r"^[a-z][a-z0-9_-]*$",
            "2 to 64 lowercase letters, digits, hyphens or underscores, the first a letter",
        ),
    ]
    """Unique within the workflow."""
    title: Title
    """What people see."""
    source: Annotated[str, Text(1, 512)]
    """Path of the document."""
    purpose: Annotated[str, Text(1, 512)]
    """When to consult it."""
    authoritative: Annotated[bool, Flag()]
    """True when the document wins over the prompt."""
    resolve_from: Maybe[Annotated[Literal["workspace", "package"], OneOf()]] = None
    """Where the path starts; the workspace when omitted."""


UniqueTexts = Annotated[tuple[Annotated[str, Text(1, 256)], ...], Items("texts", unique=True)]


class AuthoredWorkflow(Authored):
    """A workflow: what it is for, and the steps an agent takes."""

    noun: ClassVar[str] = "workflow"

    id: Annotated[
        str,
        Text(
            3,
            64,
            WORKFLOW_ID,
            "an id such as team.release-plan",
            WORKFLOW_ID_HELP,
        ),
    ]
    """Identity: namespace.name."""
    name: Annotated[str, Text(1, 128)]
    """What people see."""
    description: Annotated[str, Text(1, 512)]
    """What the workflow is for, in a sentence or two."""
    version: Annotated[
        str, Text(pattern=SEMANTIC_VERSION, described="a semantic version such as 1.0.0")
    ]
    """Version of the workflow; informational."""
    preconditions: Maybe[UniqueTexts] = None
    """What must hold before the workflow is started."""
    clarification_prompts: Maybe[UniqueTexts] = None
    """Questions to settle before the start."""
    meta_guidance: Maybe[UniqueTexts] = None
    """Rules for the whole workflow. Reaches no prompt, except from a routine."""
    function_definitions: Maybe[
        Annotated[tuple[FunctionDefinition, ...], Items("function definitions", unique=True)]
    ] = None
    """Functions for all steps."""
    recommended_preferences: Maybe[RecommendedPreferences] = None
    """Preferences that the workflow was written for."""
    features: Maybe[
        Annotated[tuple[Annotated[str, Text(1, 128)], ...], Items("feature ids", unique=True)]
    ] = None
    """Features whose texts are added to every step with promptBlocks."""
    assessments: Maybe[
        Annotated[tuple[AssessmentDefinition, ...], Items("assessments", unique=True)]
    ] = None
    """Assessments that steps may be asked for."""
    extension_points: Maybe[
        Annotated[tuple[ExtensionPoint, ...], Items("extension points", unique=True)]
    ] = None
    """Slots that a project may fill."""
    references: Maybe[
        Annotated[tuple[WorkflowReference, ...], Items("references", unique=True)]
    ] = None
    """Documents to consult."""
    validated_against_spec_version: Maybe[Annotated[int, Number(1, integral=True)]] = None
    """Version of the authoring rules against which the workflow was last reviewed."""
    about: Maybe[Annotated[str, Text(1, 4096)]] = None
    """What the workflow does, at length; Markdown for people."""
    examples: Maybe[
        Annotated[
            tuple[Annotated[str, Text(10, 120)], ...],
            Items("example goals", shortest=1, longest=6, unique=True),
        ]
    ] = None
    """Goals for which this workflow is the right one."""
    metrics_profile: Maybe[
        Annotated[Literal["coding", "review", "research", "design", "ticket", "none"], OneOf()]
    ] = None
    """Which metrics the prompts ask for."""
    model_tier: Annotated[Maybe[ModelTier], Later("workflow.modelTier")] = None
    """How capable a model the workflow needs."""
    steps: Annotated[tuple[Step, ...], Items("steps", shortest=1)]
    """The steps, in order."""
