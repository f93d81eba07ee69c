"""Which rules have witnesses, and what each has to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workflowkit.lint.witnesses import context, executability, loops
from workflowkit.lint.witnesses.case import WitnessCase
from workflowkit.simulation.claims import Claim

CLAIMS: Mapping[str, Callable[[WitnessCase], Claim | None]] = {
    "missing-start-step": executability.cannot_start,
    "unreachable-completion": executability.never_completes,
    "unreachable-remaining-steps": executability.ends_early,
    "unreachable-step": executability.passed_by,
    "unset-own-gate-key": executability.asks,
    "ignored-gate-condition": executability.asks,
    "missing-loop-exit-step": loops.ends_at_bound,
    "conditional-loop-exit-step": loops.ends_at_bound_without_decision,
    "misplaced-loop-exit-step": loops.skips_rest_of_pass,
    "conflicting-loop-exit-steps": loops.skips_second_decision,
    "one-sided-decision-example": loops.ends_at_bound,
    "stale-decision-input": loops.ends_at_bound,
    "excessive-loop-confirmation": loops.asks_every_pass,
    "conflicting-adjacent-loops": loops.never_begins,
    "unset-loop-exit-key": loops.decided_by_unset_key,
    "ambiguous-until-artifact": loops.stopped_by_artifact,
    "ignored-loop-condition": loops.passes_against_condition,
    "unset-loop-input": loops.fails_without_input,
    "shadowed-context-key": context.variable_hides_key,
    "misplaced-loop-contract": loops.decides_outside_loops,
    "ignored-loop-field": loops.gate_of_loop_is_silent,
    "excessive-loop-count": loops.ends_at_bound,
    "duplicate-loop-body": loops.both_loops_run_the_step,
    "missing-loop-id": loops.loses_session,
    "ignored-loop-decision": loops.ends_at_bound,
    "ignored-loop-exit": loops.goes_on_after_stop,
    "unknown-condition-key": context.tested_without_key,
    "missing-condition-key-capture": context.tested_without_key,
    "unset-condition-key": context.tested_without_key,
    "unset-own-fragment-key": context.tested_without_key,
    "mismatched-condition-value": context.condition_is_tested,
    "constant-condition": context.condition_is_tested,
    "ignored-condition-operator": context.ignored_operator_decides,
    "ambiguous-dotted-key": context.tested_without_key,
    "invalid-equality-operand": context.condition_is_tested,
    "empty-condition": context.condition_is_tested,
    "out-of-order-activation": context.runs_late,
    "maybe-unset-condition-key": context.tested_past_the_captures,
    "missing-variant": context.no_variant_runs,
    "missing-value-branch": context.no_branch_runs,
    "unset-token-key": context.prints_unset_before_capture,
    "reserved-context-key": context.reserved_key_is_hidden,
    "ambiguous-not-equals": context.holds_past_the_captures,
    "unset-first-step-key": context.first_step_is_empty,
    "unset-token": context.prints_unset,
    "unreachable-fragment": context.fragment_is_never_shown,
    "missing-fragment": context.no_fragment_is_shown,
    "unknown-condition-value": context.other_word_is_chosen,
    "unknown-token-field": context.prints_unset_field,
    "mismatched-loop-input": loops.fails_with_other_type,
}
"""Name of a rule to what a run has to be like to show one of its findings."""
