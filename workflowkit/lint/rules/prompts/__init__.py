"""Group P. Prompt quality."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.prompts.backward_jump import backward_jump
from workflowkit.lint.rules.prompts.bullet_wall import bullet_wall
from workflowkit.lint.rules.prompts.ceremony_headings import ceremony_headings
from workflowkit.lint.rules.prompts.cumulative_notes import cumulative_notes
from workflowkit.lint.rules.prompts.dangling_otherwise import dangling_otherwise
from workflowkit.lint.rules.prompts.delegation_without_claim_classes import (
    delegation_without_claim_classes,
)
from workflowkit.lint.rules.prompts.delegation_without_synthesis import delegation_without_synthesis
from workflowkit.lint.rules.prompts.duplicate_capture_list import duplicate_capture_list
from workflowkit.lint.rules.prompts.emoji import emoji
from workflowkit.lint.rules.prompts.engine_narration import engine_narration
from workflowkit.lint.rules.prompts.fragment_dominates_base import fragment_dominates_base
from workflowkit.lint.rules.prompts.fragments_same_condition import fragments_same_condition
from workflowkit.lint.rules.prompts.hedge_wording import hedge_wording
from workflowkit.lint.rules.prompts.inline_mode_branches import inline_mode_branches
from workflowkit.lint.rules.prompts.long_sentence import long_sentence
from workflowkit.lint.rules.prompts.manual_numbering import manual_numbering
from workflowkit.lint.rules.prompts.meta_guidance_budget import meta_guidance_budget
from workflowkit.lint.rules.prompts.meta_guidance_format import meta_guidance_format
from workflowkit.lint.rules.prompts.meta_pseudo_dsl import meta_pseudo_dsl
from workflowkit.lint.rules.prompts.missing_block_section import missing_block_section
from workflowkit.lint.rules.prompts.mixed_prompt_style import mixed_prompt_style
from workflowkit.lint.rules.prompts.named_persona import named_persona
from workflowkit.lint.rules.prompts.opener_not_imperative import opener_not_imperative
from workflowkit.lint.rules.prompts.optional_delegation import optional_delegation
from workflowkit.lint.rules.prompts.phase_forward_reference import phase_forward_reference
from workflowkit.lint.rules.prompts.phase_number_reference import phase_number_reference
from workflowkit.lint.rules.prompts.placeholder_text import placeholder_text
from workflowkit.lint.rules.prompts.procedure_size import procedure_size
from workflowkit.lint.rules.prompts.prompt_length import prompt_length
from workflowkit.lint.rules.prompts.prompt_too_long import prompt_too_long
from workflowkit.lint.rules.prompts.prose_capability_branch import prose_capability_branch
from workflowkit.lint.rules.prompts.rendered_prompt_length import rendered_prompt_length
from workflowkit.lint.rules.prompts.rendered_prompt_too_long import rendered_prompt_too_long
from workflowkit.lint.rules.prompts.runtime_actor_mention import runtime_actor_mention
from workflowkit.lint.rules.prompts.self_reference import self_reference
from workflowkit.lint.rules.prompts.shouting import shouting
from workflowkit.lint.rules.prompts.side_effect_command import side_effect_command
from workflowkit.lint.rules.prompts.sidecar_memory_file import sidecar_memory_file
from workflowkit.lint.rules.prompts.text_gap import text_gap
from workflowkit.lint.rules.prompts.third_person_user import third_person_user
from workflowkit.lint.rules.prompts.token_in_unrendered_field import token_in_unrendered_field
from workflowkit.lint.rules.prompts.unbalanced_delimiters import unbalanced_delimiters
from workflowkit.lint.rules.prompts.unconditional_fragment import unconditional_fragment
from workflowkit.lint.rules.prompts.unresolvable_token import unresolvable_token
from workflowkit.lint.rules.prompts.unresolved_token import unresolved_token
from workflowkit.lint.rules.prompts.vendor_or_retired_tool import vendor_or_retired_tool
from workflowkit.lint.rules.prompts.vibes_wording import vibes_wording
from workflowkit.lint.rules.prompts.workflow_prompt_budget import workflow_prompt_budget

RULES: tuple[Rule, ...] = (
    prompt_length,
    rendered_prompt_length,
    workflow_prompt_budget,
    engine_narration,
    ceremony_headings,
    hedge_wording,
    vibes_wording,
    backward_jump,
    phase_forward_reference,
    phase_number_reference,
    inline_mode_branches,
    manual_numbering,
    procedure_size,
    missing_block_section,
    mixed_prompt_style,
    unresolvable_token,
    token_in_unrendered_field,
    delegation_without_synthesis,
    delegation_without_claim_classes,
    optional_delegation,
    named_persona,
    vendor_or_retired_tool,
    placeholder_text,
    unbalanced_delimiters,
    text_gap,
    dangling_otherwise,
    shouting,
    emoji,
    long_sentence,
    bullet_wall,
    duplicate_capture_list,
    unconditional_fragment,
    fragments_same_condition,
    fragment_dominates_base,
    third_person_user,
    self_reference,
    opener_not_imperative,
    side_effect_command,
    runtime_actor_mention,
    sidecar_memory_file,
    meta_guidance_format,
    meta_guidance_budget,
    meta_pseudo_dsl,
    prose_capability_branch,
    cumulative_notes,
    unresolved_token,
    prompt_too_long,
    rendered_prompt_too_long,
)
