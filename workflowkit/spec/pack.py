"""The spec pack: the records of its files, and the pack itself.

Parts that most commands do not need are read when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, fields
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from workflowkit.format.data_record import DataFile, DataRecord, Line
from workflowkit.format.dialect import Dialect, KnownIn
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
from workflowkit.records import dataclass
from workflowkit.runtime.behavior import Behavior
from workflowkit.runtime.contracts import contract_of
from workflowkit.text import versions
from workflowkit.text.routes import Json

Names = Annotated[tuple[Line, ...], Items("names", unique=True)]
WorkflowId = Annotated[str, Text(1, 64)]
Limit = Annotated[int, Number(0, integral=True)]
Version = Annotated[
    str, Text(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", described="a version such as 3.68.0")
]
PromptValues = Annotated[tuple[Json, ...], DeclaredIn("workflowkit.format.prompts", "PromptValues")]

Aliases = Annotated[dict[str, WorkflowId], OpenObject("an object of workflow ids")]
"""Retired workflow id to the one that replaces it."""

ArtifactSchema = Annotated[dict[str, Any], OpenObject("a JSON Schema object")]
"""JSON Schema of an artifact."""

ContractChanges = Annotated[dict[str, Json], OpenObject("an object of merge patches")]
"""Contract id to a JSON Merge Patch of its schema."""


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


@dataclass(frozen=True, slots=True)
class TriggerKey(DataRecord):
    """One key of trigger files that the models do not have, or for which a version accepts other values."""

    noun: ClassVar[str] = "trigger key"

    schema: Annotated[dict[str, Any], OpenObject("a JSON Schema object")]
    """JSON Schema of its values, for editors."""
    is_checked: Annotated[bool, Flag()] = False
    """True when the engine drops a trigger whose value is not in the enum, or does not match the pattern, of the schema."""
    described: Maybe[Line] = None
    """What a value must be, in words, for messages."""


TriggerKeyChanges = tuple[tuple[str, TriggerKey], ...]
"""Versions, each with what it made of a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine(DataFile):
    """What one engine version knows, and how it behaves where versions differ."""

    noun: ClassVar[str] = "engine profile"

    version: Version
    """The first version that behaves like this."""
    contracts: Names
    """Contract ids that its compiler accepts."""
    contracts_without_validator: Names
    """Contract ids that compile but can never be satisfied at a step."""
    constructs: Names = ()
    """What its workflow format has and others have not: keys, written like `standardStep.audit`, and kinds, such as `parallelStep`."""
    keys: Annotated[dict[str, Json], OpenObject("an object of JSON Schemas")] = field(
        default_factory=dict
    )
    """Keys of the workflow format that the models do not have, written like `standardStep.urgency`, to the JSON Schema of their values."""
    max_consequences: Limit
    """Assessment consequences that one step may have."""
    has_bundled_namespace: Annotated[bool, Flag()] = False
    """True when the ids of all bundled workflows are in the namespace wr."""
    bundled_ids: Names = ()
    """Ids of workflows that come with it, of those that a catalog of another origin may lack."""
    routine_prefixes: Names
    """Beginnings of routine ids that are not part of template ids; the first that fits is stripped."""
    has_conditional_gates: Annotated[bool, Flag()]
    """True when a condition in requireConfirmation is evaluated; else it counts as true."""
    loop_decision_scope: Annotated[Literal["session", "submission"], OneOf()]
    """Where a loop looks for its decision: in all artifacts of the session, or in those of the current submission."""
    checks_duplicate_consequences: Annotated[bool, Flag()] = False
    """True when two consequences of a step for the same level and assessment are an error."""
    adds_virtual_steps: Annotated[bool, Flag()] = False
    """True when verification, audit and synthesis become steps of their own behind the step that declares them."""
    checks_delegation_cycles: Annotated[bool, Flag()] = False
    """True when workflows that delegate to each other in a circle are refused."""
    bundled_namespace_wins: Annotated[bool, Flag()] = False
    """True when a bundled workflow whose id begins with wr. wins against every source, and other ids follow the priority of the sources."""
    skips_internal_folders: Annotated[bool, Flag()] = False
    """True when workflows in folders called internal are not listed."""
    reports_every_consequence: Annotated[bool, Flag()] = False
    """True when every consequence that matches is a reason to block; else only the first one is."""
    decides_gates_again: Annotated[bool, Flag()] = False
    """True when an unattended session decides a gate again as its step is completed, with the keys that were just sent."""
    checks_item_fields: Annotated[bool, Flag()] = False
    """True when a forEach loop whose body reads fields of plain values is refused, and the mark of an unset value names the wrong type."""
    final_footer_needs_decision: Annotated[bool, Flag()] = False
    """True when a workflow that ends with a loop is asked for its outcome in the decision step of that loop only."""
    starts_with_onboarding: Annotated[bool, Flag()] = False
    """True when a start puts a step of the engine in front of the workflow, before validation and hash."""
    contract_changes: Annotated[tuple[ContractChanges, ...], Items("contract changes")] = ()
    """What changed in the JSON Schemas of contracts, oldest first: contract id to a JSON Merge Patch (RFC 7386)."""
    text_changes: Annotated[dict[str, Version], OpenObject("an object of versions")] = field(
        default_factory=dict
    )
    """Ids of refs and features whose text is not that of this data, to the version that last changed it."""
    trigger_keys: Annotated[dict[str, TriggerKey], OpenObject("an object of trigger keys")] = field(
        default_factory=dict
    )
    """Keys of trigger files by path, written like `agentConfig.modelTier`."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChange(DataFile):
    """What one engine version changed of the one before it."""

    noun: ClassVar[str] = "engine change"

    version: Version
    """The version."""
    summary: Annotated[tuple[Line, ...], Items("texts", shortest=1)]
    """What authors see of it, a line each."""
    set: Annotated[dict[str, Json], OpenObject()] = field(default_factory=dict)
    """Keys of the profile to their new values."""
    add: Annotated[dict[str, Json], OpenObject()] = field(default_factory=dict)
    """Keys of the profile to the items that their lists gain, or the members that their objects gain."""
    remove: Annotated[dict[str, Names], OpenObject("an object of lists of names")] = field(
        default_factory=dict
    )
    """Keys of the profile to the items that their lists lose."""


@dataclass(frozen=True)
class History:
    """What each version of the engine knows, for messages about other versions than the chosen one."""

    read: Callable[[], Mapping[str, Engine]]
    """Returns the profile of every version, oldest first."""

    @cached_property
    def profiles(self) -> Mapping[str, Engine]:
        """Version to its profile, oldest first."""
        return self.read()

    @cached_property
    def dialects(self) -> Mapping[str, Dialect]:
        """Version to its workflow format, oldest first."""
        return {version: self.dialect(engine) for version, engine in self.profiles.items()}

    def dialect(self, engine: Engine, *, is_open: bool = False) -> Dialect:
        """Return the workflow format of *engine*."""
        return Dialect(
            constructs=frozenset(engine.constructs),
            max_consequences=engine.max_consequences,
            keys=engine.keys,
            is_open=is_open,
            known_in=self.known_in,
        )

    def knowing(self, construct: str, count: int = 0) -> list[str]:
        """Return the versions that know *construct*, which may be the id of a contract, or, for a limit, take *count* items; oldest first."""
        limit = _LIMITS.get(construct)
        return [
            version
            for version, engine in self.profiles.items()
            if (limit(engine) >= count if limit else _knows(engine, construct))
        ]

    def known_in(self, construct: str, count: int = 0) -> KnownIn | None:
        """Return the versions that know *construct*, or take *count* items, in words; None when none does."""
        known, every = self.knowing(construct, count), list(self.profiles)
        if not known:
            return None
        engine = f"{known[0]} or later" if known[-1] == every[-1] else known[-1]
        return KnownIn(versions.spans(known, every) or "all engines", engine)

    def first(self, construct: str, count: int = 0) -> str:
        """Return the first version that knows *construct*, or takes *count* items; empty when none does."""
        return next(iter(self.knowing(construct, count)), "")


def _knows(engine: Engine, construct: str) -> bool:
    return construct in (*engine.constructs, *engine.contracts, *engine.keys)


_LIMITS: Mapping[str, Callable[[Engine], int]] = {
    "maxConsequences": lambda engine: engine.max_consequences
}


@dataclass(frozen=True)
class SpecPack:
    """All data of one run."""

    refs: Mapping[str, str]
    """`wr.refs.<name>` to its text."""
    features: Mapping[str, Feature]
    """`wr.features.<name>` to what it adds."""
    engine: Engine
    history: History
    """The profiles of all versions."""
    is_beyond: bool
    """True when the version that was asked for is newer than all that are known."""
    read_contracts: Callable[[], Mapping[str, Contract]]
    read_tags: Callable[[], Tags | None]
    read_authoring_rules: Callable[[], LoadedRules | None]
    read_aliases: Callable[[], Mapping[str, str]]
    read_digest: Callable[[], str]
    read_later_trigger_keys: Callable[[], Mapping[str, TriggerKeyChanges]] = dict

    def __getstate__(self) -> dict[str, object]:
        # What was computed stays behind: it cannot be written as bytes, and costs little.
        return {each.name: self.__dict__[each.name] for each in fields(self)}

    @cached_property
    def later_trigger_keys(self) -> Mapping[str, TriggerKeyChanges]:
        """Key of trigger files, by path, to what later versions made of it, oldest first."""
        return self.read_later_trigger_keys()

    @cached_property
    def behavior(self) -> Behavior:
        """What the engine does in a run."""
        engine = self.engine
        unchecked = engine.contracts_without_validator
        return Behavior(
            contracts={
                contract.id: contract_of(
                    contract.id,
                    contract.kind,
                    contract.schema,
                    is_checkable=contract.id not in unchecked,
                )
                for contract in self.contracts.values()
                if contract.id in engine.contracts
            },
            remembers_artifacts=engine.loop_decision_scope == "session",
            reports_every_consequence=engine.reports_every_consequence,
            starts_with_onboarding=engine.starts_with_onboarding,
            has_virtual_steps=engine.adds_virtual_steps,
            checks_item_fields=engine.checks_item_fields,
            has_conditional_gates=engine.has_conditional_gates,
            decides_gates_again=engine.decides_gates_again,
        )

    @cached_property
    def dialect(self) -> Dialect:
        """The workflow format of the engine."""
        return self.history.dialect(self.engine, is_open=self.is_beyond)

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
