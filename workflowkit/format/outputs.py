"""The output of a step: criteria, contracts, assessments (docs/engine/format.md#judging-output)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from workflowkit.format.authored import Authored
from workflowkit.format.conditions import inner_conditions
from workflowkit.format.fields import (
    Either,
    Flag,
    Inner,
    Items,
    Later,
    Maybe,
    Nested,
    Number,
    OneOf,
    OpenObject,
    Text,
)
from workflowkit.format.shape_errors import CustomError, LocatedError, ShapeError, WrongValue, run
from workflowkit.text.routes import Json, Route

OperandObject = Annotated[dict[str, Any], OpenObject()]
OperandObjects = Annotated[tuple[OperandObject, ...], Items("condition objects")]


class RuleCondition(Authored):
    """When a rule applies. An older shape than that of other conditions: no 'in', and nothing inside 'and', 'or' and 'not' is checked."""

    noun: ClassVar[str] = "condition"

    var: Maybe[Annotated[str, Text()]] = None
    """Key of the context to test."""
    equals: Any = None
    """Equal to this value."""
    not_equals: Annotated[Any, Field(alias="not_equals")] = None
    """Not equal to this value."""
    gt: Maybe[Annotated[float, Number()]] = None
    """Greater than."""
    gte: Maybe[Annotated[float, Number()]] = None
    """Greater than or equal."""
    lt: Maybe[Annotated[float, Number()]] = None
    """Less than."""
    lte: Maybe[Annotated[float, Number()]] = None
    """Less than or equal."""
    and_: Annotated[Maybe[OperandObjects], Field(alias="and")] = None
    """All of these hold."""
    or_: Annotated[Maybe[OperandObjects], Field(alias="or")] = None
    """At least one of these holds."""
    not_: Annotated[Maybe[OperandObject], Field(alias="not")] = None
    """This does not hold."""


class ValidationRule(Authored):
    """One requirement for the text of the output."""

    noun: ClassVar[str] = "validation rule"

    type: Annotated[Literal["contains", "regex", "length", "schema"], OneOf()]
    """The kind of requirement."""
    message: Annotated[str, Text()]
    """What to tell the agent when the requirement is not met."""
    value: Maybe[Annotated[str, Text()]] = None
    """For contains: the text to find."""
    pattern: Maybe[Annotated[str, Text()]] = None
    """For regex: the expression to find."""
    flags: Maybe[Annotated[str, Text()]] = None
    """For regex: its flags."""
    min: Maybe[Annotated[float, Number()]] = None
    """For length: the fewest characters."""
    max: Maybe[Annotated[float, Number()]] = None
    """For length: the most characters."""
    schema_: Annotated[Maybe[Annotated[dict[str, Any], OpenObject()]], Field(alias="schema")] = None
    """For schema: a JSON Schema that the output, read as JSON, must satisfy."""
    condition: Maybe[RuleCondition] = None
    """When the rule applies; without one it always does."""


_OPERATORS = ("and", "or", "not")

InnerCriterion = Annotated[Any, Inner("validationCriteria")]
InnerCriteria = Annotated[tuple[InnerCriterion, ...], Items("validation criteria", shortest=1)]


class ValidationComposition(Authored):
    """Rules joined by exactly one of 'and', 'or' and 'not'."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
    noun: ClassVar[str] = "validation composition"

    and_: Annotated[Maybe[InnerCriteria], Field(alias="and")] = None
    """All of these are met."""
    or_: Annotated[Maybe[InnerCriteria], Field(alias="or")] = None
    """At least one of these is met."""
    not_: Annotated[InnerCriterion, Field(alias="not")] = None
    """This is not met."""

    @classmethod
    def object_errors(cls, value: dict[str, Json]) -> Iterator[LocatedError]:
        """Yield an error for no operator, or more than one."""
        used = [key for key in _OPERATORS if key in value]
        if not used:
            yield (
                (),
                CustomError(
                    "validation composition has no 'and', 'or' or 'not'",
                    "add one of them",
                    keys=_OPERATORS,
                ),
            )
        elif len(used) > 1:
            listed = " and ".join(f"'{key}'" for key in used)
            yield (
                (),
                CustomError(
                    f"validation composition has {listed}; expected exactly one operator",
                    "nest one inside the other",
                ),
            )


def _is_rule(value: dict[str, Json]) -> bool:
    return not any(key in value for key in _OPERATORS) and any(
        key in value for key in ValidationRule.legal_keys()
    )


def _criterion(value: Json) -> str | ShapeError:
    if not isinstance(value, dict) or not value:
        return WrongValue("a validation rule or one of 'and', 'or' and 'not'")
    return "rule" if _is_rule(value) else "composition"


CriterionTree = Annotated[
    ValidationRule | ValidationComposition, Either(_criterion, ("rule", "composition"))
]


@cache
def _criterion_validator() -> TypeAdapter[ValidationRule | ValidationComposition]:
    return TypeAdapter(CriterionTree)


def _criterion_errors(value: Json) -> list[LocatedError]:
    return run(_criterion_validator().validate_python, value)[1]


def inner_criteria(value: Json) -> Iterator[tuple[Route, Json]]:
    """Yield the operands of a composition, with their routes."""
    if isinstance(value, dict) and not _is_rule(value):
        yield from inner_conditions(value)


CriteriaTree = Annotated[
    dict[str, Any], Nested(_criterion_errors, inner_criteria, schema="validationComposition")
]
ValidationRules = Annotated[tuple[ValidationRule, ...], Items("validation rules")]


def _criteria(value: Json) -> str | ShapeError:
    if isinstance(value, list):
        return "rules"
    if not isinstance(value, dict):
        return WrongValue("a list of validation rules or one of 'and', 'or' and 'not'")
    if _is_rule(value):
        return CustomError(
            "a single validation rule is where a list of rules is expected",
            "put the rule in a list",
        )
    return "composition" if value else WrongValue("a list of rules or one of 'and', 'or' and 'not'")


StepCriteria = Annotated[
    ValidationRules | CriteriaTree, Either(_criteria, ("rules", "composition"))
]


class OutputContract(Authored):
    """The artifact that a step must submit."""

    noun: ClassVar[str] = "output contract"

    contract_ref: Annotated[str, Text(1)]
    """Id of the contract, such as wr.contracts.loop_control."""
    required: Maybe[Annotated[bool, Flag()]] = None
    """False when the step may end without the artifact; true when omitted."""


Level = Annotated[str, Text(1, 64)]


class AssessmentDimension(Authored):
    """One aspect of an assessment and the levels it may have."""

    noun: ClassVar[str] = "assessment dimension"

    id: Annotated[str, Text(1, 64)]
    """Unique within the assessment."""
    purpose: Annotated[str, Text(1, 256)]
    """What is assessed."""
    levels: Annotated[tuple[Level, ...], Items("levels", shortest=2, unique=True)]
    """The levels it may have."""
    required: Maybe[Annotated[bool, Flag()]] = None
    """False when it may be omitted; true when not given."""


class AssessmentDefinition(Authored):
    """An assessment that steps may be asked for."""

    noun: ClassVar[str] = "assessment"

    id: Annotated[str, Text(1, 64)]
    """What steps name in 'assessmentRefs'."""
    purpose: Annotated[str, Text(1, 256)]
    """What is assessed, and why."""
    dimensions: Annotated[
        tuple[AssessmentDimension, ...], Items("assessment dimensions", shortest=1)
    ]
    """The aspects, assessed one by one."""


class ConsequenceTrigger(Authored):
    """When a consequence takes effect."""

    noun: ClassVar[str] = "consequence trigger"

    any_equals_level: Annotated[str, Text(1, 64)]
    """Any dimension of the step's assessments is at this level."""
    for_assessment: Annotated[
        Maybe[Annotated[str, Text(1, 128)]], Later("consequenceTrigger.forAssessment")
    ] = None
    """Only this assessment of the step counts."""


class ConsequenceEffect(Authored):
    """What a consequence does."""

    noun: ClassVar[str] = "consequence effect"

    kind: Annotated[Literal["require_followup"], OneOf(rule="unknown-consequence-effect")]
    """The step is not done until the follow-up is."""
    guidance: Annotated[str, Text(1, 512)]
    """What to tell the agent to do."""


class AssessmentConsequence(Authored):
    """What follows from a level."""

    noun: ClassVar[str] = "assessment consequence"

    when: ConsequenceTrigger
    """When it takes effect."""
    effect: ConsequenceEffect
    """What it does."""
