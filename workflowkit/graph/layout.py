"""Layout: the place of every node and the course of every edge.

The library assigns layers and the order within them (docs/dependencies.md); sizes, containers and the edges that lead back are added here.
A container is arranged on its own and then placed as one node, so that boxes never overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import pairwise

from workflowkit.graph.cards import Card, card_of
from workflowkit.graph.layering import layered
from workflowkit.graph.model import GraphEdge, GraphNode, WorkflowGraph
from workflowkit.graph.shapes import LANE_GAP, LAYER_GAP, Band, Box, Course, label_box, route
from workflowkit.records import dataclass

NODE_GAP = 28.0
"""Between two nodes of one layer."""
INSET = 20.0
"""Between the contents of a container and its border."""
MARGIN = 24.0
"""Around the graph."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    """Node key to its place."""
    cards: Mapping[str, Card]
    """Node key to what it shows; for a container, in its head."""
    courses: tuple[Course, ...]


def arrange(graph: WorkflowGraph) -> Layout:
    """Return the layout of *graph*."""
    cards = {node.key: card_of(node, is_container=graph.is_container(node)) for node in graph.nodes}
    top = _Arranger(graph, cards).region(None)
    left = MARGIN - top.left
    boxes = {key: box.moved(left, MARGIN) for key, box in top.boxes.items()}
    courses = tuple(course.moved(left, MARGIN) for course in top.courses)
    width = top.right - top.left + 2 * MARGIN
    return Layout(width, top.bottom + 2 * MARGIN, boxes, cards, courses)


@dataclass(slots=True)
class _Region:
    """The contents of one container, or the top level; the main column is at x = 0, the head begins at y = 0."""

    boxes: dict[str, Box] = field(default_factory=dict)
    courses: list[Course] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def cover(self, left: float, right: float, bottom: float = 0.0) -> None:
        """Extend the region to these borders."""
        self.left, self.right = min(self.left, left), max(self.right, right)
        self.bottom = max(self.bottom, bottom)

    def add(self, course: Course) -> None:
        """Add *course* and extend the region to it."""
        self.courses.append(course)
        for x, y in course.points:
            self.cover(x, x, y)
        if course.label:
            self.cover(course.label.x, course.label.right, course.label.bottom)


@dataclass(slots=True)
class _Rows:
    """The layers of one region, placed."""

    tops: dict[int, float] = field(default_factory=dict)
    """Number of a node or bend to the top of its layer."""
    bottoms: dict[int, float] = field(default_factory=dict)
    lanes: dict[int, float] = field(default_factory=dict)
    """Number of a bend to its column."""


class _Arranger:
    """Arranges the regions of one graph."""

    def __init__(self, graph: WorkflowGraph, cards: Mapping[str, Card]) -> None:
        self._graph = graph
        self._cards = cards

    def region(self, key: str | None) -> _Region:
        """Arrange the contents of the container *key*, containers inside it first."""
        nodes = self._graph.children(key)
        inner = {
            node.key: self.region(node.key) for node in nodes if self._graph.is_container(node)
        }
        numbers = {node.key: number for number, node in enumerate(nodes)}
        head = 0.0
        if key is not None:
            numbers[key] = len(nodes)
            head = self._cards[key].height
        forward = self._forward(key, numbers)
        found = layered([(numbers[edge.source], numbers[edge.target]) for edge in forward])
        sizes = {numbers[node.key]: self._size(node, inner.get(node.key)) for node in nodes}
        region = _Region(bottom=head)
        rows = self._place(region, found.layers, nodes, sizes)
        chains = _chains(found.edges, len(numbers))
        for edge in forward:
            bends = chains[numbers[edge.source], numbers[edge.target]]
            region.add(self._course(edge, region, key, _bands(rows, bends)))
        self._lead_back(key, region)
        for name, contents in inner.items():
            self._insert(region, region.boxes[name], contents)
        return region

    def _forward(self, key: str | None, numbers: Mapping[str, int]) -> list[GraphEdge]:
        return [
            edge
            for edge in self._graph.edges
            if edge.source in numbers
            and edge.target in numbers
            and edge.target != key
            and (edge.source == key) == (edge.kind == "enter")
            and edge.kind != "late"
        ]

    def _size(self, node: GraphNode, contents: _Region | None) -> tuple[float, float]:
        card = self._cards[node.key]
        if contents is None:
            return card.width, card.height
        # The main column of a container stays in its middle, so that it continues the one around it.
        width = 2 * (max(-contents.left, contents.right) + INSET)
        return max(card.width, width), contents.bottom + INSET

    def _place(
        self,
        region: _Region,
        layers: Sequence[Sequence[int]],
        nodes: Sequence[GraphNode],
        sizes: Mapping[int, tuple[float, float]],
    ) -> _Rows:
        """Place the nodes of *layers* one layer below the other; return where the layers are."""
        rows = _Rows()
        top = region.bottom
        for number, layer in enumerate(layers):
            real = [each for each in layer if each in sizes]
            if real and (number or region.bottom):
                top += LAYER_GAP
            height = max((sizes[each][1] for each in real), default=0.0)
            columns = _columns(layer, sizes)
            for each in layer:
                rows.tops[each], rows.bottoms[each] = top, top + height
                x = columns[each]
                if each in sizes:
                    width, own = sizes[each]
                    region.boxes[nodes[each].key] = Box(x - width / 2, top, width, own)
                    region.cover(x - width / 2, x + width / 2, top + own)
                else:
                    rows.lanes[each] = x
            top += height
        return rows

    def _course(
        self, edge: GraphEdge, region: _Region, key: str | None, bands: Sequence[Band]
    ) -> Course:
        target = region.boxes[edge.target]
        end = (target.middle, target.y)
        if edge.source == key:
            start = (0.0, self._cards[edge.source].height)
            return Course(edge, route(start, bands, end))
        source = region.boxes[edge.source]
        if edge.kind == "no" and bands:
            is_right = bands[0].x > 0
            x, y = source.right if is_right else source.x, source.y + source.height / 2
            side = 6 if is_right else -6
            label = label_box(edge.label, x + side, y - 18, is_right=is_right)
            return Course(edge, route((x, y), [Band(y, y, bands[0].x), *bands], end), label)
        start = (source.middle, source.bottom)
        label = label_box(edge.label, source.middle + 8, source.bottom + 3)
        return Course(edge, route(start, bands, end), label)

    def _lead_back(self, key: str | None, region: _Region) -> None:
        """Add the edges that lead back: to the head of the container *key*, and to steps that run late."""
        left = region.left - LANE_GAP
        late = 0
        for edge in self._graph.edges:
            if edge.source not in region.boxes:
                continue
            source = region.boxes[edge.source]
            y = source.y + source.height / 2
            if edge.kind == "repeat" and edge.target == key:
                back = ((source.x, y), (left, y), (left, self._cards[edge.target].height))
                region.add(Course(edge, back, label_box(edge.label, left + 8, y + 3)))
            elif edge.kind == "late" and edge.target in region.boxes:
                region.add(_late(edge, region, late))
                late += 1

    def _insert(self, region: _Region, box: Box, contents: _Region) -> None:
        """Put *contents* into their container at *box*."""
        for key, each in contents.boxes.items():
            region.boxes[key] = each.moved(box.middle, box.y)
        region.courses += [course.moved(box.middle, box.y) for course in contents.courses]


def _late(edge: GraphEdge, region: _Region, number: int) -> Course:
    """Return the course of the late edge with this *number*: up, on the right of all that is beside it."""
    source, target = region.boxes[edge.source], region.boxes[edge.target]
    down = 18 + 7.0 * number
    start = (source.right, source.y + min(down, source.height - 8))
    end = (target.right, target.y + min(down, target.height - 8))
    beside = [
        box.right for box in region.boxes.values() if box.y <= start[1] and box.bottom >= end[1]
    ]
    for course in region.courses:
        if course.label and course.label.y <= start[1] and course.label.bottom >= end[1]:
            beside.append(course.label.right)
        for (x, y), (_, other) in pairwise(course.points):
            if min(y, other) <= start[1] and max(y, other) >= end[1]:
                beside.append(x)
    x = max(beside) + LANE_GAP
    points = (start, (x, start[1]), (x, end[1]), end)
    return Course(edge, points, label_box(edge.label, x + 6, (start[1] + end[1]) / 2))


def _columns(layer: Sequence[int], sizes: Mapping[int, tuple[float, float]]) -> dict[int, float]:
    """Return the column of each number in *layer*: nodes around the middle, bends in the order of the layer beside them."""
    found: dict[int, float] = {}
    real = [index for index, each in enumerate(layer) if each in sizes]
    if not real:
        return {each: LANE_GAP * index for index, each in enumerate(layer)}
    block = layer[real[0] : real[-1] + 1]
    widths = [sizes[each][0] if each in sizes else LANE_GAP for each in block]
    x = -(sum(widths) + NODE_GAP * (len(block) - 1)) / 2
    half = -x
    for each, width in zip(block, widths, strict=True):
        found[each] = x + width / 2
        x += width + NODE_GAP
    for distance, each in enumerate(reversed(layer[: real[0]]), 1):
        found[each] = -half - LANE_GAP * distance
    for distance, each in enumerate(layer[real[-1] + 1 :], 1):
        found[each] = half + LANE_GAP * distance
    return found


def _chains(
    links: Sequence[tuple[int, int]], n_nodes: int
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the bends of each edge, by the numbers of its ends; numbers from *n_nodes* are bends."""
    behind: dict[int, list[int]] = {}
    for source, target in links:
        behind.setdefault(source, []).append(target)
    chains: dict[tuple[int, int], tuple[int, ...]] = {}
    for source, targets in behind.items():
        for target in targets if source < n_nodes else ():
            bends: list[int] = []
            while target >= n_nodes:
                bends.append(target)
                target = behind[target][0]
            chains[source, target] = tuple(bends)
    return chains


def _bands(rows: _Rows, bends: Sequence[int]) -> list[Band]:
    """Return where an edge with these *bends* passes the layers: in one column as far as it stays on one side."""
    lanes = [rows.lanes[bend] for bend in bends]
    if lanes and (min(lanes) > 0 or max(lanes) < 0):
        lanes = [max(lanes, key=abs)] * len(lanes)
    return [
        Band(rows.tops[bend], rows.bottoms[bend], x) for bend, x in zip(bends, lanes, strict=True)
    ]
