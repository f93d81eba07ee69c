"""The compile context: everything outside a file that its compiled form depends on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field

from workflowkit.compiler.routines import NO_ROUTINES, Routines
from workflowkit.format.dialect import Dialect
from workflowkit.records import dataclass
from workflowkit.spec.pack import Feature, SpecPack
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class CompileContext:
    """Everything outside the file that its compiled form depends on."""

    routines: Routines = NO_ROUTINES
    refs: Mapping[str, str] = field(default_factory=dict)
    """Ref id to text."""
    features: Mapping[str, Feature] = field(default_factory=dict)
    contracts: Collection[str] = ()
    """Contract ids that the engine's compiler accepts."""
    bindings: Json = None
    """Parsed content of the project's bindings file; None for none."""
    dialect: Dialect = field(default_factory=Dialect)
    """The workflow format of the engine."""
    checks_duplicate_consequences: bool = False
    """Whether two consequences of a step for the same level and assessment are an error."""
    starts_with_onboarding: bool = False
    """Whether a start puts a step of the engine in front of the workflow."""
    adds_virtual_steps: bool = False
    """Whether verification, audit and synthesis become steps of their own."""


def compile_context(
    pack: SpecPack, routines: Routines = NO_ROUTINES, bindings: Json = None
) -> CompileContext:
    """Return the context of a spec pack, routines and a bindings file."""
    return CompileContext(
        routines=routines,
        refs=pack.refs,
        features=pack.features,
        contracts=pack.engine.contracts,
        bindings=bindings,
        dialect=pack.dialect,
        checks_duplicate_consequences=pack.engine.checks_duplicate_consequences,
        starts_with_onboarding=pack.engine.starts_with_onboarding,
        adds_virtual_steps=pack.engine.adds_virtual_steps,
    )
