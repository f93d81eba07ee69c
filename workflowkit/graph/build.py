"""Building the graph of a workflow from its compiled steps, which are what the engine runs.

The engine runs the first step whatever its condition, then scans for the next one that is due (docs/engine/interpreter.md#selection-of-the-next-step).
A condition is a node of its own, so that the number of edges grows with the number of steps only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.condition_words import in_words
from workflowkit.catalog.outline import repetition
from workflowkit.compiler.steps import CompiledStep
from workflowkit.format.reader import Step
from workflowkit.graph.details import details_of
from workflowkit.graph.model import Detail, EdgeKind, GraphEdge, GraphNode, NodeKind, WorkflowGraph
from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields, as_items, as_text
from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import counted

_LATE = "once its condition is true"
_UNKNOWN_ORDER = "steps that run late are not shown: the conditions have too many combinations"

VIRTUAL = (("verification", "Verification"), ("audit", "Audit"), ("synthesis", "Synthesis"))
"""Keys of a step for which newer engines add a step behind it, in their order."""


def build_graph(analysis: Analysis, *, fold: bool = True) -> WorkflowGraph:
    """Return the graph of *analysis*; with *fold*, a template call is one node."""
    builder = _Builder(analysis, fold)
    builder.build()
    workflow = analysis.workflow
    return WorkflowGraph(
        workflow=workflow.id,
        name=workflow.text("name"),
        description=workflow.text("description"),
        is_folded=fold,
        notes=() if analysis.flow.is_exhaustive else (_UNKNOWN_ORDER,),
        nodes=tuple(builder.nodes),
        edges=tuple(builder.edges),
    )


@dataclass(frozen=True, slots=True)
class _Exit:
    """An edge that has its source and waits for its target."""

    source: str
    kind: EdgeKind = "next"
    label: str = ""


_Exits = Sequence[_Exit]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where steps are added."""

    parent: str | None = None
    prefix: str = ""
    """In front of the keys of its nodes."""
    starts_run: bool = False
    """True at the top level, whose first step runs whatever its condition."""


class _Builder:
    """Collects the nodes and edges of one workflow."""

    def __init__(self, analysis: Analysis, fold: bool) -> None:
        self._analysis = analysis
        self._fold = fold
        self.nodes: list[GraphNode] = []
        self.edges: list[GraphEdge] = []
        self._keys: set[str] = set()
        self._key_by_route: dict[Route, str] = {}

    def build(self) -> None:
        steps = self._analysis.compilation.steps
        bodies = {as_text(step.value.get("body")) for step in steps if step.is_loop}
        # A step that is some loop's body runs at the top level only when it is the first.
        tops = [step for i, step in enumerate(steps) if not i or step.id not in bodies]
        start = self._add(GraphNode(key="start", kind="start", title="Start"), _Place())
        exits = self._chain(tops, _Place(starts_run=True), [_Exit(start)])
        end = self._add(GraphNode(key="end", kind="end", title="End"), _Place())
        self._connect(exits, end)
        self._connect_late()

    def _chain(self, steps: Sequence[CompiledStep], place: _Place, exits: _Exits) -> _Exits:
        """Add *steps* one after another behind *exits*; return the exits behind the last."""
        for index, (call, group) in enumerate(_by_call(steps)):
            if call:
                exits = self._call(group, place, exits)
                continue
            for number, step in enumerate(group):
                starts_run = place.starts_run and index == number == 0
                exits = self._with_condition(step, place, exits, starts_run)
        return exits

    def _with_condition(
        self, step: CompiledStep, place: _Place, exits: _Exits, starts_run: bool
    ) -> _Exits:
        condition = as_fields(step.value.get("runCondition"))
        if not condition or starts_run:
            return self._virtual(step, place, self._step(step, place, exits, starts_run))
        exits, skip = self._condition(condition, step.id, place, exits)
        behind = self._step(step, place, exits, starts_run=False)
        return [*self._virtual(step, place, behind), *skip]

    def _condition(
        self, condition: dict[str, Json], step: str, place: _Place, exits: _Exits
    ) -> tuple[_Exits, _Exits]:
        """Add *condition* behind *exits*; return the exits to the step with id *step*, and past it."""
        words = f"only when {in_words(condition)}"
        node = GraphNode(key=f"{step}?", kind="condition", title=words, step=step)
        key = self._add(node, place)
        self._connect(exits, key)
        return [_Exit(key, "yes", "yes")], [_Exit(key, "no", "no")]

    def _step(self, step: CompiledStep, place: _Place, exits: _Exits, starts_run: bool) -> _Exits:
        kind: NodeKind = "step"
        unresolved: list[Detail] = []
        if step.is_loop:
            kind = "loop"
        elif step.value.get("type") == "parallel":
            kind = "parallel"
        elif template := as_text(as_fields(step.value.get("templateCall")).get("templateId")):
            # No routine has this template, so that the call is still there.
            kind = "routine"
            unresolved.append(Detail("note", f"calls {template}, which does not resolve"))
        details = [*unresolved, *self._details(step)]
        if starts_run and as_fields(step.value.get("runCondition")):
            details.append(Detail("note", "runs first, whatever its condition"))
        if starts_run and step.is_loop:
            details.append(Detail("note", "is first, so that its body never runs"))
        node = GraphNode(
            key=step.id,
            kind=kind,
            step=step.id,
            title=as_text(step.value.get("title")),
            details=tuple(details),
            routine=step.origin.routine or None,
        )
        key = self._add(node, place)
        self._key_by_route.setdefault(step.origin.route, key)
        self._connect(exits, key)
        if step.is_loop and not starts_run:
            self._body(step, key)
        elif kind == "parallel":
            self._delegations(step, key)
        return [_Exit(key)]

    def _details(self, step: CompiledStep) -> Iterator[Detail]:
        if step.is_loop:
            authored = Step(step.value, step.origin.route)
            routes = [loop.step.route for loop in self._analysis.loops if loop.takes_artifact]
            yield Detail("note", repetition(authored, step.origin.route in routes))
        captured: Iterable[str] = ()
        if not step.origin.routine:
            captured = self._analysis.context.captured_keys.get(step.origin.route, ())
        yield from details_of(step.value, captured)

    def _body(self, loop: CompiledStep, key: str) -> None:
        body = loop.body or self._named_body(loop)
        place = _Place(key, f"{key}/" if loop.body is None else "")
        exits = self._chain(body, place, [_Exit(key, "enter")])
        join = self._add(GraphNode(key="end-of-pass", kind="join"), _Place(key, f"{key}/"))
        self._connect(exits, join)
        self.edges.append(GraphEdge(source=join, target=key, kind="repeat", label="next pass"))

    def _named_body(self, loop: CompiledStep) -> tuple[CompiledStep, ...]:
        name = as_text(loop.value.get("body"))
        found = (step for step in self._analysis.compilation.steps if step.id == name)
        return tuple(step for step in found if name and not step.is_loop)[:1]

    def _call(self, group: Sequence[CompiledStep], place: _Place, exits: _Exits) -> _Exits:
        """Add the steps of one template call: as one node, or in a container."""
        route, routine = group[0].origin.route, group[0].origin.routine
        call = next(
            (step for step in self._analysis.workflow.all_steps if step.route == route), None
        )
        name = call.id if call else routine
        inside = counted(len(group), "step")
        notes = [Detail("note", f"{inside} of {routine}")]
        shared = _shared_condition(group) if self._fold else {}
        skip: _Exits = []
        if self._fold:
            # The gates and contracts inside stay visible.
            kinds = ("gate", "contract", "consequence")
            shown = (fact for step in group for fact in details_of(step.value))
            notes += dict.fromkeys(fact for fact in shown if fact.kind in kinds)
            if not shared and any(step.value.get("runCondition") for step in group):
                notes.append(Detail("note", "some of its steps are conditional"))
        if shared:
            exits, skip = self._condition(shared, name, place, exits)
        node = GraphNode(
            key=name,
            kind="routine",
            step=name,
            title=call.title if call else routine,
            details=tuple(notes),
            routine=routine,
        )
        key = self._add(node, place)
        self._key_by_route.setdefault(route, key)
        self._connect(exits, key)
        if not self._fold:
            inner = _Place(key, place.prefix)
            ends: _Exits = [_Exit(key, "enter")]
            for step in group:
                ends = self._with_condition(step, inner, ends, starts_run=False)
            if len(ends) > 1:
                join = GraphNode(key="end-of-routine", kind="join")
                self._connect(ends, self._add(join, _Place(key, f"{key}/")))
        return [_Exit(key), *skip]

    def _delegations(self, step: CompiledStep, key: str) -> None:
        place = _Place(key, f"{key}/")
        delegations = [
            as_fields(entry) for entry in as_items(step.value.get("parallelDelegations"))
        ]
        if not delegations:
            return
        exits: list[_Exit] = []
        for number, delegation in enumerate(delegations, 1):
            workflow = as_text(delegation.get("workflowId")) or "a workflow"
            condition = as_fields(delegation.get("runCondition"))
            facts = [Detail("note", f"only when {in_words(condition)}")] if condition else []
            node = GraphNode(
                key=str(number),
                kind="delegation",
                step=step.id,
                title=workflow,
                details=tuple(facts),
            )
            inner = self._add(node, place)
            self._connect([_Exit(key, "enter")], inner)
            exits.append(_Exit(inner))
        self._connect(exits, self._add(GraphNode(key="all-done", kind="join"), place))

    def _virtual(self, step: CompiledStep, place: _Place, exits: _Exits) -> _Exits:
        """Add the steps that newer engines put behind *step*; they run under its condition."""
        for field, title in VIRTUAL:
            value = as_fields(step.value.get(field))
            if value:
                facts: dict[str, Json] = {"outputContract": value.get("outputContract")}
                name = f"{step.id}__{field}"
                node = GraphNode(
                    key=name,
                    kind="step",
                    step=name,
                    title=title,
                    details=tuple(details_of(facts)),
                    is_virtual=True,
                )
                key = self._add(node, place)
                self._connect(exits, key)
                exits = [_Exit(key)]
        return exits

    def _connect_late(self) -> None:
        """Add an edge to each step that runs after one that is behind it, on some path."""
        found: dict[tuple[str, str], None] = {}
        for path in self._analysis.flow.paths:
            for before, after in pairwise(path.steps):
                if after.route < before.route:
                    source = self._key_by_route.get(before.route)
                    target = self._key_by_route.get(after.route)
                    if source and target:
                        found.setdefault((source, target))
        for source, target in found:
            self.edges.append(GraphEdge(source=source, target=target, kind="late", label=_LATE))

    def _connect(self, exits: Iterable[_Exit], target: str) -> None:
        for exit in exits:
            edge = GraphEdge(source=exit.source, target=target, kind=exit.kind, label=exit.label)
            self.edges.append(edge)

    def _add(self, node: GraphNode, place: _Place) -> str:
        """Add *node* and return its key: the one that it has, with a number where another node has it."""
        key = base = f"{place.prefix}{node.key}"
        number = 1
        while key in self._keys:
            number += 1
            key = f"{base}#{number}"
        self._keys.add(key)
        self.nodes.append(replace(node, key=key, parent=place.parent))
        return key


def _shared_condition(group: Sequence[CompiledStep]) -> dict[str, Json]:
    """Return the condition that all steps of *group* have; empty when they differ."""
    first = as_fields(group[0].value.get("runCondition"))
    is_shared = all(step.value.get("runCondition") == first for step in group)
    return first if is_shared else {}


def _by_call(steps: Iterable[CompiledStep]) -> Iterator[tuple[bool, list[CompiledStep]]]:
    """Yield *steps* in groups: those of one template call, or those between calls; true for the former."""

    def call(step: CompiledStep) -> tuple[str, Route]:
        return (step.origin.routine, step.origin.route) if step.origin.routine else ("", ())

    for (routine, _), group in groupby(steps, call):
        yield bool(routine), list(group)
