"""What a workflow is compiled with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from workflowkit.compiler.routines import NO_ROUTINES, Routines
from workflowkit.source.routes import Json


@dataclass(frozen=True, slots=True)
class FeatureText:
    """What one feature adds to every step with prompt blocks: lists of promptValues."""

    constraints: tuple[Json, ...] = ()
    procedure: tuple[Json, ...] = ()
    verify: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything outside the file that its compiled form depends on."""

    routines: Routines = NO_ROUTINES
    refs: Mapping[str, str] = field(default_factory=dict)
    """Ref id to text."""
    features: Mapping[str, FeatureText] = field(default_factory=dict)
    contracts: Collection[str] = ()
    """Contract ids that the engine's compiler accepts."""
    bindings: Json = None
    """Parsed content of the project's bindings file; None for none."""
    max_consequences: int = 1
    """How many consequences a step may have."""
