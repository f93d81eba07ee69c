"""Boxes and courses: the shapes that a layout consists of, and how an edge runs between two boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workflowkit.graph.cards import LEADING, SIZES
from workflowkit.graph.measure import text_width
from workflowkit.graph.model import GraphEdge
from workflowkit.records import dataclass

Point = tuple[float, float]

LAYER_GAP = 34.0
"""Between two layers; edges bend in the middle of it."""
LANE_GAP = 26.0
"""Between an edge and the boxes that it passes."""


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The horizontal center."""
        return self.x + self.width / 2

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box moved by *dx* and *dy*."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class Course:
    """The course of an edge, with the place of its label."""

    edge: GraphEdge
    points: tuple[Point, ...]
    label: Box | None = None

    def moved(self, dx: float, dy: float) -> Course:
        """Return the course moved by *dx* and *dy*."""
        points = tuple((x + dx, y + dy) for x, y in self.points)
        return Course(self.edge, points, self.label and self.label.moved(dx, dy))


@dataclass(frozen=True, slots=True)
class Band:
    """The vertical extent of a layer that an edge passes, and where it does so."""

    top: float
    bottom: float
    x: float


def route(start: Point, bands: Iterable[Band], end: Point) -> tuple[Point, ...]:
    """Return the course from *start* down to *end* past the boxes of *bands*, in right angles."""
    points = [start]
    for band in bands:
        points += _bend(points[-1], band.x, band.top)
        points.append((band.x, band.bottom))
    points += _bend(points[-1], end[0], end[1])
    points.append(end)
    return _simplified(points)


def _bend(here: Point, x: float, top: float) -> list[Point]:
    """Return the points that lead from *here* to the column *x* in the gap above *top*."""
    y = max(top - LAYER_GAP / 2, here[1])
    return [(here[0], y), (x, y)]


def _simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return *points* without those on a straight line between their neighbors."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def label_box(text: str, x: float, y: float, *, is_right: bool = True) -> Box | None:
    """Return the box of a label that begins at *x*, or ends there; None without a text."""
    if not text:
        return None
    width, height = text_width(text, SIZES["label"]), SIZES["label"] * LEADING
    return Box(x if is_right else x - width, y, width, height)
