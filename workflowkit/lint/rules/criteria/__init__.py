"""Group V. Validation criteria."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.criteria.criteria_deprecated import criteria_deprecated
from workflowkit.lint.rules.criteria.criteria_hidden import criteria_hidden
from workflowkit.lint.rules.criteria.criteria_length_cap import criteria_length_cap
from workflowkit.lint.rules.criteria.criteria_length_unstated import criteria_length_unstated
from workflowkit.lint.rules.criteria.criteria_shadowed import criteria_shadowed
from workflowkit.lint.rules.criteria.criteria_term_not_in_prompt import criteria_term_not_in_prompt
from workflowkit.lint.rules.criteria.invalid_regex import invalid_regex
from workflowkit.lint.rules.criteria.quoted_json_message import quoted_json_message

RULES: tuple[Rule, ...] = (
    criteria_deprecated,
    criteria_hidden,
    criteria_term_not_in_prompt,
    criteria_length_unstated,
    criteria_length_cap,
    criteria_shadowed,
    invalid_regex,
    quoted_json_message,
)
