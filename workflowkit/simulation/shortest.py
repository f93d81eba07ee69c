"""Shortest paths: the fewest steps of a run that has a given property. Runs are explored no further than needed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import field
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.simulation.abstract_run import AbstractRun, Node, PathEdge
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.path_graph import distinct

_Place = tuple[Node, Hashable]
"""A situation, and what is known of the run that led to it."""

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
            found = self._run.edges(node)
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
    came: dict[_Place, tuple[_Place | None, PathEdge]] = {first: (None, runs.start)}
    n_steps = {first: 1}
    waiting = deque([first])
    while waiting:
        here = waiting.popleft()
        edges = runs.edges(here[0])
        if edges is None:
            return None
        for edge in sorted(edges, key=lambda edge: edge.target is not None):
            after = follow(here[1], edge)
            if after is None:
                continue
            if edge.target is None:
                if accepts(after):
                    return (*_way(came, here), edge)
                continue
            place = (edge.target, after)
            length = n_steps[here] + (not edge.is_choice)
            if length < n_steps.get(place, length + 1):
                n_steps[place] = length
                came[place] = (here, edge)
                # A choice adds no step: what follows it comes before longer ways.
                if edge.is_choice:
                    waiting.appendleft(place)
                else:
                    waiting.append(place)
    return None


def _way(came: dict[_Place, tuple[_Place | None, PathEdge]], place: _Place) -> tuple[PathEdge, ...]:
    """Return the edges that lead to *place*."""
    found: list[PathEdge] = []
    here: _Place | None = place
    while here is not None:
        here, edge = came[here]
        found.append(edge)
    return tuple(reversed(found))
