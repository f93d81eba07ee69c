"""Group U. Suppressions and baseline: what a project accepts must still be there."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.acceptance.expired_suppression import expired_suppression
from workflowkit.lint.rules.acceptance.stale_baseline_entry import stale_baseline_entry
from workflowkit.lint.rules.acceptance.unknown_suppressed_rule import unknown_suppressed_rule
from workflowkit.lint.rules.acceptance.unused_suppression import unused_suppression

RULES: tuple[Rule, ...] = (
    unused_suppression,
    expired_suppression,
    unknown_suppressed_rule,
    stale_baseline_entry,
)
