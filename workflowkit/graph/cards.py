"""Cards: the lines of text that a node shows, and the size that they need."""

from __future__ import annotations

from typing import Literal

from workflowkit.graph.measure import clipped, text_width, wrapped
from workflowkit.graph.model import Detail, GraphNode
from workflowkit.records import dataclass

LineStyle = Literal["title", "id", "detail", "condition", "label"]

SIZES: dict[LineStyle, float] = {
    "title": 14,
    "id": 11,
    "detail": 12,
    "condition": 12,
    "label": 11,
}
"""Font size of each kind of line, in pixels."""

LEADING = 1.4
"""Height of a line, as a multiple of its font size."""

CARD_WIDTH = 300.0
HEAD_WIDTH = 340.0
"""Width of the head of a container, at least."""
CONDITION_WIDTH = 260.0
PADDING = 14.0
MARK = 16.0
"""Room for the mark in front of a detail."""

ON_CARDS = ("gate", "contract", "assessment", "consequence", "text", "note")
"""Kinds of details that cards show; captures are in titles, outlines and JSON only."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on a card."""

    style: LineStyle
    text: str
    mark: str = ""
    """Kind of the detail that begins on this line; empty for other lines."""

    @property
    def height(self) -> float:
        """Height of the line in pixels."""
        return SIZES[self.style] * LEADING


@dataclass(frozen=True, slots=True)
class Card:
    """What a node shows, with its size."""

    lines: tuple[Line, ...]
    width: float
    height: float


def card_of(node: GraphNode, *, is_container: bool = False) -> Card:
    """Return the card of *node*; for a container, its head."""
    if node.kind == "join":
        return Card((), 12, 12)
    if node.kind in ("start", "end"):
        return Card((Line("title", node.title),), 88, 36)
    if node.kind == "condition":
        return _condition(node)
    width = HEAD_WIDTH if is_container else CARD_WIDTH
    inner = width - 2 * PADDING
    lines = [Line("title", text) for text in wrapped(node.title, inner, 14, bold=True)]
    if node.step and node.kind != "delegation":
        lines.append(Line("id", clipped(node.step, inner, 11, monospace=True)))
    for detail in node.details:
        if detail.kind in ON_CARDS:
            lines += _detail_lines(detail, inner - MARK)
    height = sum(line.height for line in lines) + 2 * PADDING - 4
    return Card(tuple(lines), width, height)


def _detail_lines(detail: Detail, width: float) -> list[Line]:
    texts = wrapped(detail.text, width, SIZES["detail"], most=2)
    return [
        Line("detail", text, "" if number else detail.kind) for number, text in enumerate(texts)
    ]


def _condition(node: GraphNode) -> Card:
    size = SIZES["condition"]
    texts = wrapped(node.title, CONDITION_WIDTH - 40, size, most=4)
    widest = max((text_width(text, size) for text in texts), default=0)
    lines = tuple(Line("condition", text) for text in texts)
    height = sum(line.height for line in lines) + 14
    return Card(lines, min(max(widest + 44, 120), CONDITION_WIDTH), height)
