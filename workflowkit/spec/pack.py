"""What a spec pack holds. Parts that most commands do not need are read when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from workflowkit.source.routes import Json


@dataclass(frozen=True, slots=True)
class Feature:
    """What one feature adds to every step with prompt blocks: lists of promptValues."""

    constraints: tuple[Json, ...] = ()
    procedure: tuple[Json, ...] = ()
    verify: tuple[Json, ...] = ()


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
class Tag:
    """One tag of the closed set."""

    id: str
    display_name: str
    when: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagEntry:
    """The tags of one workflow."""

    tags: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Tags:
    """The tag file."""

    tags: tuple[Tag, ...]
    workflows: Mapping[str, TagEntry]


@dataclass(frozen=True, slots=True)
class AuthoringRules:
    """The authoring-rules file: its version, and the file as it is."""

    version: int
    content: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Engine:
    """What one engine version knows, and how it behaves where versions differ."""

    version: str
    contracts: tuple[str, ...]
    """Contract ids that its compiler accepts."""
    contracts_without_validator: tuple[str, ...]
    """Contract ids that compile but can never be satisfied at a step."""
    max_consequences: int
    routine_prefixes: tuple[str, ...]
    """Beginnings of routine ids that are not part of template ids."""
    has_conditional_gates: bool
    """True when a condition in `requireConfirmation` is evaluated."""
    loop_decision_scope: str
    """Where a loop looks for its decision: `session` or `submission`."""
    fields_never_shown: tuple[str, ...]
    """Step fields that reach no prompt."""
    reserved_context_keys: tuple[str, ...]
    """Keys that the engine sets itself."""
    given_context_keys: tuple[str, ...]
    """Keys that a run may be started with by the engine or its triggers."""
    notes_limit_bytes: int
    context_limit_bytes: int

    def is_before(self, version: str) -> bool:
        """Return True when this engine is older than *version*, which is written like `3.68.0`."""
        return _numbers(self.version) < _numbers(version)


def _numbers(version: str) -> tuple[int, ...]:
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
    read_authoring_rules: Callable[[], AuthoringRules | None]
    read_aliases: Callable[[], Mapping[str, str]]
    read_digest: Callable[[], str]

    @cached_property
    def contracts(self) -> Mapping[str, Contract]:
        """Contract id to its shape."""
        return self.read_contracts()

    @cached_property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Every line of the refs and features, with the id that brings it."""
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
    def authoring_rules(self) -> AuthoringRules | None:
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
