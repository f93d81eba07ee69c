"""Group A. Assessments."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.assessments.consequence_without_ref import consequence_without_ref
from workflowkit.lint.rules.assessments.duplicate_assessment_id import duplicate_assessment_id
from workflowkit.lint.rules.assessments.duplicate_dimension_id import duplicate_dimension_id
from workflowkit.lint.rules.assessments.too_many_consequences import too_many_consequences
from workflowkit.lint.rules.assessments.unknown_assessment_ref import unknown_assessment_ref
from workflowkit.lint.rules.assessments.unreachable_trigger_level import unreachable_trigger_level
from workflowkit.lint.rules.assessments.unsupported_effect import unsupported_effect

RULES: tuple[Rule, ...] = (
    unknown_assessment_ref,
    consequence_without_ref,
    unreachable_trigger_level,
    too_many_consequences,
    unsupported_effect,
    duplicate_assessment_id,
    duplicate_dimension_id,
)
