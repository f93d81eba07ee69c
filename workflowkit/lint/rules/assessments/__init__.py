"""Group A. Assessments."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.assessments.assessment_id_style import assessment_id_style
from workflowkit.lint.rules.assessments.assessment_without_consequence import (
    assessment_without_consequence,
)
from workflowkit.lint.rules.assessments.consequence_without_ref import consequence_without_ref
from workflowkit.lint.rules.assessments.dimension_mirrors_context import dimension_mirrors_context
from workflowkit.lint.rules.assessments.dimension_not_in_prompt import dimension_not_in_prompt
from workflowkit.lint.rules.assessments.duplicate_assessment_id import duplicate_assessment_id
from workflowkit.lint.rules.assessments.duplicate_dimension_id import duplicate_dimension_id
from workflowkit.lint.rules.assessments.duplicate_dimension_purpose import (
    duplicate_dimension_purpose,
)
from workflowkit.lint.rules.assessments.generic_dimension import generic_dimension
from workflowkit.lint.rules.assessments.guidance_quality import guidance_quality
from workflowkit.lint.rules.assessments.prose_gate import prose_gate
from workflowkit.lint.rules.assessments.review_workflow_without_gate import (
    review_workflow_without_gate,
)
from workflowkit.lint.rules.assessments.too_many_consequences import too_many_consequences
from workflowkit.lint.rules.assessments.too_many_levels import too_many_levels
from workflowkit.lint.rules.assessments.unknown_assessment_ref import unknown_assessment_ref
from workflowkit.lint.rules.assessments.unreachable_trigger_level import unreachable_trigger_level
from workflowkit.lint.rules.assessments.unscoped_multi_assessment import unscoped_multi_assessment
from workflowkit.lint.rules.assessments.unsupported_effect import unsupported_effect
from workflowkit.lint.rules.assessments.unused_assessment import unused_assessment

RULES: tuple[Rule, ...] = (
    unknown_assessment_ref,
    unused_assessment,
    consequence_without_ref,
    unreachable_trigger_level,
    too_many_consequences,
    assessment_without_consequence,
    unscoped_multi_assessment,
    generic_dimension,
    duplicate_dimension_purpose,
    dimension_mirrors_context,
    too_many_levels,
    dimension_not_in_prompt,
    guidance_quality,
    prose_gate,
    review_workflow_without_gate,
    assessment_id_style,
    unsupported_effect,
    duplicate_assessment_id,
    duplicate_dimension_id,
)
