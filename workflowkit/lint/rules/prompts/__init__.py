"""Group P. Prompt quality."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.prompts.unresolved_token import unresolved_token

RULES: tuple[Rule, ...] = (unresolved_token,)
