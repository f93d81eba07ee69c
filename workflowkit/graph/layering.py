"""Layers of a graph, assigned by the library of the extra `graph`, which is imported when it is needed."""

from __future__ import annotations

from collections.abc import Sequence

from workflowkit.errors import UsageError
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Layered:
    """Nodes in layers, from the top; numbers without a node of the graph are bends of long edges."""

    layers: tuple[tuple[int, ...], ...]
    """The numbers of each layer, from the left."""
    edges: tuple[tuple[int, int], ...]
    """Edges from layer to layer."""


def layered(edges: Sequence[tuple[int, int]]) -> Layered:
    """Return the layers of the acyclic graph with *edges*, from top to bottom. Raises UsageError without the library."""
    try:
        from fast_sugiyama import from_edges
    except ImportError:
        raise UsageError(
            "the layout of a graph needs the extra 'graph'",
            help="install it with pip install 'workflowkit[graph]', or choose another format",
        ) from None
    layers: list[tuple[int, ...]] = []
    chains: list[tuple[int, int]] = []
    for positions, _, _, links in from_edges(
        edges, minimum_length=1, dummy_vertices=True, ranking_type="up", transpose=True
    ):
        rows: dict[float, list[tuple[float, int]]] = {}
        for node, (x, y) in positions:
            rows.setdefault(y, []).append((x, int(node)))
        layers += (tuple(node for _, node in sorted(rows[y])) for y in sorted(rows, reverse=True))
        chains += ((int(source), int(target)) for source, target in links or ())
    return Layered(tuple(layers), tuple(sorted(chains)))
