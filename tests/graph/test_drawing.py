"""Drawings are well formed and readable: boxes apart, edges complete, labels free, colors with contrast."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.graph.graphs import BUNDLED, WHEN_FULL, bundled_graph, everything, graph_of, late_steps
from workflowkit.graph.html import html
from workflowkit.graph.layout import Layout, arrange
from workflowkit.graph.measure import text_width, wrapped
from workflowkit.graph.model import WorkflowGraph
from workflowkit.graph.palette import DARK, LIGHT, Colors
from workflowkit.graph.shapes import Box
from workflowkit.graph.svg import svg_file

MADE = {"everything": everything, "late": late_steps}
SVG = "{http://www.w3.org/2000/svg}"
GRAPHS = {**dict.fromkeys(MADE), **{path.stem: path for path in BUNDLED}}


@pytest.fixture(params=[(name, fold) for name in GRAPHS for fold in (True, False)], ids=str)
def graph(request: pytest.FixtureRequest) -> WorkflowGraph:
    name, fold = request.param
    path = GRAPHS[name]
    return bundled_graph(path, fold=fold) if path else MADE[name]()


def test_no_two_boxes_overlap(graph: WorkflowGraph) -> None:
    layout = arrange(graph)
    parents = {node.key: node.parent for node in graph.nodes}
    for one, other in combinations(graph.nodes, 2):
        first, second = layout.boxes[one.key], layout.boxes[other.key]
        if one.key in _around(parents, other.key) or other.key in _around(parents, one.key):
            continue
        assert not _overlap(first, second), (one.key, other.key)


def test_containers_contain_their_nodes_below_their_head(graph: WorkflowGraph) -> None:
    layout = arrange(graph)
    for node in graph.nodes:
        if node.parent is None:
            continue
        inner, outer = layout.boxes[node.key], layout.boxes[node.parent]
        assert outer.x < inner.x
        assert inner.right < outer.right
        assert outer.y + layout.cards[node.parent].height < inner.y
        assert inner.bottom < outer.bottom


def test_edges_go_from_border_to_border_past_all_other_boxes(graph: WorkflowGraph) -> None:
    layout = arrange(graph)
    assert Counter(course.edge for course in layout.courses) == Counter(graph.edges)
    for course in layout.courses:
        source, target = layout.boxes[course.edge.source], layout.boxes[course.edge.target]
        assert _touches(source, course.points[0]), course.edge
        assert _touches(target, course.points[-1]), course.edge
        for one, other in pairwise(course.points):
            assert one[0] == other[0] or one[1] == other[1], course.edge
            line = _box_of(one, other)
            for node in graph.nodes:
                if not graph.is_container(node):
                    assert not _overlap(line, layout.boxes[node.key]), (course.edge, node.key)


def test_labels_cover_no_box_and_no_other_label(graph: WorkflowGraph) -> None:
    layout = arrange(graph)
    labels = [course.label for course in layout.courses if course.label]
    for one, other in combinations(labels, 2):
        assert not _overlap(one, other)
    for label in labels:
        assert label.x >= 0
        assert label.right <= layout.width
        for node in graph.nodes:
            if not graph.is_container(node):
                assert not _overlap(label, layout.boxes[node.key]), node.key


def test_the_text_of_a_card_fits_by_the_estimate(graph: WorkflowGraph) -> None:
    for card in arrange(graph).cards.values():
        assert sum(line.height for line in card.lines) <= card.height
        for line in card.lines:
            size = {"title": 14, "id": 11, "detail": 12, "condition": 12}[line.style]
            used = text_width(
                line.text, size, bold=line.style == "title", monospace=line.style == "id"
            )
            assert used <= card.width - 28


def test_the_drawing_is_well_formed_and_complete(graph: WorkflowGraph) -> None:
    layout = arrange(graph)
    root = ElementTree.fromstring(svg_file(graph, layout).encode())
    shown = [node for node in graph.nodes if node.kind != "join"]
    symbols = [group for group in root.iter(f"{SVG}g") if group.get("role")]
    assert len(symbols) == len(shown)
    assert all(group.get("aria-label") and group.get("tabindex") == "0" for group in symbols)
    drawn = [
        path for path in root.iter(f"{SVG}path") if "edge" in (path.get("class") or "").split()
    ]
    assert len(drawn) == len(graph.edges)
    assert root.find(f"{SVG}title") is not None


def test_the_page_is_well_formed_and_every_link_has_a_target(graph: WorkflowGraph) -> None:
    page = html(graph, arrange(graph))
    # Void elements are the only difference to XML.
    markup = page.removeprefix("<!doctype html>\n").replace('">\n<', '"/>\n<', 3)
    root = ElementTree.fromstring(markup.encode())
    targets = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(targets) == len(set(targets))
    links = [element.get("href") for element in root.iter() if element.tag.endswith("a")]
    assert {link.removeprefix("#") for link in links if link} <= set(targets)
    assert "<script" not in page
    assert "http" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
        "http-equiv", ""
    )


def test_a_chain_is_straight() -> None:
    layout = arrange(graph_of([{"id": "one"}, {"id": "two", "runCondition": WHEN_FULL}]))
    assert len({box.middle for box in layout.boxes.values()}) == 1
    tops = [layout.boxes[key].y for key in ("start", "one", "two?", "two", "end")]
    assert tops == sorted(tops)


COLORS = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])


@COLORS
def test_text_has_contrast(colors: Colors) -> None:
    behind = [colors.ground, colors.run_fill, *colors.fills.values(), *colors.insides.values()]
    for fill in behind:
        assert _contrast(colors.text, fill) >= 4.5
        assert _contrast(colors.muted, fill) >= 4.5


@COLORS
def test_borders_and_edges_have_contrast(colors: Colors) -> None:
    grounds = [colors.ground, *colors.insides.values()]
    for line in (colors.edge, colors.late, colors.run, *colors.borders.values()):
        for ground in grounds:
            assert _contrast(line, ground) >= 3


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    # Known from the tables of WCAG 2.1: this gray is the lightest with 4.5 on white.
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_lines_break_between_words_and_end_in_an_ellipsis() -> None:
    # 0.63 em for each letter, 0.4 for the blank: 10 px of size.
    assert text_width("aaa b", 10) == pytest.approx(4 * 6.3 + 4)
    assert wrapped("aaa bbb ccc", 50, 10) == ["aaa bbb", "ccc"]
    assert wrapped("aaa bbb ccc ddd", 30, 10, most=2)[1].endswith("…")
    assert wrapped("a" * 100, 30, 10) == ["aaa…" if text_width("aaa…", 10) <= 30 else "aa…"]
    assert wrapped("", 30, 10) == []


PROGRAM = """
import sys
from tests.graph.graphs import everything
from workflowkit.graph.dot import dot
from workflowkit.graph.html import html
from workflowkit.graph.layout import arrange
from workflowkit.graph.mermaid import mermaid
from workflowkit.text.json_records import record_text
graph = everything()
parts = [html(graph, arrange(graph)), dot(graph), mermaid(graph), record_text(graph)]
sys.stdout.buffer.write("".join(parts).encode("utf-8", "surrogatepass"))
"""


def test_output_does_not_depend_on_the_process() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def _around(parents: dict[str, str | None], key: str) -> Iterator[str]:
    parent = parents[key]
    while parent is not None:
        yield parent
        parent = parents[parent]


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def _box_of(one: tuple[float, float], other: tuple[float, float]) -> Box:
    """Return the box of a line, a little thick; its ends are left out, as they may touch boxes."""
    x, y = min(one[0], other[0]), min(one[1], other[1])
    width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
    if width:
        return Box(x + 1, y - 0.5, max(width - 2, 0), 1)
    return Box(x - 0.5, y + 1, 1, max(height - 2, 0))


def _touches(box: Box, point: tuple[float, float]) -> bool:
    """Return whether *point* is on the border of *box* or inside it, as for edges of a container's head."""
    x, y = point
    near = 0.01
    return box.x - near <= x <= box.right + near and box.y - near <= y <= box.bottom + near


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_layout_without_nodes_in_containers_has_no_gaps() -> None:
    layout: Layout = arrange(graph_of([{"id": "one"}]))
    first, step, last = (layout.boxes[key] for key in ("start", "one", "end"))
    # Margin, start, gap, card, gap, end, margin.
    assert layout.height == pytest.approx(
        24 + first.height + 34 + step.height + 34 + last.height + 24
    )
