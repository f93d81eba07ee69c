"""The rules, one file each, in a folder per group; each group lists its own in `RULES`."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import (
    acceptance,
    assessments,
    authoring,
    catalog,
    context,
    criteria,
    duplication,
    executability,
    features,
    gates,
    identity,
    loops,
    metrics,
    prompts,
    references,
    routines,
    shape,
    slots,
    staleness,
)

ALL: tuple[Rule, ...] = (
    *executability.RULES,
    *shape.RULES,
    *identity.RULES,
    *routines.RULES,
    *references.RULES,
    *criteria.RULES,
    *loops.RULES,
    *assessments.RULES,
    *slots.RULES,
    *features.RULES,
    *gates.RULES,
    *prompts.RULES,
    *context.RULES,
    *metrics.RULES,
    *catalog.RULES,
    *staleness.RULES,
    *duplication.RULES,
    *acceptance.RULES,
    *authoring.RULES,
)
"""Every rule about workflows, group by group, by code within each."""
