"""Conditions, and the loops that test them (docs/engine/format.md#loops-and-conditions)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from workflowkit.format.authored import Authored
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
    Text,
)
from workflowkit.format.shape_errors import (
    CustomError,
    LocatedError,
    ShapeError,
    Use,
    WrongValue,
)
from workflowkit.text.routes import Json, Route

IDENTIFIER = r"^[a-zA-Z_][a-zA-Z0-9_]*$"

Identifier = Annotated[str, Text(pattern=IDENTIFIER, described="an identifier such as item_count")]


InnerCondition = Annotated[Any, Inner("condition")]
InnerConditions = Annotated[tuple[InnerCondition, ...], Items("conditions")]


class AuthoredCondition(Authored):
    """A test of context variables. An empty object holds; with 'var' the first operator counts."""

    noun: ClassVar[str] = "condition"

    var: Maybe[Annotated[str, Text()]] = None
    """Key of the context to test. Alone, it tests for truth."""
    equals: Any = None
    """Equal to this value, leniently: text is compared trimmed and without case."""
    not_equals: Annotated[Any, Field(alias="not_equals")] = None
    """Not equal to this value."""
    gt: Maybe[Annotated[float, Number()]] = None
    """Greater than; false for anything that is not a number."""
    gte: Maybe[Annotated[float, Number()]] = None
    """Greater than or equal."""
    lt: Maybe[Annotated[float, Number()]] = None
    """Less than."""
    lte: Maybe[Annotated[float, Number()]] = None
    """Less than or equal."""
    and_: Annotated[Maybe[InnerConditions], Field(alias="and")] = None
    """All of these hold."""
    or_: Annotated[Maybe[InnerConditions], Field(alias="or")] = None
    """At least one of these holds."""
    not_: Annotated[InnerCondition, Field(alias="not")] = None
    """This does not hold."""
    in_: Annotated[Maybe[Annotated[tuple[Any, ...], Items("values")]], Field(alias="in")] = None
    """Equal to one of these values."""
    contains: Annotated[Maybe[Annotated[str, Text()]], Later("condition.contains")] = None
    """Contains this text, compared trimmed and without case."""


def inner_conditions(value: Json) -> Iterator[tuple[Route, Json]]:
    """Yield the operands of `and`, `or` and `not`, with their routes."""
    if not isinstance(value, dict):
        return
    for key in ("and", "or"):
        members = value.get(key)
        if isinstance(members, list):
            yield from (((key, index), member) for index, member in enumerate(members))
    if "not" in value:
        yield ("not",), value["not"]


ConditionTree = Annotated[
    dict[str, Any], Nested(AuthoredCondition.shape_errors, inner_conditions, schema="condition")
]


class ConfirmationGate(Authored):
    """A gate of a kind: who decides it, and when it is needed."""

    noun: ClassVar[str] = "gate"

    kind: Annotated[Literal["coordinator_eval", "human_approval"], OneOf()]
    """Who decides: the coordinator of the session, or a person."""
    condition: Annotated[Maybe[ConditionTree], Later("confirmationGate.condition")] = None
    """When the gate is needed; without one it always is."""


def _confirmation(value: Json) -> str | ShapeError:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, dict):
        return "gate" if "kind" in value else "condition"
    return WrongValue("true, false or a condition object")


ConfirmationRule = Annotated[
    Annotated[bool, Flag()] | ConditionTree | ConfirmationGate,
    Either(
        _confirmation,
        ("flag", "condition", "gate"),
        later={"gate": Use("confirmationGate", key="kind", instead="write true")},
    ),
]


SOURCE_KINDS = ("artifact_contract", "context_variable")


class ArtifactSource(Authored):
    """The loop is decided by the artifact of a contract."""

    noun: ClassVar[str] = "condition source"

    kind: Annotated[Literal["artifact_contract"], OneOf(SOURCE_KINDS)]
    """Where the decision comes from."""
    contract_ref: Annotated[str, Text(1)]
    """Id of the contract, normally wr.contracts.loop_control. Not checked against the known contracts."""
    loop_id: Maybe[Annotated[str, Text(1)]] = None
    """Id of the loop, of lower-case letters, digits, _ and -. Without it the session is lost when the loop is tested."""


class ContextSource(Authored):
    """The loop is decided by a condition on the context."""

    noun: ClassVar[str] = "condition source"

    kind: Annotated[Literal["context_variable"], OneOf(SOURCE_KINDS)]
    """Where the decision comes from."""
    condition: ConditionTree
    """The condition under which the loop goes on."""


def _source(value: Json) -> str | ShapeError:
    if not isinstance(value, dict):
        return WrongValue("a condition source object")
    kind = value.get("kind")
    if kind in SOURCE_KINDS:
        return str(kind)
    # Without a valid kind the keys decide which one was meant; its model then reports the kind.
    return "context_variable" if "condition" in value else "artifact_contract"


ConditionSource = Annotated[ArtifactSource | ContextSource, Either(_source, SOURCE_KINDS)]


def _count(value: Json) -> str | ShapeError:
    if isinstance(value, bool):
        return WrongValue("a number or the name of a context key")
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "name"
    return WrongValue("a number or the name of a context key")


Count = Annotated[
    Annotated[float, Number(0, 1000)] | Annotated[str, Text()],
    Either(_count, ("number", "name")),
]

_NEEDS = {
    "while": ("condition", "conditionSource"),
    "until": ("condition", "conditionSource"),
    "for": ("count",),
    "forEach": ("items",),
}
"""What each type of loop needs: at least one of these keys."""


class LoopConfig(Authored):
    """How often, and while what holds, a loop repeats its body."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
                    "then": {"anyOf": [{"required": [key]} for key in keys]},
                }
                for kind, keys in _NEEDS.items()
            ]
        }
    )
    noun: ClassVar[str] = "loop"

    type: Annotated[Literal["while", "until", "for", "forEach"], OneOf()]
    """What ends the loop: a condition, a count, or the end of a list."""
    max_iterations: Annotated[float, Number(1, 1000)]
    """The loop ends after this many passes, silently."""
    condition: Maybe[ConditionTree] = None
    """For while and until: tested before each pass."""
    condition_source: Maybe[ConditionSource] = None
    """For while and until: where the decision comes from; wins over 'condition'."""
    count: Maybe[Count] = None
    """For for: the number of passes, or the context key that holds it."""
    items: Maybe[Annotated[str, Text()]] = None
    """For forEach: the context key that holds the list."""
    iteration_var: Maybe[Identifier] = None
    """Context key that holds the number of the pass, from 1."""
    item_var: Maybe[Identifier] = None
    """For forEach: context key that holds the current item."""
    index_var: Maybe[Identifier] = None
    """For forEach: context key that holds the index of the current item, from 0."""

    @classmethod
    def object_errors(cls, value: dict[str, Json]) -> Iterator[LocatedError]:
        """Yield an error for each key that the type of the loop requires and that it lacks."""
        kind = value.get("type")
        needed = _NEEDS.get(kind, ()) if isinstance(kind, str) else ()
        if needed and not any(key in value for key in needed):
            names = " or ".join(f"'{key}'" for key in needed)
            yield (
                (),
                CustomError(f"loop of type '{kind}' has no {names}", f"add {names}", keys=needed),
            )
