"""Group S. Shape and metadata: what a file must and should say."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.shape.all_branches_no_trunk import all_branches_no_trunk
from workflowkit.lint.rules.shape.automation_mismatch import automation_mismatch
from workflowkit.lint.rules.shape.blank_prompt import blank_prompt
from workflowkit.lint.rules.shape.dead_field import dead_field
from workflowkit.lint.rules.shape.description_style import description_style
from workflowkit.lint.rules.shape.duplicate_key import duplicate_key
from workflowkit.lint.rules.shape.file_too_large import file_too_large
from workflowkit.lint.rules.shape.first_step_conditional import first_step_conditional
from workflowkit.lint.rules.shape.function_argument_mismatch import function_argument_mismatch
from workflowkit.lint.rules.shape.function_definition_unreachable import (
    function_definition_unreachable,
)
from workflowkit.lint.rules.shape.missing_about import missing_about
from workflowkit.lint.rules.shape.missing_examples import missing_examples
from workflowkit.lint.rules.shape.missing_preferences import missing_preferences
from workflowkit.lint.rules.shape.not_json import not_json
from workflowkit.lint.rules.shape.notes_optional_misuse import notes_optional_misuse
from workflowkit.lint.rules.shape.prompt_source_conflict import prompt_source_conflict
from workflowkit.lint.rules.shape.redundant_default import redundant_default
from workflowkit.lint.rules.shape.schema_violation import schema_violation
from workflowkit.lint.rules.shape.step_count_budget import step_count_budget
from workflowkit.lint.rules.shape.terminal_step_conditional import terminal_step_conditional
from workflowkit.lint.rules.shape.unknown_function import unknown_function
from workflowkit.lint.rules.shape.unknown_key import unknown_key

RULES: tuple[Rule, ...] = (
    not_json,
    schema_violation,
    unknown_key,
    prompt_source_conflict,
    blank_prompt,
    redundant_default,
    dead_field,
    function_definition_unreachable,
    terminal_step_conditional,
    first_step_conditional,
    all_branches_no_trunk,
    step_count_budget,
    notes_optional_misuse,
    missing_about,
    missing_examples,
    description_style,
    missing_preferences,
    automation_mismatch,
    duplicate_key,
    file_too_large,
    unknown_function,
    function_argument_mismatch,
)
