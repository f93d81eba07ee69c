"""The data files of a spec pack other than texts and artifact schemas: features, tags, authoring rules, aliases, engine profiles."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter

from workflowkit.model.authored import Authored, Located, Mistake, WrongValue, run
from workflowkit.model.prompts import PromptValues
from workflowkit.model.vocabulary import Either, Flag, Items, Maybe, Number, OneOf, OpenObject, Text
from workflowkit.source.routes import Json

Line = Annotated[str, Text(1)]
Lines = Annotated[tuple[Line, ...], Items("texts")]
Names = Annotated[tuple[Line, ...], Items("names", unique=True)]
WorkflowId = Annotated[str, Text(1, 64)]
WorkflowIds = Annotated[tuple[WorkflowId, ...], Items("workflow ids", unique=True)]
Version = Annotated[int, Number(1, integral=True)]
Limit = Annotated[int, Number(0, integral=True)]
Day = Annotated[
    str, Text(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", described="a day such as 2025-12-31")
]


class DataFile(Authored):
    """A file of its own, which may name its schema for editors."""

    schema_: Annotated[Maybe[Line], Field(alias="$schema")] = None
    """Where editors find the schema of this file."""


class Feature(DataFile):
    """What a feature adds to every step with prompt blocks. Its id is wr.features. and the name of the file."""

    noun: ClassVar[str] = "feature"

    constraints: Maybe[PromptValues] = None
    """Added to the constraints."""
    procedure: Maybe[PromptValues] = None
    """Added to the procedure."""
    verify: Maybe[PromptValues] = None
    """Added to the checks."""


class Tag(Authored):
    """One tag of the closed set; the order of tags is the order in lists."""

    noun: ClassVar[str] = "tag"

    id: Annotated[
        str,
        Text(
            1, 64, "^[a-z][a-z0-9_-]*$", "1 to 64 lowercase letters, digits, hyphens or underscores"
        ),
    ]
    """What workflows are tagged with."""
    display_name: Annotated[str, Text(1, 64)]
    """What people see."""
    when: Annotated[tuple[Line, ...], Items("situations", shortest=1)]
    """Situations in which to pick the tag."""
    examples: Maybe[WorkflowIds] = None
    """Ids of workflows that show what the tag means."""


class TaggedWorkflow(Authored):
    """The tags of one workflow."""

    noun: ClassVar[str] = "tagged workflow"

    tags: Annotated[tuple[Line, ...], Items("tag ids", unique=True)]
    """Ids of its tags."""
    hidden: Maybe[Annotated[bool, Flag()]] = None
    """True when lists leave the workflow out."""


class WorkflowTags(DataFile):
    """The tags that exist, and the workflows that carry them."""

    noun: ClassVar[str] = "tag file"

    version: Maybe[Version] = None
    """Version of the format; not read."""
    tags: Annotated[tuple[Tag, ...], Items("tags", unique=True)]
    """The tags, in display order."""
    workflows: Annotated[dict[str, TaggedWorkflow], OpenObject("an object of tagged workflows")]
    """Workflow id to its tags."""


class EngineProfile(DataFile):
    """What one engine version knows, and how it behaves where versions differ."""

    noun: ClassVar[str] = "engine profile"

    version: Annotated[
        str, Text(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", described="a version such as 3.68.0")
    ]
    """The first version that behaves like this."""
    contracts: Names
    """Contract ids that its compiler accepts."""
    contracts_without_validator: Names
    """Contract ids that compile but can never be satisfied at a step."""
    max_consequences: Limit
    """Assessment consequences that one step may have."""
    routine_prefixes: Names
    """Beginnings of routine ids that are not part of template ids; the first that fits is stripped."""
    has_conditional_gates: Annotated[bool, Flag()]
    """True when a condition in requireConfirmation is evaluated; else it counts as true."""
    loop_decision_scope: Annotated[Literal["session", "submission"], OneOf()]
    """Where a loop looks for its decision: in all artifacts of the session, or in those of the current submission."""
    fields_never_shown: Names
    """Step fields that reach no prompt."""
    reserved_context_keys: Names
    """Context keys that the engine sets itself."""
    given_context_keys: Names
    """Context keys that a run may be started with by the engine or its triggers."""
    notes_limit_bytes: Limit
    """Longer notes are cut."""
    context_limit_bytes: Limit
    """A larger context is refused."""


class Scope(Authored):
    """A place that rules speak of."""

    noun: ClassVar[str] = "scope"

    id: Line
    """What rules name."""
    surface: Line
    """The field of the workflow format it is tied to."""
    text: Line
    """What the place is."""


class Enforcement(Authored):
    """How a rule is held."""

    noun: ClassVar[str] = "enforcement"

    kind: Annotated[
        Literal["schema", "compile", "runtime", "lint", "judge", "review", "advisory"], OneOf()
    ]
    """What holds it."""
    codes: Maybe[Names] = None
    """Codes of lint rules or of the judge."""
    reason: Maybe[Line] = None
    """For advisory: why nothing can check it."""


def _checker(value: Json) -> str | Mistake:
    if isinstance(value, str):
        return "one"
    return "several" if isinstance(value, list) else WrongValue("text or a list of texts")


class RuleCheck(Authored):
    """One thing to look at, and what looks at it."""

    noun: ClassVar[str] = "check"

    id: Annotated[str, Text(1, 120)]
    """Unique within the rule."""
    by: Annotated[Line | Lines, Either(_checker, ("one", "several"))]
    """A code, several codes, judge: and a code, or advisory: and a reason."""


class RuleSource(Authored):
    """What a rule was read from."""

    noun: ClassVar[str] = "rule source"

    kind: Line
    """Such as engine or guide."""
    path: Line
    """The file."""
    note: Maybe[Line] = None
    """The part of it."""


class RuleExample(Authored):
    """A workflow that follows a rule."""

    noun: ClassVar[str] = "rule example"

    path: Line
    """The file, from the root of the repository."""
    step: Maybe[Line] = None
    """Id of the step."""


class AuthoringRule(Authored):
    """One rule of good authoring."""

    noun: ClassVar[str] = "rule"

    id: Annotated[str, Text(1, 64, "^[a-z][a-z0-9-]*$", "lowercase words joined by hyphens")]
    """Unique in the file."""
    status: Annotated[Literal["active", "experimental", "planned", "retired"], OneOf()]
    """Whether it holds now."""
    level: Annotated[Literal["required", "recommended", "discouraged"], OneOf()]
    """How much it demands."""
    scope: Annotated[tuple[Line, ...], Items("scope ids", shortest=1, unique=True)]
    """Places it speaks of."""
    rule: Annotated[str, Text(1, 200)]
    """The rule."""
    why: Annotated[str, Text(1, 160)]
    """The reason."""
    enforcement: Annotated[tuple[Enforcement, ...], Items("enforcements", shortest=1)]
    """How it is held."""
    checks: Annotated[tuple[RuleCheck, ...], Items("checks")]
    """What to look at, one by one."""
    advisory_because: Maybe[Line] = None
    """For a required rule that nothing checks: why it is required all the same."""
    bad: Maybe[Lines] = None
    """Texts that break it."""
    good: Maybe[Lines] = None
    """Texts that follow it."""
    sources: Maybe[Annotated[tuple[RuleSource, ...], Items("rule sources")]] = None
    """What it was read from."""
    examples: Maybe[Annotated[tuple[RuleExample, ...], Items("rule examples")]] = None
    """Workflows that follow it."""
    since: Version
    """Rules version in which it first appeared."""
    reviewed_on: Day
    """Day of the last review."""


class RuleTopic(Authored):
    """Rules that belong together."""

    noun: ClassVar[str] = "topic"

    id: Line
    """Unique in the file."""
    title: Line
    """What people see."""
    rules: Annotated[tuple[AuthoringRule, ...], Items("rules")]
    """The rules, in reading order."""


class RulesChange(Authored):
    """What a rules version changed."""

    noun: ClassVar[str] = "change"

    rules_version: Version
    """The version."""
    required: Names
    """Ids of required rules that are new or changed."""
    note: Line
    """What happened, in a phrase."""


class AuthoringRules(DataFile):
    """The rules of good authoring, each tied to what holds it."""

    noun: ClassVar[str] = "authoring rules file"

    format_version: Version
    """Version of this format."""
    rules_version: Version
    """Raised when a required rule changes; workflows are stamped with it."""
    reviewed_on: Day
    """Day of the last review."""
    levels: Names
    """The levels a rule may have."""
    statuses: Names
    """The statuses a rule may have."""
    enforcement_kinds: Names
    """The kinds of enforcement."""
    scopes: Annotated[tuple[Scope, ...], Items("scopes", unique=True)]
    """The places that rules may speak of."""
    topics: Annotated[tuple[RuleTopic, ...], Items("topics")]
    """The rules, by topic."""
    planned: Annotated[tuple[RuleTopic, ...], Items("topics")]
    """Rules for what does not exist yet, by topic."""
    changelog: Annotated[tuple[RulesChange, ...], Items("changes")]
    """What each rules version changed."""


Aliases = Annotated[dict[str, WorkflowId], OpenObject("an object of workflow ids")]
"""Retired workflow id to the one that replaces it."""


ContractSchema = Annotated[dict[str, Any], OpenObject("a JSON Schema object")]


@cache
def _validator(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def alias_mistakes(value: Json) -> list[Located]:
    """What is wrong with an alias file."""
    return run(_validator(Aliases).validate_python, value)[1]


def contract_mistakes(value: Json) -> list[Located]:
    """What is wrong with the schema of an artifact, as far as it is looked at."""
    return run(_validator(ContractSchema).validate_python, value)[1]
