"""Shortest paths: the fewest steps of a run that has a given property. Runs are explored no further than needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property

from workflowkit.simulation.abstract_run import AbstractRun, Node, PathEdge
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.path_graph import distinct

Follow = Callable[[Hashable, PathEdge], Hashable | None]
"""Returns what is known of a run after one more edge; None when the run does not count."""


@dataclass
class Runs:
    """The runs of a workflow, of which each part is computed when it is first needed."""

    model: ChoiceModel
    max_edges: int
    """Edges after which nothing further is explored."""
    _known: dict[Node, tuple[PathEdge, ...]] = field(default_factory=dict)
    _n_edges: int = 0

    @cached_property
    def _run(self) -> AbstractRun:
        return AbstractRun(self.model)

    @cached_property
    def start(self) -> PathEdge:
        """The edge to the first step."""
        return self._run.start()

    def edges(self, node: Node) -> tuple[PathEdge, ...] | None:
        """Return the ways on from *node*; None when the limit is reached."""
        if node not in self._known:
            if self._n_edges > self.max_edges:
                return None
            found = self._run.edges(node, self.max_edges)
            if found is None:
                return None
            self._known[node] = tuple(distinct(found, self.model.prompt_keys))
            self._n_edges += len(self._known[node])
        return self._known[node]


def shortest_path(
    runs: Runs, follow: Follow, accepts: Callable[[Hashable], bool]
) -> tuple[PathEdge, ...] | None:
    """Return a shortest path from the start to an end after which *accepts* holds; None when there is none within the limit.

    *follow* is first called with False.
    """
    state = follow(False, runs.start)
    if state is None:
        return None
    if runs.start.target is None:
        return (runs.start,) if accepts(state) else None
    first = (runs.start.target, state)
    came: dict[tuple[Node, Hashable], tuple[tuple[Node, Hashable] | None, PathEdge]] = {
        first: (None, runs.start)
    }
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        node, known = here
        edges = runs.edges(node)
        if edges is None:
            return None
        # An end adds no step: ends come before longer ways.
        for edge in sorted(edges, key=lambda edge: edge.instance is not None):
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
