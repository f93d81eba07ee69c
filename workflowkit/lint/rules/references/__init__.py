"""Group R. References, contracts and artifacts."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.references.duplicate_reference_id import duplicate_reference_id
from workflowkit.lint.rules.references.unknown_contract import unknown_contract
from workflowkit.lint.rules.references.unknown_ref import unknown_ref

RULES: tuple[Rule, ...] = (
    unknown_contract,
    unknown_ref,
    duplicate_reference_id,
)
