"""The spec pack: the records of its files, and the pack itself.

Parts that most commands do not need are read when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from workflowkit.format.data_record import DataFile, DataRecord, Line
from workflowkit.format.fields import (
    DeclaredIn,
    Flag,
    Items,
    Maybe,
    Number,
    OneOf,
    OpenObject,
    Text,
)
from workflowkit.text.routes import Json

Names = Annotated[tuple[Line, ...], Items("names", unique=True)]
WorkflowId = Annotated[str, Text(1, 64)]
Limit = Annotated[int, Number(0, integral=True)]
PromptValues = Annotated[tuple[Json, ...], DeclaredIn("workflowkit.format.prompts", "PromptValues")]

Aliases = Annotated[dict[str, WorkflowId], OpenObject("an object of workflow ids")]
"""Retired workflow id to the one that replaces it."""

ArtifactSchema = Annotated[dict[str, Any], OpenObject("a JSON Schema object")]
"""JSON Schema of an artifact."""


@dataclass(frozen=True, slots=True)
class Feature(DataFile):
    """What a feature adds to every step with prompt blocks. Its id is wr.features. and the name of the file."""

    noun: ClassVar[str] = "feature"

    constraints: PromptValues = ()
    """Added to the constraints."""
    procedure: PromptValues = ()
    """Added to the procedure."""
    verify: PromptValues = ()
    """Added to the checks."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One artifact contract."""

    id: str
    """What `contractRef` names: `wr.contracts.<name>`."""
    kind: str
    """The `kind` of its artifacts: `wr.<name>`."""
    schema: Mapping[str, Json]
    """JSON Schema of the artifact."""


@dataclass(frozen=True, slots=True)
class Tag(DataRecord):
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
    examples: Annotated[tuple[WorkflowId, ...], Items("workflow ids", unique=True)] = ()
    """Ids of workflows that show what the tag means."""


@dataclass(frozen=True, slots=True)
class TagEntry(DataRecord):
    """The tags of one workflow."""

    noun: ClassVar[str] = "tagged workflow"

    tags: Annotated[tuple[Line, ...], Items("tag ids", unique=True)]
    """Ids of its tags."""
    hidden: Annotated[bool, Flag()] = False
    """True when lists omit the workflow."""


@dataclass(frozen=True, slots=True)
class Tags(DataFile):
    """The tags that exist, and the workflows that have them."""

    noun: ClassVar[str] = "tag file"

    tags: Annotated[tuple[Tag, ...], Items("tags", unique=True)]
    """The tags, in display order."""
    workflows: Annotated[dict[str, TagEntry], OpenObject("an object of tagged workflows")]
    """Workflow id to its tags."""
    version: Maybe[Annotated[int, Number(1, integral=True)]] = None
    """Version of the file for the engine; not read."""


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """The authoring-rules file: its version, and the file as it is."""

    version: int
    content: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine(DataFile):
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

    def is_before(self, version: str) -> bool:
        """Return true when this engine is older than *version*, which is written like `3.68.0`."""
        return version_numbers(self.version) < version_numbers(version)


def version_numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a *version* such as `3.68.0`, by which versions are ordered."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@dataclass(frozen=True)
class SpecPack:
    """All data of one run."""

    refs: Mapping[str, str]
    """`wr.refs.<name>` to its text."""
    features: Mapping[str, Feature]
    """`wr.features.<name>` to what it adds."""
    engine: Engine
    read_contracts: Callable[[], Mapping[str, Contract]]
    read_tags: Callable[[], Tags | None]
    read_authoring_rules: Callable[[], LoadedRules | None]
    read_aliases: Callable[[], Mapping[str, str]]
    read_digest: Callable[[], str]

    @cached_property
    def contracts(self) -> Mapping[str, Contract]:
        """Contract id to its shape."""
        return self.read_contracts()

    @cached_property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Every line of the refs and features, with the id that adds it."""
        texts = list(self.refs.items())
        for name, feature in self.features.items():
            entries = (*feature.constraints, *feature.procedure, *feature.verify)
            texts += [(name, entry) for entry in entries if isinstance(entry, str)]
        return tuple((line, name) for name, text in texts for line in text.splitlines())

    @cached_property
    def tags(self) -> Tags | None:
        """The tag file; None when there is none."""
        return self.read_tags()

    @cached_property
    def authoring_rules(self) -> LoadedRules | None:
        """The authoring rules; None when there are none."""
        return self.read_authoring_rules()

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Retired workflow id to the one that replaces it."""
        return self.read_aliases()

    @cached_property
    def version(self) -> str:
        """The rules version and a digest of all files."""
        rules = self.authoring_rules
        return f"{rules.version if rules else 0}+{self.read_digest()[:12]}"
