"""The pages of rules as Markdown."""

from __future__ import annotations

from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.report.rule_text import rule_url


def rule_called(selector: str) -> Rule | None:
    """Return the rule with the code or name *selector*; None when there is none."""
    name = current_name(selector)
    return next((rule for rule in ALL if name in (rule.code, rule.name)), None)


def rule_page(selector: str) -> str:
    """Return the page of the rule with the code or name *selector*; empty when there is none."""
    rule = rule_called(selector)
    if rule is None:
        return ""
    return f"**{rule.code} [{rule.name}]({rule_url(rule.name)})** ({rule.severity})\n\n{rule.docs}"
