"""A lower bound of covers: goals of which no two are in one run need a run each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workflowkit.simulation.abstract_run import Node
from workflowkit.simulation.goals import Goal
from workflowkit.simulation.path_graph import PathGraph


def least_number(graph: PathGraph) -> int:
    """Return a number of runs below which the goals of *graph* cannot be covered; 1 when nothing is known."""
    if not graph.is_complete or graph.start.target is None:
        return 1
    goals = sorted(graph.goals)
    together = _together(graph, {goal: index for index, goal in enumerate(goals)})
    return max((len(_apart(first, together)) for first in range(len(goals))), default=1)


def _together(graph: PathGraph, number: Mapping[Goal, int]) -> Sequence[int]:
    """Return for each goal those that are in some run with it, as bits."""
    before: dict[Node, int] = {}
    behind: dict[Node, int] = {}
    for node in graph.order:
        behind[node] = 0
        for edge in graph.edges[node]:
            behind[node] |= _bits(edge.goals, number)
            if edge.target is not None:
                behind[node] |= behind[edge.target]
    assert graph.start.target is not None
    before[graph.start.target] = _bits(graph.start.goals, number)
    together = [before[graph.start.target] | behind[graph.start.target]] * len(number)
    start = before[graph.start.target]
    together = [together[index] if start >> index & 1 else 0 for index in range(len(number))]
    for node in reversed(graph.order):
        for edge in graph.edges[node]:
            own = _bits(edge.goals, number)
            through = before[node] | own
            if edge.target is not None:
                before[edge.target] = before.get(edge.target, 0) | through
                through |= behind[edge.target]
            for goal in edge.goals:
                together[number[goal]] |= through
    return together


def _bits(goals: Iterable[Goal], number: Mapping[Goal, int]) -> int:
    return sum(1 << number[goal] for goal in goals)


def _apart(first: int, together: Sequence[int]) -> list[int]:
    """Return goals, beginning with *first*, of which no two are in one run."""
    found = [first]
    for index in sorted(range(len(together)), key=lambda each: together[each].bit_count()):
        if index != first and not any(together[other] >> index & 1 for other in found):
            found.append(index)
    return found
