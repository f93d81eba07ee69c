"""The workflow format: what an author may write (docs/engine/format.md).

The single source of the shape check and of the JSON Schema; verdicts equal those of the engine's schema.
Conditions and compositions of criteria stay plain JSON values, because they may be nested deeper than pydantic follows.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from workflowkit.format.authored import Authored
from workflowkit.format.conditions import ConditionTree, ConfirmationRule, LoopConfig
from workflowkit.format.fields import Either, Flag, Items, Maybe, Number, OneOf, Text
from workflowkit.format.outputs import (
    AssessmentConsequence,
    AssessmentDefinition,
    OutputContract,
    StepCriteria,
)
from workflowkit.format.prompts import (
    FunctionCall,
    FunctionDefinition,
    FunctionDefinitions,
    FunctionReference,
    PromptBlocks,
    PromptFragment,
    TemplateCall,
)
from workflowkit.format.shape_errors import CustomError, ShapeError, WrongValue
from workflowkit.text.routes import Json

StepId = Annotated[
    str, Text(3, 64, r"^[a-z0-9-]+$", "3 to 64 lowercase letters, digits or hyphens")
]
Title = Annotated[str, Text(1, 128)]

_NUMERIC = "(?:0|[1-9][0-9]*)"
_PRE_RELEASE = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
SEMANTIC_VERSION = (
    rf"^{_NUMERIC}\.{_NUMERIC}\.{_NUMERIC}"
    rf"(?:-{_PRE_RELEASE}(?:\.{_PRE_RELEASE})*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$"
)


class StandardStep(Authored):
    """A step: one prompt, and how its output is processed."""

    noun: ClassVar[str] = "step"

    id: StepId
    """Unique over all steps, those inside loop bodies included."""
    title: Title
    """What people see."""
    run_condition: Maybe[ConditionTree] = None
    """The step is skipped unless this holds."""
    prompt: Maybe[Annotated[str, Text(1, 8192)]] = None
    """The prompt as one text. A step has exactly one of prompt, promptBlocks and templateCall."""
    prompt_blocks: Maybe[PromptBlocks] = None
    """The prompt in sections."""
    template_call: Maybe[TemplateCall] = None
    """A routine whose steps take the place of this one; its other options are dropped."""
    agent_role: Maybe[Annotated[str, Text(10, 1024)]] = None
    """Who the agent is while it does the step."""
    guidance: Maybe[Annotated[tuple[Annotated[str, Text()], ...], Items("texts")]] = None
    """Hints. Reaches no prompt."""
    ask_for_files: Maybe[Annotated[bool, Flag()]] = None
    """Reaches no prompt."""
    has_validation: Maybe[Annotated[bool, Flag()]] = None
    """Not read by the engine."""
    require_confirmation: Maybe[ConfirmationRule] = None
    """True when a person must agree before the step runs; a condition counts as true."""
    validation_criteria: Maybe[StepCriteria] = None
    """Requirements for the text of the output."""
    output_contract: Maybe[OutputContract] = None
    """The artifact that the step must submit."""
    assessment_refs: Maybe[
        Annotated[
            tuple[Annotated[str, Text(1, 64)], ...],
            Items("assessment ids", shortest=1, unique=True),
        ]
    ] = None
    """Declared assessments that the step must submit."""
    assessment_consequences: Maybe[
        Annotated[
            tuple[AssessmentConsequence, ...],
            Items(
                "assessment consequences",
                shortest=1,
                longest=1,
                too_many="excessive-consequences",
            ),
        ]
    ] = None
    """What follows from a level of these assessments."""
    notes_optional: Maybe[Annotated[bool, Flag()]] = None
    """True when the step may end without notes."""
    function_definitions: Maybe[FunctionDefinitions] = None
    """Functions for this step."""
    function_calls: Maybe[Annotated[tuple[FunctionCall, ...], Items("function calls")]] = None
    """Calls of declared functions."""
    function_references: Maybe[
        Annotated[tuple[FunctionReference, ...], Items("function references")]
    ] = None
    """Functions whose definitions to show."""
    prompt_fragments: Maybe[
        Annotated[tuple[PromptFragment, ...], Items("prompt fragments", shortest=1)]
    ] = None
    """Text appended to the prompt under conditions."""


PROMPT_SOURCES = ("prompt", "promptBlocks", "templateCall")


def is_loop(step: dict[str, Json]) -> bool:
    """Return true when *step* is meant as a loop step; for a valid step, exactly when it is one."""
    has_body = "loop" in step or "body" in step
    has_prompt = any(key in step for key in PROMPT_SOURCES)
    return has_body or not has_prompt if step.get("type") == "loop" else has_body and not has_prompt


def _body_step(value: Json) -> str | ShapeError:
    if isinstance(value, dict) and is_loop(value):
        return CustomError(
            "a loop step is inside a loop body",
            "merge the two loops, or put one after the other",
            rule="nested-loop",
        )
    return "step"


BodySteps = Annotated[
    tuple[Annotated[StandardStep, Either(_body_step, ("step",))], ...],
    Items("steps", shortest=1),
]


def _body(value: Json) -> str | ShapeError:
    if isinstance(value, str):
        return "id"
    return "steps" if isinstance(value, list) else WrongValue("a list of steps or a step id")


class LoopStep(Authored):
    """A step that repeats a body; it has no prompt of its own."""

    noun: ClassVar[str] = "loop step"

    id: StepId
    """Unique over all steps."""
    type: Annotated[Literal["loop"], OneOf()]
    """Marks the loop step."""
    title: Title
    """What people see."""
    run_condition: Maybe[ConditionTree] = None
    """The loop is skipped unless this holds."""
    loop: LoopConfig
    """How often, and while what holds, the body repeats."""
    function_definitions: Maybe[FunctionDefinitions] = None
    """Functions for the steps of the body."""
    require_confirmation: Maybe[ConfirmationRule] = None
    """True when a person must agree before the loop starts."""
    notes_optional: Maybe[Annotated[bool, Flag()]] = None
    """True when the step may end without notes."""
    body: Annotated[Annotated[str, Text()] | BodySteps, Either(_body, ("id", "steps"))]
    """The steps to repeat, or the id of one top-level step."""


def _step(value: Json) -> str | ShapeError:
    if not isinstance(value, dict):
        return WrongValue("a step object")
    return "loop" if is_loop(value) else "step"


Step = Annotated[
    StandardStep | LoopStep,
    Either(
        _step,
        ("step", "loop"),
        condition={"properties": {"type": {"const": "loop"}}, "required": ["type"]},
    ),
]


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
            r"^([a-z0-9_-]+|[a-z][a-z0-9_-]+\.[a-z][a-z0-9_-]+)$",
            "an id such as team.release-plan",
            "use 3 to 64 lowercase letters, digits, hyphens or underscores, and at most one dot with two or more of them on each side",
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
    steps: Annotated[tuple[Step, ...], Items("steps", shortest=1)]
    """The steps, in order."""
