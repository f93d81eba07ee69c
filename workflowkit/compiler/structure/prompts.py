"""Where a step's prompt comes from."""

from __future__ import annotations

from workflowkit.compiler.nodes import Node
from workflowkit.compiler.problem import Problem
from workflowkit.diagnostics import Finding

PROMPT_SOURCES = ("prompt", "promptBlocks", "templateCall")
"""The keys that give a step its prompt; a step has exactly one of them."""


def missing_prompt(step: Node, kind: str) -> Problem:
    """The problem of a step that gives the agent nothing to do."""
    finding = Finding(
        step.origin.route,
        f"{step.name} has none of 'prompt', 'promptBlocks' and 'templateCall'",
        help="add one of them",
    )
    return Problem("prompt-source-conflict", kind, finding)
