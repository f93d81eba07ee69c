"""Group C. Context data flow and conditions."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.context.append_under_shallow_merge import append_under_shallow_merge
from workflowkit.lint.rules.context.array_equality import array_equality
from workflowkit.lint.rules.context.branch_value_unhandled import branch_value_unhandled
from workflowkit.lint.rules.context.capture_name_drift import capture_name_drift
from workflowkit.lint.rules.context.condition_variable_not_captured import (
    condition_variable_not_captured,
)
from workflowkit.lint.rules.context.constant_condition import constant_condition
from workflowkit.lint.rules.context.context_key_budget import context_key_budget
from workflowkit.lint.rules.context.dead_routing_flag import dead_routing_flag
from workflowkit.lint.rules.context.dotted_condition_variable import dotted_condition_variable
from workflowkit.lint.rules.context.empty_condition import empty_condition
from workflowkit.lint.rules.context.enum_mismatch import enum_mismatch
from workflowkit.lint.rules.context.fragment_gated_by_own_capture import (
    fragment_gated_by_own_capture,
)
from workflowkit.lint.rules.context.ignored_operator import ignored_operator
from workflowkit.lint.rules.context.inconsistent_value_case import inconsistent_value_case
from workflowkit.lint.rules.context.late_activation import late_activation
from workflowkit.lint.rules.context.maybe_unset import maybe_unset
from workflowkit.lint.rules.context.not_equals_on_unset import not_equals_on_unset
from workflowkit.lint.rules.context.partial_object_update import partial_object_update
from workflowkit.lint.rules.context.reserved_context_key import reserved_context_key
from workflowkit.lint.rules.context.token_in_first_step import token_in_first_step
from workflowkit.lint.rules.context.undefined_condition_variable import (
    undefined_condition_variable,
)
from workflowkit.lint.rules.context.undefined_token import undefined_token
from workflowkit.lint.rules.context.unused_capture_ratio import unused_capture_ratio
from workflowkit.lint.rules.context.used_before_set import used_before_set
from workflowkit.lint.rules.context.variant_family_gap import variant_family_gap

RULES: tuple[Rule, ...] = (
    undefined_condition_variable,
    condition_variable_not_captured,
    used_before_set,
    fragment_gated_by_own_capture,
    enum_mismatch,
    constant_condition,
    ignored_operator,
    dotted_condition_variable,
    array_equality,
    empty_condition,
    late_activation,
    maybe_unset,
    variant_family_gap,
    branch_value_unhandled,
    dead_routing_flag,
    unused_capture_ratio,
    context_key_budget,
    undefined_token,
    reserved_context_key,
    not_equals_on_unset,
    append_under_shallow_merge,
    capture_name_drift,
    partial_object_update,
    token_in_first_step,
    inconsistent_value_case,
)
