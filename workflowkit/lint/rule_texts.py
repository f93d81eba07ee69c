"""The texts of the rules for reports."""

from __future__ import annotations

from functools import cache

from workflowkit.lint.pages import GROUPS, plain_page, rule_page
from workflowkit.lint.rules import ALL
from workflowkit.report.rule_text import RuleText


@cache
def rule_text(code: str) -> RuleText | None:
    """Return the texts of the rule with *code*; None when there is none."""
    rule = next((rule for rule in ALL if rule.code == code), None)
    if rule is None:
        return None
    return RuleText(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        summary=rule.summary,
        reason=" ".join(rule.sections.get("Why", "").split()),
        text=plain_page(rule),
        markdown=rule_page(rule),
        tags=(GROUPS[rule.group].lower().replace(" ", "-"), rule.profile),
    )
