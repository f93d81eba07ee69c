"""Sizes: how long prompts are, and from which length on they are long."""

from __future__ import annotations

from dataclasses import dataclass

from workflowkit.compiler.passes.render_blocks import block_sections
from workflowkit.model.view import Step


@dataclass(frozen=True, slots=True)
class Budget:
    """Lengths in characters."""

    long: int
    """Above it a prompt is long."""
    too_long: int
    """Above it a prompt is too long."""


AUTHORED = Budget(2500, 4000)
"""For what an author writes into one step; nine of ten prompts stay below 2400."""

AUTHORED_IN_ROUTINES = Budget(1500, 2500)
"""For one step of a routine, which is a part of somebody else's run."""

RENDERED = Budget(4000, 6000)
"""For one compiled prompt: what features, refs and bindings add is included."""

WORKFLOW_AUTHORED = 25_000
"""For all prompts of one workflow as written."""

WORKFLOW_RENDERED = 40_000
"""For all compiled prompts of one workflow, those of injected routines included."""


def authored_length(step: Step) -> int:
    """Characters of the prompt as authored: before features, refs and routines come in, and without fragments."""
    return len("\n\n".join(block_sections(step.blocks))) if step.has_blocks else len(step.prompt)


def authored_budget(kind: str) -> Budget:
    """The budget for one step in a file of *kind*."""
    return AUTHORED_IN_ROUTINES if kind == "routine" else AUTHORED
