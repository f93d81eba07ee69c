"""The graph as SVG: one drawing that stands for itself, with a style sheet for light and dark screens.

Nodes are in the order of the steps, can be focused with the keyboard, and have names for screen readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workflowkit.graph.cards import LEADING, MARK, PADDING, SIZES, Card, Line
from workflowkit.graph.layout import Layout
from workflowkit.graph.markup import Markup, element, lines, number
from workflowkit.graph.model import GraphEdge, GraphNode, WorkflowGraph
from workflowkit.graph.palette import style_sheet
from workflowkit.graph.shapes import Box, Course, Point
from workflowkit.graph.words import name_of

Link = Callable[[GraphNode], str]
"""Returns the address that a node leads to; empty for none."""

_RADIUS = 8.0
_ARROW = 7.0

_MARKS: Mapping[str, str] = {
    "gate": "M3.5 1.5v8M7.5 1.5v8",
    "contract": "M2.5 1h4l2.5 2.5v6.5h-6.5zM4.5 5.5h2.5M4.5 7.5h2.5",
    "assessment": "M1.5 6l2.7 2.8l5.3 -6.3",
    "consequence": "M5.5 1.2l4.5 8.3h-9zM5.5 4.2v2.4M5.5 8v.1",
    "text": "M1.5 2.5h8M1.5 5.5h8M1.5 8.5h5",
    "note": "M5.5 4.7a.8 .8 0 1 0 .01 0z",
}
"""Kind of a detail to its mark, a path of 11 by 11 pixels."""


def svg(graph: WorkflowGraph, layout: Layout, link: Link | None = None) -> Markup:
    """Return *graph* as an SVG element; with *link*, each node is a link."""
    drawing = _Drawing(graph, layout, link)
    width, height = number(layout.width), number(layout.height)
    return element(
        "svg",
        "\n",
        element("title", f"Graph of {graph.name or graph.workflow}", id="wg-title"),
        "\n",
        element("desc", graph.description, id="wg-description"),
        "\n",
        element("style", Markup(style_sheet())),
        "\n",
        element("rect", class_="ground", width=width, height=height),
        "\n",
        drawing.region(None),
        "\n",
        xmlns="http://www.w3.org/2000/svg",
        class_="wg",
        role="graphics-document document",
        aria_labelledby="wg-title",
        aria_describedby="wg-description",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )


def svg_file(graph: WorkflowGraph, layout: Layout, link: Link | None = None) -> str:
    """Return *graph* as the text of an SVG file; with *link*, each node that it has an address for is a link."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg(graph, layout, link)}\n'


class _Drawing:
    """Draws the regions of one graph."""

    def __init__(self, graph: WorkflowGraph, layout: Layout, link: Link | None) -> None:
        self._graph = graph
        self._layout = layout
        self._link = link
        self._courses: dict[str | None, list[Course]] = {}
        for course in layout.courses:
            self._courses.setdefault(self._region_of(course.edge), []).append(course)

    def region(self, key: str | None) -> Markup:
        """Draw the contents of the container *key*: its edges, then its nodes over them."""
        courses = self._courses.get(key, [])
        # Edges that the run takes lie over the others.
        drawn = [_edge(course) for course in sorted(courses, key=lambda c: c.edge.is_highlighted)]
        labels = [_label(course) for course in courses if course.label]
        kind = self._graph.by_key[key].kind if key is not None else "top"
        around = element("g", *drawn, *labels, class_=f"in-{kind}", aria_hidden="true")
        return lines(around, *(self._node(node) for node in self._graph.children(key)))

    def _region_of(self, edge: GraphEdge) -> str | None:
        if edge.kind == "enter":
            return edge.source
        if edge.kind == "repeat":
            return edge.target
        return self._graph.by_key[edge.source].parent

    def _node(self, node: GraphNode) -> Markup:
        box, card = self._layout.boxes[node.key], self._layout.cards[node.key]
        is_container = self._graph.is_container(node)
        classes = ["node", node.kind]
        classes += ["virtual"] if node.is_virtual else []
        classes += ["run"] if node.visits else []
        if node.kind == "join":
            return element("g", _shape(node, box), class_=" ".join(classes), aria_hidden="true")
        parts = [element("title", name_of(node))]
        if is_container:
            parts.append(_rectangle(box, "inside", radius=12))
            parts.append(_head(box, card.height))
        else:
            parts.append(_shape(node, box))
        parts += _text(node, box, card)
        if node.visits > 1:
            parts.append(_visits(node, box))
        address = self._link(node) if self._link else ""
        drawn = element(
            "g",
            *parts,
            class_=" ".join(classes),
            role="graphics-symbol img",
            aria_label=name_of(node),
            tabindex=None if address else "0",
        )
        if address:
            drawn = element("a", drawn, href=address, aria_label=name_of(node))
        return lines(drawn, self.region(node.key)) if is_container else drawn


def _shape(node: GraphNode, box: Box) -> Markup:
    if node.kind == "condition":
        cut, middle = 16.0, box.y + box.height / 2
        corners = [
            (box.x + cut, box.y),
            (box.right - cut, box.y),
            (box.right, middle),
            (box.right - cut, box.bottom),
            (box.x + cut, box.bottom),
            (box.x, middle),
        ]
        return element("path", class_="box", d=_straight(corners) + "Z")
    round_kinds = ("start", "end", "join")
    radius = box.height / 2 if node.kind in round_kinds else 10
    return _rectangle(box, "box", radius=radius)


def _rectangle(box: Box, class_: str, *, radius: float) -> Markup:
    return element(
        "rect",
        class_=class_,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=radius,
    )


def _head(box: Box, height: float) -> Markup:
    """Draw the head of a container: its upper corners are round."""
    left, right, top, bottom = (
        number(value) for value in (box.x, box.right, box.y, box.y + height)
    )
    round_left, round_right, below = (
        number(value) for value in (box.x + 12, box.right - 12, box.y + 12)
    )
    path = (
        f"M{left} {bottom}V{below}Q{left} {top} {round_left} {top}"
        f"H{round_right}Q{right} {top} {right} {below}V{bottom}Z"
    )
    return element("path", class_="box", d=path)


def _text(node: GraphNode, box: Box, card: Card) -> Iterator[Markup]:
    """Yield the lines of a card, with the marks of its details."""
    is_centered = node.kind in ("condition", "start", "end")
    total = sum(line.height for line in card.lines)
    y = box.y + (card.height - total) / 2
    for line in card.lines:
        indent = MARK if line.style == "detail" else 0.0
        x = box.middle if is_centered else box.x + PADDING + indent
        if line.mark:
            place = f"translate({number(box.x + PADDING)} {number(y + 3)})"
            yield element("path", class_="mark", d=_MARKS[line.mark], transform=place)
        style = "condition-text" if line.style == "condition" else line.style
        class_ = f"{style} middle" if is_centered else style
        yield element("text", line.text, class_=class_, x=x, y=_baseline(y, line))
        y += line.height


def _baseline(y: float, line: Line) -> float:
    size = SIZES[line.style]
    return y + size * LEADING / 2 + size * 0.36


def _visits(node: GraphNode, box: Box) -> Markup:
    return element("text", f"×{node.visits}", class_="label", x=box.right + 6, y=box.y + 12)


def _edge(course: Course) -> Markup:
    *_, (before_x, before_y), (x, y) = course.points
    kinds = [
        kind
        for kind, holds in (
            ("late", course.edge.kind == "late"),
            ("run", course.edge.is_highlighted),
        )
        if holds
    ]
    dx, dy = _sign(x - before_x), _sign(y - before_y)
    base = (x - dx * _ARROW, y - dy * _ARROW)
    half = _ARROW / 2
    corners = [
        (x, y),
        (base[0] - dy * half, base[1] + dx * half),
        (base[0] + dy * half, base[1] - dx * half),
    ]
    shaft = [*course.points[:-1], base]
    return lines(
        element("path", class_=" ".join(["edge", *kinds]), d=_rounded(shaft)),
        element("path", class_=" ".join(["head", *kinds]), d=_straight(corners) + "Z"),
    )


def _label(course: Course) -> Markup:
    assert course.label is not None
    y = course.label.y + course.label.height - 4
    return element("text", course.edge.label, class_="label", x=course.label.x, y=y)


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _straight(points: list[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _rounded(points: list[Point]) -> str:
    """Return a path along *points*, which are connected by horizontal and vertical lines, with round corners."""
    parts = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _toward(corner, before), _toward(corner, after)
        parts.append(f"L{number(first[0])} {number(first[1])}")
        parts.append(
            f"Q{number(corner[0])} {number(corner[1])} {number(second[0])} {number(second[1])}"
        )
    parts.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(parts)


def _toward(corner: Point, other: Point) -> Point:
    """Return the point at which the curve around *corner* meets the line to *other*."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    reach = min(_RADIUS, (abs(dx) + abs(dy)) / 2)
    return corner[0] + _sign(dx) * reach, corner[1] + _sign(dy) * reach
