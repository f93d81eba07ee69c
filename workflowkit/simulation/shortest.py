"""Shortest paths: the fewest steps of a run that has a given property."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable

from workflowkit.simulation.abstract_run import Node, PathEdge
from workflowkit.simulation.path_graph import PathGraph

Follow = Callable[[Hashable, PathEdge], Hashable | None]
"""Returns what is known of a run after one more edge; None when the run does not count."""


def shortest_path(
    graph: PathGraph, follow: Follow, accepts: Callable[[Hashable], bool]
) -> tuple[PathEdge, ...] | None:
    """Return a shortest path from the start to an end after which *accepts* holds; None when there is none.

    *follow* is first called with False.
    """
    state = follow(False, graph.start)
    if state is None:
        return None
    if graph.start.target is None:
        return (graph.start,) if accepts(state) else None
    first = (graph.start.target, state)
    came: dict[tuple[Node, Hashable], tuple[tuple[Node, Hashable] | None, PathEdge]] = {
        first: (None, graph.start)
    }
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        node, known = here
        # An end adds no step: ends are looked at before longer ways.
        for edge in sorted(graph.edges.get(node, ()), key=lambda edge: edge.instance is not None):
            after = follow(known, edge)
            if after is None:
                continue
            if edge.target is None:
                if accepts(after):
                    return (*_way(came, here), edge)
                continue
            place = (edge.target, after)
            if place not in came:
                came[place] = (here, edge)
                waiting.append(place)
    return None


def _way(
    came: dict[tuple[Node, Hashable], tuple[tuple[Node, Hashable] | None, PathEdge]],
    place: tuple[Node, Hashable],
) -> tuple[PathEdge, ...]:
    """Return the edges that lead to *place*."""
    found: list[PathEdge] = []
    here: tuple[Node, Hashable] | None = place
    while here is not None:
        here, edge = came[here]
        found.append(edge)
    return tuple(reversed(found))
