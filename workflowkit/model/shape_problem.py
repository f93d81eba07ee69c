"""What the shape check finds."""

from __future__ import annotations

from dataclasses import dataclass

from workflowkit.diagnostics import Finding


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """A finding about the shape, and the name of the rule that reports it."""

    rule: str
    finding: Finding
