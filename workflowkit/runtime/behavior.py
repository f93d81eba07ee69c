"""Behavior: what the engine does in a run where its versions differ (docs/engine/versions.md#loading-and-running).

The flags are data of each version. Nothing that runs a workflow compares version numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from workflowkit.records import dataclass
from workflowkit.runtime.contracts import NATIVE_CONTRACTS, ArtifactContract


@dataclass(frozen=True, slots=True, kw_only=True)
class Behavior:
    """The behavior of one engine version; the defaults are those of 3.68.0."""

    contracts: Mapping[str, ArtifactContract] = field(default_factory=lambda: NATIVE_CONTRACTS)
    """The artifact contracts by reference."""
    remembers_artifacts: bool = True
    """True when a loop takes its decision from the artifacts of the whole session, False for those of the last submission."""
    reports_every_consequence: bool = False
    """True when every consequence that matches is a reason to block, False for the first one only."""
    starts_with_onboarding: bool = False
    """True when a start puts a step of the engine in front of the workflow."""
    has_virtual_steps: bool = False
    """True when audits, verifications and syntheses are steps of their own behind the step that declares them."""
    checks_item_fields: bool = False
    """True when a forEach that reads fields of its items needs items that have fields, and the unset mark names a wrong type."""
    has_conditional_gates: bool = False
    """True when the condition of a gate is evaluated, False when an object is a gate that always asks."""
    decides_gates_again: bool = False
    """True when an unattended session decides the gate again as the step is completed."""


REFERENCE: Final = Behavior()
"""The behavior of 3.68.0, with the contracts that the interpreter itself reads."""
