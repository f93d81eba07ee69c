"""Group G. Tags and catalogue."""

from __future__ import annotations

from workflowkit.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
