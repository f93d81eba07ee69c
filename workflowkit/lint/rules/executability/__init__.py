"""Group E. Executability: does it compile, start, and reach its end."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.executability.compile_failure import compile_failure
from workflowkit.lint.rules.executability.dead_step import dead_step
from workflowkit.lint.rules.executability.not_completable import not_completable
from workflowkit.lint.rules.executability.not_startable import not_startable
from workflowkit.lint.rules.executability.path_count_budget import path_count_budget
from workflowkit.lint.rules.executability.path_short_circuit import path_short_circuit
from workflowkit.lint.rules.executability.unhashable_number import unhashable_number

RULES: tuple[Rule, ...] = (
    compile_failure,
    not_startable,
    not_completable,
    path_short_circuit,
    dead_step,
    path_count_budget,
    unhashable_number,
)
