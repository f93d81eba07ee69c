"""The graph as a Mermaid flowchart, which code hosts draw in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.graph.clean_text import clean
from workflowkit.graph.model import EdgeKind, GraphEdge, GraphNode, NodeKind, WorkflowGraph
from workflowkit.graph.palette import LIGHT
from workflowkit.graph.plain_lines import plain_lines

_SHAPES: dict[NodeKind, tuple[str, str]] = {
    "start": ("([", "])"),
    "end": ("([", "])"),
    "join": ("((", "))"),
    "condition": ("{{", "}}"),
    "loop": ("[/", "/]"),
    "routine": ("[[", "]]"),
}
"""Kind of a node to the brackets that draw it; rectangles otherwise."""

_ARROWS: dict[EdgeKind, str] = {"late": "-.->"}


def mermaid(graph: WorkflowGraph) -> str:
    """Return *graph* as the text of a flowchart."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: WorkflowGraph) -> Iterator[str]:
    names = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    yield "flowchart TD"
    yield f"  accTitle: {_plain(f'Graph of {graph.name or graph.workflow}')}"
    if graph.description:
        yield f"  accDescr: {_plain(graph.description)}"
    yield from _region(graph, None, names, "  ")
    for edge in graph.edges:
        yield f"  {_edge(edge, names)}"
    yield from _styles(graph, names)


def _region(
    graph: WorkflowGraph, key: str | None, names: dict[str, str], indent: str
) -> Iterator[str]:
    for node in graph.children(key):
        if not graph.is_container(node):
            yield indent + _node(node, names[node.key])
            continue
        # An edge cannot lead to a subgraph from inside it, so that its head is a node.
        yield f'{indent}subgraph {names[node.key]}box["{escaped(node.title)}"]'
        yield f"{indent}  {_node(node, names[node.key])}"
        yield from _region(graph, node.key, names, indent + "  ")
        yield f"{indent}end"


def _node(node: GraphNode, name: str) -> str:
    before, after = _SHAPES.get(node.kind, ("[", "]"))
    text = "<br/>".join(escaped(line) for line in plain_lines(node)) or " "
    return f'{name}{before}"{text}"{after}'


def _edge(edge: GraphEdge, names: dict[str, str]) -> str:
    arrow = _ARROWS.get(edge.kind, "==>" if edge.is_highlighted else "-->")
    label = f'|"{escaped(edge.label)}"|' if edge.label else ""
    return f"{names[edge.source]} {arrow}{label} {names[edge.target]}"


def _styles(graph: WorkflowGraph, names: dict[str, str]) -> Iterator[str]:
    for kind in ("condition", "loop", "routine", "parallel"):
        members = ",".join(names[node.key] for node in graph.nodes if node.kind == kind)
        if members:
            colors = f"fill:{LIGHT.fills[kind]},stroke:{LIGHT.borders[kind]},color:{LIGHT.text}"
            yield f"  classDef {kind} {colors}"
            yield f"  class {members} {kind}"
    visited = ",".join(names[node.key] for node in graph.nodes if node.visits)
    if visited:
        yield f"  classDef run stroke:{LIGHT.run},stroke-width:3px"
        yield f"  class {visited} run"


_UNSAFE = re.compile(r"[^A-Za-z0-9 .,:_?!'×…\-/À-ɏ]")


def escaped(text: str) -> str:
    """Return *text* for a quoted label: every character that could mean something is written as its number."""
    return _UNSAFE.sub(lambda match: f"#{ord(match.group())};", clean(text))


def _plain(text: str) -> str:
    """Return *text* for a statement that ends with the line and knows no escapes."""
    return re.sub(r"[^\w .,:()'-]", " ", clean(text))
