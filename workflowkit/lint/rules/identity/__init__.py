"""Group I. Identifiers and naming."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.identity.duplicate_fragment_id import duplicate_fragment_id
from workflowkit.lint.rules.identity.duplicate_step_id import duplicate_step_id

RULES: tuple[Rule, ...] = (
    duplicate_step_id,
    duplicate_fragment_id,
)
