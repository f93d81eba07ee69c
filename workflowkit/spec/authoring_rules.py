"""The authoring-rules file of a spec pack: its records."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflowkit.format.authored import Authored
from workflowkit.format.data_record import Line
from workflowkit.format.fields import Either, Items, Maybe, Number, OneOf, Text
from workflowkit.format.shape_errors import ShapeError, WrongValue
from workflowkit.spec.pack import Names
from workflowkit.text.routes import Json

Lines = Annotated[tuple[Line, ...], Items("texts")]
Version = Annotated[int, Number(1, integral=True)]
Day = Annotated[
    str, Text(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", described="a day such as 2025-12-31")
]


class Scope(Authored):
    """A place that rules are about."""

    noun: ClassVar[str] = "scope"

    id: Line
    """What rules name."""
    surface: Line
    """The field of the workflow format it is tied to."""
    text: Line
    """What the place is."""


class Enforcement(Authored):
    """How a rule is enforced."""

    noun: ClassVar[str] = "enforcement"

    kind: Annotated[
        Literal["schema", "compile", "runtime", "lint", "judge", "review", "advisory"], OneOf()
    ]
    """The kind of enforcement."""
    codes: Maybe[Names] = None
    """Codes of lint rules or of the judge."""
    reason: Maybe[Line] = None
    """For advisory: why nothing can check it."""


def _checker(value: Json) -> str | ShapeError:
    if isinstance(value, str):
        return "one"
    return "several" if isinstance(value, list) else WrongValue("text or a list of texts")


class RuleCheck(Authored):
    """One thing to check, and what checks it."""

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
    """Its level."""
    scope: Annotated[tuple[Line, ...], Items("scope ids", shortest=1, unique=True)]
    """The places that it is about."""
    rule: Annotated[str, Text(1, 200)]
    """The rule."""
    why: Annotated[str, Text(1, 160)]
    """The reason."""
    enforcement: Annotated[tuple[Enforcement, ...], Items("enforcements", shortest=1)]
    """How it is enforced."""
    checks: Annotated[tuple[RuleCheck, ...], Items("checks")]
    """What to check, one by one."""
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


class AuthoringRules(Authored):
    """The rules of good authoring, each with its enforcement."""

    noun: ClassVar[str] = "authoring rules file"

    schema_: Annotated[Maybe[Line], Field(alias="$schema")] = None
    """Where editors find the schema of this file."""
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
    """The places that rules may be about."""
    topics: Annotated[tuple[RuleTopic, ...], Items("topics")]
    """The rules, by topic."""
    planned: Annotated[tuple[RuleTopic, ...], Items("topics")]
    """Rules for what does not exist yet, by topic."""
    changelog: Annotated[tuple[RulesChange, ...], Items("changes")]
    """What each rules version changed."""
