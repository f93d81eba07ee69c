"""Group B. Bindings and extension points."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.slots.binding_file_unknown_slot import binding_file_unknown_slot
from workflowkit.lint.rules.slots.binding_self_reference import binding_self_reference
from workflowkit.lint.rules.slots.duplicate_slot import duplicate_slot
from workflowkit.lint.rules.slots.hardcoded_delegate import hardcoded_delegate
from workflowkit.lint.rules.slots.ignored_binding import ignored_binding
from workflowkit.lint.rules.slots.retired_binding_id import retired_binding_id
from workflowkit.lint.rules.slots.slot_in_template_call import slot_in_template_call
from workflowkit.lint.rules.slots.token_in_unresolved_field import token_in_unresolved_field
from workflowkit.lint.rules.slots.undeclared_slot import undeclared_slot
from workflowkit.lint.rules.slots.unknown_bound_slot import unknown_bound_slot
from workflowkit.lint.rules.slots.unknown_bound_target import unknown_bound_target
from workflowkit.lint.rules.slots.unknown_bound_workflow import unknown_bound_workflow
from workflowkit.lint.rules.slots.unknown_default_binding import unknown_default_binding
from workflowkit.lint.rules.slots.unused_slot import unused_slot

RULES: tuple[Rule, ...] = (
    undeclared_slot,
    unused_slot,
    unknown_default_binding,
    token_in_unresolved_field,
    binding_file_unknown_slot,
    binding_self_reference,
    hardcoded_delegate,
    slot_in_template_call,
    duplicate_slot,
    ignored_binding,
    retired_binding_id,
    unknown_bound_workflow,
    unknown_bound_slot,
    unknown_bound_target,
)
