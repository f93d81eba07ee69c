"""The lines of a node in formats that measure text themselves."""

from __future__ import annotations

from workflowkit.graph.cards import ON_CARDS
from workflowkit.graph.model import GraphNode
from workflowkit.graph.words import visits_in_words


def plain_lines(node: GraphNode) -> list[str]:
    """Return what *node* shows, line by line."""
    lines = [node.title] if node.title else []
    if node.step and node.kind not in ("condition", "delegation"):
        lines.append(node.step)
    lines += [detail.text for detail in node.details if detail.kind in ON_CARDS]
    if node.visits > 1:
        lines.append(visits_in_words(node))
    return lines
