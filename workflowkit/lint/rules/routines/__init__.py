"""Group T. Template calls and routines."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.routines.missing_template_arg import missing_template_arg
from workflowkit.lint.rules.routines.nested_template_call import nested_template_call
from workflowkit.lint.rules.routines.non_primitive_arg import non_primitive_arg
from workflowkit.lint.rules.routines.orphan_routine import orphan_routine
from workflowkit.lint.rules.routines.routine_not_injectable import routine_not_injectable
from workflowkit.lint.rules.routines.unknown_template import unknown_template

RULES: tuple[Rule, ...] = (
    unknown_template,
    missing_template_arg,
    non_primitive_arg,
    nested_template_call,
    routine_not_injectable,
    orphan_routine,
)
