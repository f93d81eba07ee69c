"""Group E. Executability: does it compile, start, and reach its end."""

from __future__ import annotations

from workflowkit.lint.rule import Rule

RULES: tuple[Rule, ...] = ()
