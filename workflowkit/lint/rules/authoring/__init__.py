"""Group K. The authoring-rules file itself."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.authoring.conflicting_rule_status import conflicting_rule_status
from workflowkit.lint.rules.authoring.duplicate_authoring_rule import duplicate_authoring_rule
from workflowkit.lint.rules.authoring.missing_rule_example import missing_rule_example
from workflowkit.lint.rules.authoring.uncovered_surface import uncovered_surface
from workflowkit.lint.rules.authoring.unenforced_rule import unenforced_rule
from workflowkit.lint.rules.authoring.unknown_rule_code import unknown_rule_code
from workflowkit.lint.rules.authoring.unknown_rule_scope import unknown_rule_scope
from workflowkit.lint.rules.authoring.unmapped_code import unmapped_code
from workflowkit.lint.rules.authoring.unnamed_member import unnamed_member

RULES: tuple[Rule, ...] = (
    duplicate_authoring_rule,
    missing_rule_example,
    unknown_rule_scope,
    conflicting_rule_status,
    unenforced_rule,
    unknown_rule_code,
    unmapped_code,
    uncovered_surface,
    unnamed_member,
)
