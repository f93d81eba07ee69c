"""Group X. Staleness and drift."""

from __future__ import annotations

from workflowkit.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
