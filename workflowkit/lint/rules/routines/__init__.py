"""Group T. Template calls and routines."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.routines.brace_collision import brace_collision
from workflowkit.lint.rules.routines.deliverable_unread import deliverable_unread
from workflowkit.lint.rules.routines.expanded_step_budget import expanded_step_budget
from workflowkit.lint.rules.routines.missing_template_arg import missing_template_arg
from workflowkit.lint.rules.routines.nested_template_call import nested_template_call
from workflowkit.lint.rules.routines.non_primitive_arg import non_primitive_arg
from workflowkit.lint.rules.routines.orphan_routine import orphan_routine
from workflowkit.lint.rules.routines.routine_arg_naming import routine_arg_naming
from workflowkit.lint.rules.routines.routine_input_unset import routine_input_unset
from workflowkit.lint.rules.routines.routine_not_injectable import routine_not_injectable
from workflowkit.lint.rules.routines.routine_without_deliverable import routine_without_deliverable
from workflowkit.lint.rules.routines.template_call_dropped_field import template_call_dropped_field
from workflowkit.lint.rules.routines.unknown_routine_parameter import unknown_routine_parameter
from workflowkit.lint.rules.routines.unknown_template import unknown_template
from workflowkit.lint.rules.routines.unused_template_arg import unused_template_arg

RULES: tuple[Rule, ...] = (
    unknown_template,
    missing_template_arg,
    unused_template_arg,
    non_primitive_arg,
    template_call_dropped_field,
    nested_template_call,
    routine_not_injectable,
    brace_collision,
    routine_input_unset,
    unknown_routine_parameter,
    routine_without_deliverable,
    routine_arg_naming,
    orphan_routine,
    deliverable_unread,
    expanded_step_budget,
)
