"""Covers: few paths of a graph that together cover the goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from workflowkit.records import dataclass
from workflowkit.simulation.abstract_run import AbstractRun, Node, PathEdge
from workflowkit.simulation.goals import Goal
from workflowkit.simulation.path_graph import ExplorationLimits, PathGraph

MAX_WALKS = 200
"""Walks through a graph that is not complete."""

IDLE_WALKS = 12
"""Walks in a row without anything new, after which no further one is made."""

MAX_WALK = 3_000
"""Steps of one walk."""


def cover(graph: PathGraph, limits: ExplorationLimits) -> list[tuple[PathEdge, ...]]:
    """Return paths that cover every goal of *graph*, each the one that covers most of what the others leave."""
    if graph.start.target is None:
        return [(graph.start,)]
    if not graph.is_complete:
        return _walked(graph, limits)
    uncovered = set(graph.goals)
    found: list[tuple[PathEdge, ...]] = []
    while uncovered or not found:
        path = _best_path(graph, uncovered)
        new = uncovered & goals_of_path(path)
        if found and not new:
            break
        found.append(path)
        uncovered -= new
        if limits.is_late():
            break
    return found


def goals_of_path(path: Sequence[PathEdge]) -> frozenset[Goal]:
    """Return what a path covers."""
    return frozenset[Goal]().union(*(edge.goals for edge in path))


def _best_path(graph: PathGraph, wanted: set[Goal]) -> tuple[PathEdge, ...]:
    """Return the path that covers most of *wanted*, and of those a shortest."""
    best: dict[Node, tuple[frozenset[Goal], int, PathEdge]] = {}
    for node in graph.order:
        options = []
        for edge in graph.edges[node]:
            goals = edge.goals & wanted
            length = 0 if edge.is_choice else 1
            if edge.target is not None:
                if edge.target not in best:
                    continue
                behind, further, _ = best[edge.target]
                goals, length = goals | behind, length + further
            options.append((goals, length, edge))
        if options:
            best[node] = max(options, key=lambda option: (len(option[0]), -option[1]))
    path = [graph.start]
    following = graph.start.target
    while following is not None:
        edge = best[following][2]
        path.append(edge)
        following = edge.target
    return tuple(path)


@dataclass
class _Walker:
    """Walks from the start to an end, each time where least was seen."""

    runs: AbstractRun
    limits: ExplorationLimits
    seen: set[Goal] = field(default_factory=set)
    uses: dict[object, int] = field(default_factory=dict)

    def walk(self, start: PathEdge) -> tuple[PathEdge, ...] | None:
        path = [start]
        node = start.target
        while node is not None:
            edges = self.runs.edges(node)
            if not edges or len(path) > MAX_WALK or self.limits.is_late():
                return None
            edge = min(edges, key=self._cost)
            for choice in edge.choices:
                self.uses[choice] = self.uses.get(choice, 0) + 1
            path.append(edge)
            node = edge.target
        return tuple(path)

    def _cost(self, edge: PathEdge) -> tuple[int, float]:
        """Return what makes an edge less useful: few new goals, and values that were chosen before."""
        uses = [self.uses.get(choice, 0) for choice in edge.choices]
        return -len(edge.goals - self.seen), sum(uses) / len(uses) if uses else 0.0


def _walked(graph: PathGraph, limits: ExplorationLimits) -> list[tuple[PathEdge, ...]]:
    walker = _Walker(AbstractRun(graph.model), limits)
    found: list[tuple[PathEdge, ...]] = []
    n_idle = 0
    for _ in range(MAX_WALKS):
        path = walker.walk(graph.start)
        if path is None:
            break
        new = goals_of_path(path) - walker.seen
        n_idle = 0 if new else n_idle + 1
        if new or not found:
            found.append(path)
        walker.seen |= new
        if n_idle >= IDLE_WALKS:
            break
    return found


def reduced(covered: Sequence[frozenset[Goal]]) -> list[int]:
    """Return the indexes of the sets that are needed: none of them is covered by the others."""
    kept = list(range(len(covered)))
    # Sets that cover little are the first that others may replace.
    for index in sorted(kept, key=lambda number: len(covered[number])):
        others = [covered[other] for other in kept if other != index]
        if others and covered[index] <= frozenset[Goal]().union(*others):
            kept.remove(index)
    return kept
