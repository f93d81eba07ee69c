"""Group R. References, contracts and artifacts."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.references.artifact_canonicality import artifact_canonicality
from workflowkit.lint.rules.references.artifact_without_contract import artifact_without_contract
from workflowkit.lint.rules.references.authoring_reference_in_execution_workflow import (
    authoring_reference_in_execution_workflow,
)
from workflowkit.lint.rules.references.contract_masks_assessment import contract_masks_assessment
from workflowkit.lint.rules.references.contract_not_in_prompt import contract_not_in_prompt
from workflowkit.lint.rules.references.contract_shape_restated import contract_shape_restated
from workflowkit.lint.rules.references.duplicate_reference_id import duplicate_reference_id
from workflowkit.lint.rules.references.example_violates_contract import example_violates_contract
from workflowkit.lint.rules.references.invalid_json_example import invalid_json_example
from workflowkit.lint.rules.references.optional_contract import optional_contract
from workflowkit.lint.rules.references.reference_budget import reference_budget
from workflowkit.lint.rules.references.reference_file_missing import reference_file_missing
from workflowkit.lint.rules.references.reference_outside_package import reference_outside_package
from workflowkit.lint.rules.references.reference_unmentioned import reference_unmentioned
from workflowkit.lint.rules.references.unknown_artifact_kind import unknown_artifact_kind
from workflowkit.lint.rules.references.unknown_contract import unknown_contract
from workflowkit.lint.rules.references.unknown_ref import unknown_ref
from workflowkit.lint.rules.references.unknown_workflow_mention import unknown_workflow_mention

RULES: tuple[Rule, ...] = (
    unknown_contract,
    unknown_ref,
    reference_file_missing,
    reference_outside_package,
    duplicate_reference_id,
    authoring_reference_in_execution_workflow,
    reference_budget,
    reference_unmentioned,
    artifact_without_contract,
    contract_not_in_prompt,
    example_violates_contract,
    invalid_json_example,
    contract_shape_restated,
    contract_masks_assessment,
    optional_contract,
    artifact_canonicality,
    unknown_workflow_mention,
    unknown_artifact_kind,
)
