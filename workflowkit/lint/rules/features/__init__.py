"""Group F. Features."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.features.unknown_feature import unknown_feature

RULES: tuple[Rule, ...] = (unknown_feature,)
