"""Group C. Context data flow and conditions."""

from __future__ import annotations

from workflowkit.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
