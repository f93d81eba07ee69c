"""Group L. Loops."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.loops.adjacent_artifact_loops import adjacent_artifact_loops
from workflowkit.lint.rules.loops.body_by_reference import body_by_reference
from workflowkit.lint.rules.loops.body_step_shared import body_step_shared
from workflowkit.lint.rules.loops.conditional_loop_body import conditional_loop_body
from workflowkit.lint.rules.loops.context_condition_loop import context_condition_loop
from workflowkit.lint.rules.loops.count_exceeds_max import count_exceeds_max
from workflowkit.lint.rules.loops.decision_confirmation import decision_confirmation
from workflowkit.lint.rules.loops.decision_example_one_sided import decision_example_one_sided
from workflowkit.lint.rules.loops.decision_example_without_stop import decision_example_without_stop
from workflowkit.lint.rules.loops.decision_mentions_loop_id import decision_mentions_loop_id
from workflowkit.lint.rules.loops.decision_missing_outcome import decision_missing_outcome
from workflowkit.lint.rules.loops.decision_stale_input import decision_stale_input
from workflowkit.lint.rules.loops.decision_without_state import decision_without_state
from workflowkit.lint.rules.loops.empty_loop_count import empty_loop_count
from workflowkit.lint.rules.loops.exit_step_conditional import exit_step_conditional
from workflowkit.lint.rules.loops.exit_step_not_last import exit_step_not_last
from workflowkit.lint.rules.loops.iteration_bound_high import iteration_bound_high
from workflowkit.lint.rules.loops.loop_body_size import loop_body_size
from workflowkit.lint.rules.loops.loop_condition_conflict import loop_condition_conflict
from workflowkit.lint.rules.loops.loop_container_dead_field import loop_container_dead_field
from workflowkit.lint.rules.loops.loop_contract_outside_loop import loop_contract_outside_loop
from workflowkit.lint.rules.loops.loop_id_mismatch import loop_id_mismatch
from workflowkit.lint.rules.loops.loop_input_unset import loop_input_unset
from workflowkit.lint.rules.loops.loop_item_unused import loop_item_unused
from workflowkit.lint.rules.loops.loop_no_exit_step import loop_no_exit_step
from workflowkit.lint.rules.loops.loop_variable_shadowing import loop_variable_shadowing
from workflowkit.lint.rules.loops.loop_without_bound import loop_without_bound
from workflowkit.lint.rules.loops.missing_loop_items import missing_loop_items
from workflowkit.lint.rules.loops.multiple_exit_steps import multiple_exit_steps
from workflowkit.lint.rules.loops.nested_loop import nested_loop
from workflowkit.lint.rules.loops.prompt_tracks_limit import prompt_tracks_limit
from workflowkit.lint.rules.loops.unknown_loop_body import unknown_loop_body
from workflowkit.lint.rules.loops.until_artifact_polarity import until_artifact_polarity
from workflowkit.lint.rules.loops.unused_loop_variable import unused_loop_variable

RULES: tuple[Rule, ...] = (
    loop_without_bound,
    loop_no_exit_step,
    exit_step_conditional,
    exit_step_not_last,
    multiple_exit_steps,
    decision_example_one_sided,
    decision_missing_outcome,
    decision_without_state,
    decision_stale_input,
    decision_mentions_loop_id,
    decision_confirmation,
    loop_id_mismatch,
    adjacent_artifact_loops,
    context_condition_loop,
    until_artifact_polarity,
    iteration_bound_high,
    loop_condition_conflict,
    loop_input_unset,
    loop_item_unused,
    unused_loop_variable,
    loop_variable_shadowing,
    loop_contract_outside_loop,
    body_by_reference,
    loop_container_dead_field,
    prompt_tracks_limit,
    loop_body_size,
    count_exceeds_max,
    nested_loop,
    body_step_shared,
    unknown_loop_body,
    empty_loop_count,
    missing_loop_items,
    conditional_loop_body,
    decision_example_without_stop,
)
