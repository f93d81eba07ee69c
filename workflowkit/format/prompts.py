"""Prompts: the sources of a step's text, and the functions that it may name (docs/engine/format.md#prompts-and-functions)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from workflowkit.format.authored import Authored
from workflowkit.format.conditions import ConditionTree, Identifier
from workflowkit.format.fields import Either, Flag, Items, Maybe, Number, OneOf, OpenObject, Text
from workflowkit.format.shape_errors import ShapeError, WrongValue
from workflowkit.text.routes import Json

PART_KINDS = ("text", "ref")


class TextPart(Authored):
    """Literal text."""

    noun: ClassVar[str] = "prompt part"

    kind: Annotated[Literal["text"], OneOf(PART_KINDS)]
    """The kind of part."""
    text: Annotated[str, Text()]
    """The text, inserted as it is."""


class RefPart(Authored):
    """Shared text, named by its id."""

    noun: ClassVar[str] = "prompt part"

    kind: Annotated[Literal["ref"], OneOf(PART_KINDS)]
    """The kind of part."""
    ref_id: Annotated[str, Text(1)]
    """Id of the shared text, such as wr.refs.memory_usage."""


def _part(value: Json) -> str | ShapeError:
    if not isinstance(value, dict):
        return WrongValue("a prompt part object")
    kind = value.get("kind")
    if kind in PART_KINDS:
        return str(kind)
    # Without a valid kind the keys decide which one was meant; its model then reports the kind.
    return "ref" if "refId" in value else "text"


PromptPart = Annotated[TextPart | RefPart, Either(_part, PART_KINDS)]


def _prompt_value(value: Json) -> str | ShapeError:
    if isinstance(value, str):
        return "text"
    return "parts" if isinstance(value, list) else WrongValue("text or a list of prompt parts")


PromptValue = Annotated[
    Annotated[str, Text()] | Annotated[tuple[PromptPart, ...], Items("prompt parts")],
    Either(_prompt_value, ("text", "parts")),
]
PromptValues = Annotated[tuple[PromptValue, ...], Items("prompt values")]


class PromptBlocks(Authored):
    """A prompt in sections, rendered in a fixed order."""

    noun: ClassVar[str] = "prompt blocks object"

    goal: Maybe[PromptValue] = None
    """What the step is to achieve."""
    constraints: Maybe[PromptValues] = None
    """What must hold throughout; a bulleted list."""
    procedure: Maybe[PromptValues] = None
    """What to do, in order; a numbered list."""
    output_required: Maybe[
        Annotated[dict[str, Annotated[str, Text()]], OpenObject("an object of texts")]
    ] = None
    """What to submit: a name and a description each."""
    verify: Maybe[PromptValues] = None
    """What to check before the step is done; a bulleted list."""


class TemplateCall(Authored):
    """A call of a routine, whose steps take the place of the calling step."""

    noun: ClassVar[str] = "template call"

    template_id: Annotated[str, Text(1, 128)]
    """Id of the template, such as wr.templates.routine.design-review."""
    args: Maybe[Annotated[dict[str, Any], OpenObject()]] = None
    """Values for the routine's {placeholders}: texts, numbers, true or false."""


class PromptFragment(Authored):
    """Text appended to the prompt when its condition holds."""

    noun: ClassVar[str] = "prompt fragment"

    id: Annotated[
        str,
        Text(
            1,
            64,
            r"^[a-z][a-z0-9_-]*$",
            "1 to 64 lowercase letters, digits, hyphens or underscores, the first a letter",
        ),
    ]
    """Unique within the step."""
    text: Annotated[str, Text(1, 4096)]
    """The text."""
    when: Maybe[ConditionTree] = None
    """The condition; without one the text is always appended."""


def _scalar(value: Json) -> str | ShapeError:
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else WrongValue("text, a number, true or false")


EnumValue = Annotated[
    Annotated[str, Text()] | Annotated[float, Number()] | Annotated[bool, Flag()],
    Either(_scalar, ("text", "number", "flag")),
]


class FunctionParameter(Authored):
    """A parameter of a function."""

    noun: ClassVar[str] = "function parameter"

    name: Identifier
    """Its name."""
    type: Annotated[Literal["string", "number", "boolean", "array", "object"], OneOf()]
    """The kind of value it takes."""
    required: Maybe[Annotated[bool, Flag()]] = None
    """True when a call must give it."""
    description: Maybe[Annotated[str, Text()]] = None
    """What it is for."""
    enum: Maybe[Annotated[tuple[EnumValue, ...], Items("allowed values", shortest=1)]] = None
    """The values it may take."""
    default: Any = None
    """The value when a call omits it; documentation only."""


class FunctionDefinition(Authored):
    """A named piece of instruction that steps may refer to."""

    noun: ClassVar[str] = "function definition"

    name: Identifier
    """Its name, without parentheses."""
    definition: Annotated[str, Text()]
    """The text of the instruction."""
    parameters: Maybe[Annotated[tuple[FunctionParameter, ...], Items("function parameters")]] = None
    """Its parameters."""
    scope: Maybe[Annotated[Literal["workflow", "loop", "step"], OneOf()]] = None
    """Where it is meant to be used; not checked."""


class FunctionCall(Authored):
    """A call of a defined function."""

    noun: ClassVar[str] = "function call"

    name: Identifier
    """Name of the function."""
    args: Annotated[dict[str, Any], OpenObject()]
    """Values by parameter name."""


FunctionDefinitions = Annotated[tuple[FunctionDefinition, ...], Items("function definitions")]
FunctionReference = Annotated[
    str,
    Text(
        pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*\(\)$",
        described="a function name followed by (), such as summarize()",
    ),
]
Fragments = Annotated[tuple[PromptFragment, ...], Items("prompt fragments", shortest=1)]
