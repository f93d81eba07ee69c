"""Group B. Bindings and extension points."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.slots.duplicate_slot import duplicate_slot
from workflowkit.lint.rules.slots.token_in_unresolved_field import token_in_unresolved_field
from workflowkit.lint.rules.slots.undeclared_slot import undeclared_slot

RULES: tuple[Rule, ...] = (
    undeclared_slot,
    token_in_unresolved_field,
    duplicate_slot,
)
