"""Group S. Shape and metadata: what a file must and should say."""

from __future__ import annotations

from workflowkit.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
