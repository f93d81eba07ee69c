"""A run on a graph: the steps that it visits, and the edges that it takes between them."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workflowkit.errors import UsageError
from workflowkit.graph.model import GraphEdge, GraphNode, WorkflowGraph
from workflowkit.text.suggest import did_you_mean

_INSTANCE = re.compile(r"(?:(?P<loop>[^@]+)@[0-9]+(?:/|::))?(?P<step>.+)", re.DOTALL)
"""A step, as scenarios name it, `loop@2/step`, or as the engine does, `loop@1::step` (docs/engine/interpreter.md#state)."""

_HOP = tuple[GraphEdge | None, str]
"""An edge and the node where it ends; None for the way out of a container."""


def highlighted(graph: WorkflowGraph, run: Sequence[str], *, is_complete: bool) -> WorkflowGraph:
    """Return *graph* with the *run*, the ids of its steps in order, highlighted; a complete one leads to the end.

    Raises UsageError for an id that no step has.
    """
    track = _Track(graph)
    for name in run:
        track.visit(name)
    if is_complete:
        track.finish()
    nodes = tuple(replace(node, visits=track.visits[node.key]) for node in graph.nodes)
    edges = tuple(replace(edge, is_highlighted=edge in track.taken) for edge in graph.edges)
    notes = (*graph.notes, *track.gaps)
    return replace(graph, nodes=nodes, edges=edges, notes=notes, has_run=True)


class _Track:
    """The course of one run so far."""

    def __init__(self, graph: WorkflowGraph) -> None:
        self._graph = graph
        self._here = "start"
        self._inside: set[str] = set()
        """The steps of the folded routine that the run is in."""
        self._ways = _ways(graph)
        self._steps = _visitable(graph)
        self.visits: Counter[str] = Counter({"start": 1})
        self.taken: set[GraphEdge] = set()
        self.gaps: list[str] = []

    def visit(self, name: str) -> None:
        """Move on to the step *name*."""
        candidates = self._candidates(name)
        is_same_call = self._here in candidates and self._is_folded(self._here)
        if is_same_call and name not in self._inside:
            # A folded routine is visited once for all its steps.
            self._inside.add(name)
            return
        self._inside = {name}
        self._move(candidates, name)

    def finish(self) -> None:
        """Move on to the end."""
        self._move(["end"], "the end")

    def _move(self, candidates: Sequence[str], name: str) -> None:
        hops = self._hops(set(candidates), past_done=False)
        if not hops:
            # After a step that ran late, steps that are done are skipped.
            hops = self._hops(set(candidates), past_done=True)
        if not hops:
            self.gaps.append(f"no edge leads from '{self._here}' to '{name}' in this run")
            hops = [(None, candidates[0])]
        for edge, key in hops:
            if edge is not None:
                self.taken.add(edge)
                # A container is visited once for each pass, which enters it.
                if edge.kind == "enter":
                    self.visits[edge.source] += 1
            if key in candidates or self._graph.by_key[key].kind in ("condition", "join"):
                self.visits[key] += 1
        self._here = hops[-1][1]

    def _hops(self, targets: set[str], *, past_done: bool) -> list[_HOP]:
        """Return the shortest way from here to one of *targets* past no other step, or only past steps that are done; empty when there is none."""
        reached: dict[str, tuple[str, _HOP]] = {}
        pending = deque([self._here])
        while pending:
            key = pending.popleft()
            for hop in self._ways.get(key, ()):
                if hop[1] in targets:
                    return [*_way_back(reached, self._here, key), hop]
                is_new = hop[1] not in reached and hop[1] != self._here
                is_done = past_done and self.visits[hop[1]] > 0
                if is_new and (is_done or self._is_passed(hop[1])):
                    reached[hop[1]] = (key, hop)
                    pending.append(hop[1])
        return []

    def _is_folded(self, key: str) -> bool:
        node = self._graph.by_key[key]
        return node.kind == "routine" and not self._graph.is_container(node)

    def _is_passed(self, key: str) -> bool:
        node = self._graph.by_key[key]
        return node.kind in ("condition", "join") or self._graph.is_container(node)

    def _candidates(self, name: str) -> list[str]:
        match = _INSTANCE.fullmatch(name)
        loop, step = (match["loop"], match["step"]) if match else (None, name)
        found = self._steps.get(step, ())
        if not found:
            # The steps of a folded routine have the id of the call as their first part.
            call = next((end for end in _heads(step) if end in self._steps), "")
            found = tuple(node for node in self._steps.get(call, ()) if node.kind == "routine")
        inside = [node for node in found if loop is not None and node.parent == loop]
        if not found:
            help = did_you_mean(step, self._steps)
            raise UsageError(f"the workflow has no step '{step}'", help=help)
        return [node.key for node in inside or found]


def _visitable(graph: WorkflowGraph) -> Mapping[str, tuple[GraphNode, ...]]:
    """Return the nodes that a run can name, by step id."""
    found: dict[str, tuple[GraphNode, ...]] = {}
    for node in graph.nodes:
        if node.step and node.kind not in ("condition", "delegation"):
            found[node.step] = (*found.get(node.step, ()), node)
    return found


def _ways(graph: WorkflowGraph) -> Mapping[str, Sequence[_HOP]]:
    """Return where each node leads, the edges of late steps last."""
    ways: dict[str, list[_HOP]] = {}
    for edge in sorted(graph.edges, key=lambda edge: edge.kind == "late"):
        ways.setdefault(edge.source, []).append((edge, edge.target))
    for node in graph.nodes:
        # A routine or parallel step is left from its last node.
        if node.parent is not None and node.key not in ways:
            ways[node.key] = [(None, node.parent)]
    return ways


def _way_back(reached: Mapping[str, tuple[str, _HOP]], start: str, key: str) -> list[_HOP]:
    hops: list[_HOP] = []
    while key != start:
        key, hop = reached[key]
        hops.append(hop)
    return hops[::-1]


def _heads(step: str) -> Iterator[str]:
    """Yield what is before each dot of *step*, the longest first."""
    while "." in step:
        step = step.rpartition(".")[0]
        yield step
