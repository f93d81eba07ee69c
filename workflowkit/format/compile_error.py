"""Compile errors: findings with the rule that documents them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from workflowkit.diagnostics import Finding
from workflowkit.records import dataclass

ErrorName = Literal[
    "empty-prompt",
    "invalid-recompilation",
    "conditional-loop-body",
    "missing-consequence-assessment",
    "duplicate-assessment-id",
    "duplicate-dimension-id",
    "duplicate-fragment-id",
    "duplicate-reference-id",
    "duplicate-slot",
    "duplicate-step-id",
    "empty-loop-count",
    "mismatched-function-arguments",
    "missing-loop-bound",
    "missing-loop-items",
    "missing-template-arg",
    "nested-loop",
    "nested-template-call",
    "invalid-template-arg-type",
    "conflicting-prompt-sources",
    "invalid-routine-prompt",
    "invalid-schema",
    "misplaced-slot-in-template-call",
    "misplaced-engine-token",
    "excessive-consequences",
    "unknown-slot",
    "unknown-assessment-ref",
    "unknown-contract",
    "unknown-feature",
    "unknown-function",
    "unknown-key",
    "unknown-loop-body",
    "unknown-ref",
    "unknown-template",
    "unreachable-trigger-level",
    "unresolved-engine-token",
    "unknown-consequence-effect",
]
"""The rules that document compile errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileError(Finding):
    """One error for which the engine refuses a workflow: of the shape, the structure or a pass."""

    rule: ErrorName
    kind: str = "schema"
    """`schema` for the shape, the slug of docs/engine/structure-checks.md, or the error code of docs/engine/compiler.md."""
    is_unknown: bool = False
    """True when a value is refused because it is not among those that are known: a newer engine may know it."""
    detail: Mapping[str, str] = field(default_factory=dict)
    """Further fields of the engine's error: `causeCode`, `detailCode`, `errorTag`, `stepId`, `slotId`, `token`, `loopId`; keys that do not apply are absent."""

    @property
    def fact(self) -> tuple[object, ...]:
        """The rule and the place; equal for errors of two phases that report the same."""
        return (self.rule, self.route, self.window)
