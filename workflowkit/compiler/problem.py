"""What the engine refuses, found by structural checks and passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflowkit.diagnostics import Finding


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for which the engine refuses a workflow, or one remark of its validator."""

    rule: str
    """Name of the lint rule that documents it."""
    kind: str
    """The slug of docs/engine/structure-checks.md, or the error code of docs/engine/compiler.md."""
    finding: Finding
    detail: Mapping[str, str] = field(default_factory=dict)
    """What the engine's error carries: `causeCode`, `detailCode`, `errorTag`, `stepId`, `slotId`, `token`, `loopId`; keys that do not apply are absent."""
