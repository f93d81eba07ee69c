"""Group E. Executability: does it compile, start, and reach its end."""

from __future__ import annotations

from workflowkit.lint.rule import Rule
from workflowkit.lint.rules.executability.compile_failure import compile_failure
from workflowkit.lint.rules.executability.not_startable import not_startable
from workflowkit.lint.rules.executability.unhashable_number import unhashable_number

RULES: tuple[Rule, ...] = (
    compile_failure,
    not_startable,
    unhashable_number,
)
