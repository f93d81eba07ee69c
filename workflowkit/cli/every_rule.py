"""All rules, those about triggers included."""

from __future__ import annotations

from functools import cache

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL


@cache
def every_rule() -> tuple[Rule, ...]:
    """Every rule, group by group."""
    from workflowkit.triggers.rules import ALL as TRIGGERS

    return (*ALL, *TRIGGERS)
