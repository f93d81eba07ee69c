"""Group D. Duplication."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.duplication.duplicate_meta import duplicate_meta
from workflowkit.lint.rules.duplication.matches_builtin_snippet import matches_builtin_snippet
from workflowkit.lint.rules.duplication.near_duplicate_step import near_duplicate_step
from workflowkit.lint.rules.duplication.rendered_duplicate_lines import rendered_duplicate_lines
from workflowkit.lint.rules.duplication.repeated_block_item import repeated_block_item
from workflowkit.lint.rules.duplication.repeated_line import repeated_line
from workflowkit.lint.rules.duplication.repeated_run_condition import repeated_run_condition

RULES: tuple[Rule, ...] = (
    near_duplicate_step,
    repeated_line,
    repeated_block_item,
    duplicate_meta,
    repeated_run_condition,
    rendered_duplicate_lines,
    matches_builtin_snippet,
)
