"""Sizes: the length of prompts, and the limits above which they are long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from workflowkit.compiler.passes.render_blocks import block_sections
from workflowkit.format.reader import Step
from workflowkit.records import dataclass


class Measure(Enum):
    """What is measured of a prompt, and with which limit it is compared."""

    AUTHORED_LONG = "authored, long"
    AUTHORED_TOO_LONG = "authored, too long"
    RENDERED_LONG = "rendered, long"
    RENDERED_TOO_LONG = "rendered, too long"


@dataclass(frozen=True, slots=True)
class Excess:
    """A prompt that exceeds a limit."""

    step: Step
    measure: Measure
    length: int
    limit: int
    authored: int
    """Characters of the prompt as authored, whatever was measured."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Lengths in characters."""

    long: int
    """Above it a prompt is long."""
    too_long: int
    """Above it a prompt is too long."""


AUTHORED = Budget(2500, 4000)
"""For what an author writes into one step; nine of ten prompts have fewer than 2400."""

AUTHORED_IN_ROUTINES = Budget(1500, 2500)
"""For one step of a routine, which is part of another workflow's run."""

RENDERED = Budget(4000, 6000)
"""For one compiled prompt: what features, refs and bindings add is included."""

WORKFLOW_AUTHORED = 25_000
"""For all prompts of one workflow as written."""

WORKFLOW_RENDERED = 40_000
"""For all compiled prompts of one workflow, including those of injected routines."""


def authored_length(step: Step) -> int:
    """Return the characters of the prompt as authored: without features, refs, routines and fragments."""
    return len("\n\n".join(block_sections(step.blocks))) if step.has_blocks else len(step.prompt)


def authored_budget(kind: str) -> Budget:
    """Return the budget for one step in a file of *kind*."""
    return AUTHORED_IN_ROUTINES if kind == "routine" else AUTHORED


def excesses(steps: Sequence[Step], rendered: Callable[[Step], str], kind: str) -> Iterator[Excess]:
    """Yield for each step the most serious limit that its prompt exceeds, so that no step is reported twice.

    A rendered prompt counts only when the authored part alone is within the limit of the same severity.
    """
    budget = authored_budget(kind)
    for step in steps:
        own = authored_length(step)
        limits = (
            (Measure.AUTHORED_TOO_LONG, own, budget.too_long),
            (Measure.RENDERED_TOO_LONG, len(rendered(step)), RENDERED.too_long),
            (Measure.AUTHORED_LONG, own, budget.long),
            (Measure.RENDERED_LONG, len(rendered(step)), RENDERED.long),
        )
        for measure, length, limit in limits:
            if length > limit:
                yield Excess(step, measure, length, limit, own)
                break
