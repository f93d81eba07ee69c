"""Nodes in words: for screen readers, tooltips and outlines."""

from __future__ import annotations

from workflowkit.graph.model import GraphNode

_KINDS = {
    "step": "Step",
    "loop": "Loop",
    "routine": "Routine",
    "parallel": "Parallel step",
    "delegation": "Delegation",
    "condition": "Condition",
}


def kind_of(node: GraphNode) -> str:
    """Return the kind of *node* as a noun; empty for start, end and joins."""
    kind = _KINDS.get(node.kind, "")
    return f"{kind} of the engine" if node.is_virtual else kind


def facts_of(node: GraphNode) -> tuple[str, ...]:
    """Return the facts about *node*, with the visits of the highlighted run."""
    facts = tuple(detail.text for detail in node.details)
    return (*facts, visits_in_words(node)) if node.visits else facts


def visits_in_words(node: GraphNode) -> str:
    """Return how often the highlighted run visits *node*."""
    return "visited once" if node.visits == 1 else f"visited {node.visits} times"


def name_of(node: GraphNode) -> str:
    """Return all that is known of *node*, in one line."""
    head = f"{kind_of(node)}: {node.title}" if kind_of(node) else node.title
    has_id = node.step and node.kind not in ("condition", "delegation")
    parts = [head, *([f"id {node.step}"] if has_id else []), *facts_of(node)]
    return "; ".join(parts)
