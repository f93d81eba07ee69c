"""The graph of a workflow as records: nodes and edges, with what each shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from workflowkit.records import dataclass

NodeKind = Literal[
    "start", "end", "join", "condition", "step", "loop", "routine", "parallel", "delegation"
]
EdgeKind = Literal["next", "yes", "no", "enter", "repeat", "late"]
DetailKind = Literal["gate", "contract", "assessment", "consequence", "text", "capture", "note"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One fact about a step."""

    kind: DetailKind
    """What the fact is about."""
    text: str
    """The fact, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphNode:
    """One node: a step, a condition in front of it, or a point where edges begin or end."""

    key: str
    """Unique in the graph."""
    kind: NodeKind
    """What the node stands for."""
    step: str | None = None
    """Id of the compiled step; null for start, end and joins. A condition has the id of the step that it decides."""
    title: str = ""
    """The title of the step, or the condition in words."""
    details: tuple[Detail, ...] = ()
    """Facts about the step."""
    parent: str | None = None
    """Key of the loop, routine or parallel step that contains the node; null at the top level."""
    routine: str | None = None
    """Id of the routine that the step comes from; null for steps of the workflow itself."""
    is_virtual: bool = False
    """True for steps that the engine adds behind another one."""
    visits: int = 0
    """How often the highlighted run visits the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEdge:
    """One edge."""

    source: str
    """Key of the node where it begins."""
    target: str
    """Key of the node where it ends."""
    kind: EdgeKind = "next"
    """`yes` and `no` leave a condition; `enter` leads into a container, `repeat` back to its loop; `late` leads back to a step that runs once its condition turns true."""
    label: str = ""
    """The text at the edge; empty for none."""
    is_highlighted: bool = False
    """True when the highlighted run takes it."""


@dataclass(frozen=True, kw_only=True)
class WorkflowGraph:
    """The graph of one workflow. Nodes are in the order of the steps, containers before their contents."""

    format_version: Literal[1] = 1
    """Version of this format."""
    workflow: str
    """Workflow id."""
    name: str
    """Its title."""
    description: str
    """Its purpose."""
    is_folded: bool
    """True when a template call is one node; false when the steps of its routine are shown."""
    has_run: bool = False
    """True when a run is highlighted."""
    notes: tuple[str, ...] = ()
    """What the graph does not show."""
    nodes: tuple[GraphNode, ...]
    """All nodes."""
    edges: tuple[GraphEdge, ...]
    """All edges."""

    @cached_property
    def by_key(self) -> Mapping[str, GraphNode]:
        """The nodes by key."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def _by_parent(self) -> Mapping[str | None, tuple[GraphNode, ...]]:
        found: dict[str | None, list[GraphNode]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def children(self, key: str | None) -> tuple[GraphNode, ...]:
        """Return the nodes directly in the container *key*; None for the top level."""
        return self._by_parent.get(key, ())

    def is_container(self, node: GraphNode) -> bool:
        """Return whether *node* contains others."""
        return node.key in self._by_parent

    def depth_first(
        self, key: str | None = None, depth: int = 0
    ) -> Iterator[tuple[int, GraphNode]]:
        """Yield every node with its depth, containers before their contents."""
        for node in self.children(key):
            yield depth, node
            yield from self.depth_first(node.key, depth + 1)
