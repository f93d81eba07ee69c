"""Group S. Shape and metadata: what a file must and should say."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.shape.blank_prompt import blank_prompt
from workflowkit.lint.rules.shape.duplicate_key import duplicate_key
from workflowkit.lint.rules.shape.file_too_large import file_too_large
from workflowkit.lint.rules.shape.function_argument_mismatch import function_argument_mismatch
from workflowkit.lint.rules.shape.not_json import not_json
from workflowkit.lint.rules.shape.prompt_source_conflict import prompt_source_conflict
from workflowkit.lint.rules.shape.schema_violation import schema_violation
from workflowkit.lint.rules.shape.unknown_function import unknown_function
from workflowkit.lint.rules.shape.unknown_key import unknown_key

RULES: tuple[Rule, ...] = (
    not_json,
    schema_violation,
    unknown_key,
    prompt_source_conflict,
    blank_prompt,
    duplicate_key,
    file_too_large,
    unknown_function,
    function_argument_mismatch,
)
