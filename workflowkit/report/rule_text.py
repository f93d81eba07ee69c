"""The texts of a rule for reports that carry them along; whoever knows the rules hands them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workflowkit.diagnostics import Severity
from workflowkit.records import dataclass

RULES_URL: Final = "https://workflowkit.dev/rules"
"""Where the pages of the rules are."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule as its page describes it."""

    code: str
    name: str
    severity: Severity
    """The default, which the configuration may change."""
    summary: str
    """What it reports, in one sentence."""
    reason: str
    """Why that matters; may be empty."""
    text: str
    """The page as plain text."""
    markdown: str
    """The page as Markdown."""
    tags: tuple[str, ...]
    """Its group and its profile."""


Describe = Callable[[str], RuleText | None]
"""Returns the texts of the rule with a code; None for a rule that does not exist."""


def rule_url(name: str) -> str:
    """Return the address of the page of the rule called *name*."""
    return f"{RULES_URL}/{name}"
