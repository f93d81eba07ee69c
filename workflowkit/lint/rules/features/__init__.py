"""Group F. Features."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.features.feature_no_effect import feature_no_effect
from workflowkit.lint.rules.features.feature_partial import feature_partial
from workflowkit.lint.rules.features.feature_ref_duplicate import feature_ref_duplicate
from workflowkit.lint.rules.features.feature_unused import feature_unused
from workflowkit.lint.rules.features.meta_duplicates_feature import meta_duplicates_feature
from workflowkit.lint.rules.features.missing_capability_feature import missing_capability_feature
from workflowkit.lint.rules.features.missing_delegation_feature import missing_delegation_feature
from workflowkit.lint.rules.features.missing_memory_feature import missing_memory_feature
from workflowkit.lint.rules.features.unknown_feature import unknown_feature

RULES: tuple[Rule, ...] = (
    unknown_feature,
    feature_no_effect,
    feature_partial,
    feature_ref_duplicate,
    missing_delegation_feature,
    missing_capability_feature,
    missing_memory_feature,
    feature_unused,
    meta_duplicates_feature,
)
