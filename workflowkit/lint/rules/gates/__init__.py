"""Group H. Human gates and clarification."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.gates.clarification_battery import clarification_battery
from workflowkit.lint.rules.gates.conditional_gate_engine_support import (
    conditional_gate_engine_support,
)
from workflowkit.lint.rules.gates.confirmation_without_decision import confirmation_without_decision
from workflowkit.lint.rules.gates.gate_density import gate_density
from workflowkit.lint.rules.gates.gate_set_by_own_step import gate_set_by_own_step
from workflowkit.lint.rules.gates.prose_confirmation_ungated import prose_confirmation_ungated

RULES: tuple[Rule, ...] = (
    gate_set_by_own_step,
    conditional_gate_engine_support,
    confirmation_without_decision,
    prose_confirmation_ungated,
    gate_density,
    clarification_battery,
)
