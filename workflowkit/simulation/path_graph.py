"""The graph of all runs of a workflow: its nodes are runs after a step, its paths are counted without being listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property

from workflowkit.records import dataclass
from workflowkit.simulation.abstract_run import AbstractRun, Node, PathEdge
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.goals import Goal


@dataclass(frozen=True, slots=True)
class ExplorationLimits:
    """How much work an exploration may do."""

    n_edges: int = 20_000
    """Edges of the graph."""
    n_sets: int = 20_000
    """Sets of nodes that are visited to count paths."""
    is_late: Callable[[], bool] = lambda: False
    """Returns true when time is up."""


@dataclass(frozen=True)
class PathGraph:
    """The runs of one workflow."""

    model: ChoiceModel
    start: PathEdge
    """The edge to the first step."""
    edges: Mapping[Node, tuple[PathEdge, ...]]
    """Every node that was visited, with its edges, in the order of visits."""
    is_complete: bool
    """False when a limit was reached; nodes may then be missing."""

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """The nodes so that every edge leads to an earlier one."""
        found: dict[Node, None] = {}
        if self.start.target is None:
            return ()
        entered: set[Node] = set()
        pending: list[tuple[Node, bool]] = [(self.start.target, False)]
        while pending:
            node, is_finished = pending.pop()
            if is_finished:
                found[node] = None
            elif node not in entered:
                entered.add(node)
                pending.append((node, True))
                pending += [
                    (edge.target, False)
                    for edge in self.edges[node]
                    if edge.target is not None and edge.target in self.edges
                ]
        return tuple(found)

    @cached_property
    def goals(self) -> frozenset[Goal]:
        """The goals that some run covers, as far as runs differ by steps."""
        edges = (edge for listed in self.edges.values() for edge in listed)
        return self.start.goals.union(*(edge.goals for edge in edges))


def build_graph(model: ChoiceModel, limits: ExplorationLimits) -> PathGraph:
    """Return the graph of the runs of a workflow, within *limits*."""
    runs = AbstractRun(model)
    start = runs.start()
    edges: dict[Node, tuple[PathEdge, ...]] = {}
    n_edges = 0
    pending = [] if start.target is None else [start.target]
    while pending:
        node = pending.pop()
        if node in edges:
            continue
        if n_edges > limits.n_edges or limits.is_late():
            return PathGraph(model, start, edges, is_complete=False)
        found = runs.edges(node)
        edges[node] = tuple(distinct(found, model.prompt_keys))
        n_edges += len(edges[node])
        pending += [edge.target for edge in reversed(found) if edge.target is not None]
    return PathGraph(model, start, edges, is_complete=not model.cut_off)


def distinct(edges: list[PathEdge], prompt_keys: frozenset[str]) -> Iterator[PathEdge]:
    """Yield *edges*, of those that differ in values that no prompt depends on the first alone."""
    seen: set[tuple[object, ...]] = set()
    for edge in edges:
        choices = tuple(choice for choice in edge.choices if choice[0] in prompt_keys)
        identity = (edge.instance, edge.target, edge.goals, edge.end, edge.reason, choices)
        if identity not in seen:
            seen.add(identity)
            yield edge


@dataclass
class PathCounter:
    """Counts the different orders of steps; runs that differ in values only count once."""

    graph: PathGraph
    limits: ExplorationLimits
    _known: dict[frozenset[Node], int] = field(default_factory=dict)

    def count(self) -> int | None:
        """Return the number of paths; None when a limit is reached."""
        if self.graph.start.target is None:
            return 1
        first = frozenset({self.graph.start.target})
        pending = [first]
        while pending:
            here = pending[-1]
            if here in self._known:
                pending.pop()
                continue
            if len(self._known) > self.limits.n_sets or self.limits.is_late():
                return None
            ends, following = steps_on(self.graph, here)
            missing = [nodes for nodes in following.values() if nodes not in self._known]
            if missing:
                pending += missing
                continue
            self._known[here] = len(ends) + sum(self._known[nodes] for nodes in following.values())
            pending.pop()
        return self._known[first]


def steps_on(
    graph: PathGraph, nodes: frozenset[Node]
) -> tuple[frozenset[str], dict[str, frozenset[Node]]]:
    """Return the ends that *nodes* can have next, and the nodes behind each next step."""
    ends: set[str] = set()
    found: dict[str, set[Node]] = {}
    pending, entered = list(nodes), set(nodes)
    while pending:
        for edge in graph.edges.get(pending.pop(), ()):
            if edge.is_choice and edge.target is not None:
                if edge.target not in entered:
                    entered.add(edge.target)
                    pending.append(edge.target)
            elif edge.target is None:
                ends.add(f"{edge.label}{edge.reason}")
            else:
                found.setdefault(edge.label, set()).add(edge.target)
    return frozenset(ends), {label: frozenset(targets) for label, targets in found.items()}


def enumerate_paths(graph: PathGraph) -> Iterator[tuple[PathEdge, ...]]:
    """Yield every order of steps once, with the edges of one run that has it, beginning with the start."""
    if graph.start.target is None:
        yield (graph.start,)
        return
    pending: list[dict[Node, tuple[PathEdge, ...]]] = [{graph.start.target: (graph.start,)}]
    while pending:
        ways = pending.pop()
        ends: dict[str, tuple[PathEdge, ...]] = {}
        following: dict[str, dict[Node, tuple[PathEdge, ...]]] = {}
        here, entered = list(ways.items()), set(ways)
        while here:
            node, way = here.pop(0)
            for edge in graph.edges.get(node, ()):
                if edge.is_choice and edge.target is not None:
                    if edge.target not in entered:
                        entered.add(edge.target)
                        here.append((edge.target, (*way, edge)))
                elif edge.target is None:
                    ends.setdefault(f"{edge.label}{edge.reason}", (*way, edge))
                else:
                    following.setdefault(edge.label, {}).setdefault(edge.target, (*way, edge))
        yield from ends.values()
        pending += reversed(following.values())
