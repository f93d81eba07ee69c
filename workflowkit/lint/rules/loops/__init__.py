"""Group L. Loops."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.loops.conditional_loop_body import conditional_loop_body
from workflowkit.lint.rules.loops.empty_loop_count import empty_loop_count
from workflowkit.lint.rules.loops.loop_without_bound import loop_without_bound
from workflowkit.lint.rules.loops.missing_loop_items import missing_loop_items
from workflowkit.lint.rules.loops.nested_loop import nested_loop
from workflowkit.lint.rules.loops.unknown_loop_body import unknown_loop_body

RULES: tuple[Rule, ...] = (
    loop_without_bound,
    nested_loop,
    unknown_loop_body,
    empty_loop_count,
    missing_loop_items,
    conditional_loop_body,
)
