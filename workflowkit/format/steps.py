"""The steps of the workflow format: standard, loop and parallel steps (docs/engine/format.md#standard-step)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from workflowkit.format.authored import Authored
from workflowkit.format.conditions import ConditionTree, ConfirmationRule, LoopConfig
from workflowkit.format.fields import (
    Either,
    Flag,
    Items,
    JsonSchema,
    Later,
    Maybe,
    OneOf,
    OpenObject,
    Text,
)
from workflowkit.format.outputs import AssessmentConsequence, OutputContract, StepCriteria
from workflowkit.format.prompts import (
    FunctionCall,
    FunctionDefinitions,
    FunctionReference,
    PromptBlocks,
    PromptFragment,
    TemplateCall,
)
from workflowkit.format.shape_errors import CustomError, ShapeError, Use, WrongValue
from workflowkit.text.routes import Json

StepId = Annotated[
    str, Text(3, 64, r"^[a-z0-9-]+$", "3 to 64 lowercase letters, digits or hyphens")
]
Title = Annotated[str, Text(1, 128)]
ModelTier = Annotated[Literal["lightweight", "mid", "heavy"], OneOf()]


class Audit(Authored):
    """A review of what a step did; it has a prompt or a rubric."""

    noun: ClassVar[str] = "audit"

    prompt: Maybe[Annotated[str, Text(1, 4096)]] = None
    """What to review; a fixed text when omitted."""
    rubric: Maybe[Annotated[tuple[Annotated[str, Text()], ...], Items("texts", shortest=1)]] = None
    """What the result is measured against."""


class Verification(Authored):
    """A command that shows whether a step succeeded."""

    noun: ClassVar[str] = "verification"

    command: Annotated[str, Text(1, 1024)]
    """The command to run."""
    prompt: Maybe[Annotated[str, Text(1, 4096)]] = None
    """What to do with its result; a fixed text when omitted."""


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
    """True when a person must agree before the step runs; before 3.102.0 a condition counts as true."""
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
                limit="maxConsequences",
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
    model_tier: Annotated[Maybe[ModelTier], Later("standardStep.modelTier")] = None
    """How capable a model the step needs."""
    audit: Annotated[Maybe[Audit], Later("standardStep.audit")] = None
    """A review of the result, done as a step of its own."""
    verification: Annotated[Maybe[Verification], Later("standardStep.verification")] = None
    """A command that verifies the result, run in a step of its own."""


PROMPT_SOURCES = ("prompt", "promptBlocks", "templateCall")


StringMap = Annotated[dict[str, Annotated[str, Text()]], OpenObject("an object of texts")]


class ParallelDelegation(Authored):
    """A workflow that a parallel step starts."""

    noun: ClassVar[str] = "delegation"

    workflow_id: Annotated[str, Text(1, 128)]
    """Id of the workflow."""
    context_mapping: Maybe[StringMap] = None
    """Context key of the started workflow to the key of this one whose value it gets."""
    goal: Annotated[Maybe[Annotated[str, Text()]], Later("parallelDelegation.goal")] = None
    """Goal of the started workflow."""
    run_condition: Annotated[Maybe[ConditionTree], Later("parallelDelegation.runCondition")] = None
    """The workflow is not started unless this holds."""
    args: Annotated[Maybe[StringMap], Later("parallelDelegation.args")] = None
    """Values for the started workflow, by name."""
    model_tier: Annotated[Maybe[ModelTier], Later("parallelDelegation.modelTier")] = None
    """How capable a model the started workflow needs."""
    allowed_tools: Annotated[
        Maybe[
            Annotated[
                tuple[
                    Annotated[
                        str,
                        Text(pattern=r"^[a-zA-Z][a-zA-Z0-9_:\-]*$", described="the name of a tool"),
                    ],
                    ...,
                ],
                Items("names of tools", shortest=1),
            ]
        ],
        Later("parallelDelegation.allowedTools"),
    ] = None
    """The only tools that the started workflow may use."""


class Synthesis(Authored):
    """What is made of the results of a parallel step; it has a prompt or an output contract."""

    noun: ClassVar[str] = "synthesis"

    prompt: Maybe[Annotated[str, Text(1, 4096)]] = None
    """How to combine the results; a fixed text when omitted."""
    output_contract: Maybe[OutputContract] = None
    """The artifact that the combination must submit."""


class ParallelStep(Authored):
    """A step that starts several workflows at once; it has no prompt of its own."""

    noun: ClassVar[str] = "parallel step"

    id: StepId
    """Unique over all steps."""
    type: Annotated[Literal["parallel"], OneOf()]
    """Marks the parallel step."""
    title: Title
    """What people see."""
    run_condition: Maybe[ConditionTree] = None
    """The step is skipped unless this holds."""
    parallel_delegations: Annotated[
        tuple[ParallelDelegation, ...], Items("delegations", shortest=1, unique=True)
    ]
    """The workflows to start."""
    synthesis: Annotated[Maybe[Synthesis], Later("parallelStep.synthesis")] = None
    """What is made of their results, in a step of its own."""
    require_confirmation: Maybe[ConfirmationRule] = None
    """True when a person must agree before the step runs."""
    notes_optional: Maybe[Annotated[bool, Flag()]] = None
    """True when the step may end without notes."""


def is_parallel(step: dict[str, Json]) -> bool:
    """Return true when *step* is meant as a parallel step; for a valid step, exactly when it is one."""
    if "type" in step:
        return bool(step["type"] == "parallel")
    return "parallelDelegations" in step and not any(key in step for key in PROMPT_SOURCES)


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
    return "parallel" if isinstance(value, dict) and is_parallel(value) else "step"


_PARALLEL: JsonSchema = {"properties": {"type": {"const": "parallel"}}, "required": ["type"]}
_UNKNOWN_PARALLEL = "unknown kind of step 'parallel'"
_INSTEAD = "delegate in a step with a prompt"

BodyStep = Annotated[
    StandardStep | ParallelStep,
    Either(
        _body_step,
        ("step", "parallel"),
        conditions={"parallel": _PARALLEL},
        later={
            "parallel": Use(
                "loopStep.body.parallelStep",
                f"{_UNKNOWN_PARALLEL} in the body of a loop",
                "type",
                _INSTEAD,
            )
        },
    ),
]
BodySteps = Annotated[tuple[BodyStep, ...], Items("steps", shortest=1)]


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
    if is_loop(value):
        return "loop"
    return "parallel" if is_parallel(value) else "step"


Step = Annotated[
    StandardStep | LoopStep | ParallelStep,
    Either(
        _step,
        ("step", "loop", "parallel"),
        conditions={
            "parallel": _PARALLEL,
            "loop": {"properties": {"type": {"const": "loop"}}, "required": ["type"]},
        },
        later={"parallel": Use("parallelStep", _UNKNOWN_PARALLEL, "type", _INSTEAD)},
    ),
]
