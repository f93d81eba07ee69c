"""The graph in the DOT language of Graphviz and the tools that read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflowkit.graph.clean_text import clean
from workflowkit.graph.model import GraphEdge, GraphNode, NodeKind, WorkflowGraph
from workflowkit.graph.palette import LIGHT
from workflowkit.graph.plain_lines import plain_lines

_SHAPES: dict[NodeKind, str] = {
    "start": "oval",
    "end": "oval",
    "join": "point",
    "condition": "hexagon",
}


def dot(graph: WorkflowGraph) -> str:
    """Return *graph* as the text of a DOT file."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: WorkflowGraph) -> Iterator[str]:
    names = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    yield f"digraph {quoted(graph.workflow)} {{"
    yield f"  graph [{_attributes(label=graph.name, labelloc='t', fontname='sans-serif')}]"
    yield f"  node [{_attributes(shape='box', style='filled,rounded', fontname='sans-serif', fontsize='11')}]"
    yield f"  edge [{_attributes(fontname='sans-serif', fontsize='10', color=LIGHT.edge)}]"
    yield from _region(graph, None, names, "  ")
    for edge in graph.edges:
        yield f"  {names[edge.source]} -> {names[edge.target]} [{_edge(edge)}]"
    yield "}"


def _region(
    graph: WorkflowGraph, key: str | None, names: Mapping[str, str], indent: str
) -> Iterator[str]:
    for node in graph.children(key):
        line = f"{names[node.key]} [{_node(node)}]"
        if not graph.is_container(node):
            yield indent + line
            continue
        colors = {"color": LIGHT.borders[node.kind], "bgcolor": LIGHT.insides[node.kind]}
        yield f"{indent}subgraph cluster_{names[node.key]} {{"
        yield f"{indent}  graph [{_attributes(label='', style='rounded', **colors)}]"
        yield f"{indent}  {line}"
        yield from _region(graph, node.key, names, indent + "  ")
        yield f"{indent}}}"


def _node(node: GraphNode) -> str:
    own = {
        "label": "\n".join(" ".join(line.split()) for line in plain_lines(node)),
        "color": LIGHT.borders[node.kind],
    }
    if node.kind in _SHAPES:
        own |= {"shape": _SHAPES[node.kind], "style": "filled"}
    if node.kind in LIGHT.fills:
        own["fillcolor"] = LIGHT.fills[node.kind]
    if node.is_virtual:
        own["style"] = "filled,rounded,dashed"
    if node.visits:
        own |= {"color": LIGHT.run, "penwidth": "3"}
    return _attributes(**own)


def _edge(edge: GraphEdge) -> str:
    own = {"label": edge.label} if edge.label else {}
    if edge.kind == "late":
        own |= {"style": "dashed", "color": LIGHT.late, "constraint": "false"}
    if edge.kind == "repeat":
        own["constraint"] = "false"
    if edge.is_highlighted:
        own |= {"color": LIGHT.run, "penwidth": "3"}
    return _attributes(**own)


def _attributes(**values: str) -> str:
    return ", ".join(f"{key}={quoted(value)}" for key, value in values.items())


def quoted(text: str) -> str:
    """Return *text* as a DOT string; its line ends center the lines."""
    kept = "\n".join(clean(line) for line in text.split("\n"))
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
