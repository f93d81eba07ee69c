"""Group D. Duplication."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.duplication.duplicate_meta import duplicate_meta

RULES: tuple[Rule, ...] = (duplicate_meta,)
