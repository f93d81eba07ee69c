"""Group I. Identifiers and naming."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.identity.duplicate_fragment_id import duplicate_fragment_id
from workflowkit.lint.rules.identity.duplicate_step_id import duplicate_step_id
from workflowkit.lint.rules.identity.duplicate_title import duplicate_title
from workflowkit.lint.rules.identity.duplicate_workflow_id import duplicate_workflow_id
from workflowkit.lint.rules.identity.filename_id_mismatch import filename_id_mismatch
from workflowkit.lint.rules.identity.fragment_id_prefix import fragment_id_prefix
from workflowkit.lint.rules.identity.id_or_title_length import id_or_title_length
from workflowkit.lint.rules.identity.mixed_id_scheme import mixed_id_scheme
from workflowkit.lint.rules.identity.phase_order import phase_order
from workflowkit.lint.rules.identity.reserved_namespace import reserved_namespace
from workflowkit.lint.rules.identity.routine_location import routine_location
from workflowkit.lint.rules.identity.title_phase_mismatch import title_phase_mismatch
from workflowkit.lint.rules.identity.unnamespaced_id import unnamespaced_id

RULES: tuple[Rule, ...] = (
    duplicate_workflow_id,
    duplicate_step_id,
    reserved_namespace,
    unnamespaced_id,
    filename_id_mismatch,
    duplicate_title,
    title_phase_mismatch,
    phase_order,
    mixed_id_scheme,
    fragment_id_prefix,
    id_or_title_length,
    duplicate_fragment_id,
    routine_location,
)
