"""Group I. Identifiers and naming."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.identity.duplicate_fragment_id import duplicate_fragment_id
from workflowkit.lint.rules.identity.duplicate_step_id import duplicate_step_id
from workflowkit.lint.rules.identity.duplicate_workflow_id import duplicate_workflow_id

RULES: tuple[Rule, ...] = (
    duplicate_workflow_id,
    duplicate_step_id,
    duplicate_fragment_id,
)
