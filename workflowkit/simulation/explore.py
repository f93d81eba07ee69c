"""The explorer: all paths of a workflow, counted and covered by few runs, and what no run can cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.executable import ArtifactDecision, is_plain_id
from workflowkit.simulation.abstract_run import Node, PathEdge, uncompletable
from workflowkit.simulation.choices import MAX_VALUES, ChoiceModel
from workflowkit.simulation.cover_bound import least_number
from workflowkit.simulation.explored import ExploredPath, explored_path
from workflowkit.simulation.goals import Goal, GoalKind, all_goals
from workflowkit.simulation.path_cover import cover, reduced
from workflowkit.simulation.path_graph import (
    ExplorationLimits,
    PathCounter,
    PathGraph,
    build_graph,
    enumerate_paths,
)
from workflowkit.simulation.prompt_goals import PromptGoals
from workflowkit.simulation.refusals import with_refusals
from workflowkit.simulation.witness import Witness
from workflowkit.text.wording import spelled

MAX_PATHS = 50
"""Paths that are listed one by one, unless another number is given."""


@dataclass(frozen=True, slots=True)
class UncoveredGoal:
    """A goal that no run was found for."""

    goal: Goal
    is_infeasible: bool
    """True when it is proved that there is none; False when the search was cut off."""
    reason: str


@dataclass(frozen=True)
class Exploration:
    """What was found out about the runs of a workflow."""

    pinned: PinnedWorkflow
    n_paths: int | None
    """Different orders of steps; None when they could not be counted within the limits."""
    paths: tuple[ExploredPath, ...]
    """Every path if there are few, else none."""
    cover: tuple[ExploredPath, ...]
    """Runs that together cover everything that is feasible."""
    covered: frozenset[Goal]
    uncovered: tuple[UncoveredGoal, ...]
    notes: tuple[str, ...]
    """What was cut off, and why."""
    n_least: int = 1
    """A number of runs below which the same cannot be covered."""

    @property
    def is_smallest(self) -> bool:
        """True when no smaller number of runs can cover the same; else that is not known."""
        return len(self.cover) <= self.n_least

    @property
    def after_first(self) -> ExploredPath | None:
        """A run that is complete after the first step of the file, though the workflow has more; None when there is none."""
        n_first = _n_first(self.pinned)
        if len(self.pinned.executable.steps) <= n_first:
            return None
        ended = (path for path in (*self.paths, *self.cover) if len(path.run.path) == n_first)
        return next((path for path in ended if path.run.end.value == "complete"), None)


def explore(
    pinned: PinnedWorkflow, *, max_paths: int = MAX_PATHS, limits: ExplorationLimits | None = None
) -> Exploration:
    """Explore the runs of *pinned*, and list at most *max_paths* of them one by one."""
    limits = limits or ExplorationLimits()
    model = ChoiceModel(pinned)
    graph = build_graph(model, limits)
    n_paths = PathCounter(graph, limits).count() if graph.is_complete else None
    notes = list(_notes(graph, n_paths))
    paths: list[ExploredPath] = []
    if n_paths is not None and n_paths <= max_paths:
        witnesses = (Witness(model, edges).with_choices() for edges in enumerate_paths(graph))
        paths = list(_explored(witnesses, "path"))
    elif n_paths is not None:
        notes.append(f"more than {max_paths} paths: only those that cover everything are listed")
    chosen, cut_off = _cover(model, graph, limits)
    if cut_off:
        notes.append("the search was cut off before everything was tried")
    chosen = _with_short_end(model, graph, chosen)
    covered = frozenset[Goal]().union(*(path.covered for path in chosen))
    missing = [goal for goal in all_goals(pinned) if goal not in covered]
    is_proved = graph.is_complete and not cut_off
    return Exploration(
        pinned,
        n_paths,
        tuple(paths),
        tuple(chosen),
        covered,
        tuple(
            UncoveredGoal(
                goal, is_proved and _is_decided(model, graph, goal), _why(model, graph, goal)
            )
            for goal in missing
        ),
        tuple(notes),
        least_number(graph),
    )


def _notes(graph: PathGraph, n_paths: int | None) -> Iterator[str]:
    if graph.model.cut_off:
        key = graph.model.cut_off[0]
        yield f"the paths are not counted: '{key}' is compared with more than {MAX_VALUES} values"
    elif not graph.is_complete:
        yield (
            f"the paths are not counted: after {len(graph.edges)} situations the limit was reached; "
            "what is listed was found by walks, and more may be feasible"
        )
    elif n_paths is None:
        yield "the paths are not counted: there are too many combinations of steps"


def _cover(
    model: ChoiceModel, graph: PathGraph, limits: ExplorationLimits
) -> tuple[list[ExploredPath], bool]:
    """Return runs that cover what is feasible, as few as were found, and whether the search was cut off."""
    prompts = PromptGoals(model)
    uncovered = set(prompts.all)
    witnesses = [Witness(model, edges).with_choices() for edges in cover(graph, limits)]
    for witness in witnesses:
        prompts.fill(witness, uncovered)
    is_cut_off = False
    for goal in sorted(uncovered):
        if goal not in uncovered:
            continue
        if limits.is_late():
            is_cut_off = True
            break
        found = prompts.search(graph, goal)
        if found is False:
            is_cut_off = True
        elif isinstance(found, Witness):
            prompts.fill(found, uncovered)
            uncovered.discard(goal)
            witnesses.append(found)
    explored = with_refusals(list(_explored(witnesses, "cover")), all_goals(model.pinned))
    kept = reduced([path.covered for path in explored])
    return [explored[index] for index in kept], is_cut_off


def _with_short_end(
    model: ChoiceModel, graph: PathGraph, chosen: list[ExploredPath]
) -> list[ExploredPath]:
    """Add the run that is complete after the first step of the file, when there is one that *chosen* lacks."""
    n_first = _n_first(model.pinned)
    way = _short_end(graph, n_first)
    if way is None or any(len(path.run.path) == n_first for path in chosen):
        return chosen
    witness = Witness(model, way).with_choices()
    return [*chosen, *_explored([witness], "short")]


def _n_first(pinned: PinnedWorkflow) -> int:
    """Return the number of steps up to the first one of the file: 2 for engines that put a step of their own in front."""
    return 2 if pinned.behavior.starts_with_onboarding else 1


def _short_end(graph: PathGraph, n_steps: int) -> tuple[PathEdge, ...] | None:
    """Return a way to an end that presents *n_steps* steps and no other; None when there is none."""
    pending: list[tuple[Node, tuple[PathEdge, ...], int]] = []
    if graph.start.target is not None:
        pending.append((graph.start.target, (graph.start,), 1))
    while pending:
        node, way, n_before = pending.pop(0)
        for edge in graph.edges.get(node, ()):
            n_presented = n_before + (edge.instance is not None)
            if n_presented > n_steps:
                continue
            if edge.target is not None:
                pending.append((edge.target, (*way, edge), n_presented))
            elif n_presented == n_steps:
                return (*way, edge)
    return None


def _explored(witnesses: Iterable[Witness], title: str) -> Iterator[ExploredPath]:
    """Yield the runs of *witnesses*, as the player confirms them."""
    for number, witness in enumerate(witnesses, 1):
        scenario = witness.scenario(f"{title} {number}")
        yield explored_path(witness.model.pinned, scenario, witness.edges[-1].reason)


def _is_decided(model: ChoiceModel, graph: PathGraph, goal: Goal) -> bool:
    """Return whether the search decides on *goal*; on answers that are refused or accepted it does not, unless the step is never presented."""
    if goal.kind not in (GoalKind.CONTRACT, GoalKind.CONSEQUENCE):
        return True
    if Goal(kind=GoalKind.STEP, step=goal.step) not in graph.goals:
        return True
    definition = model.pinned.executable.by_id[goal.step].definition
    return goal.outcome == "accepted" and bool(uncompletable(model.pinned, definition))


def _why(model: ChoiceModel, graph: PathGraph, goal: Goal) -> str:
    """Return why no run covers *goal*, as far as it can be said."""
    step_goal = Goal(kind=GoalKind.STEP, step=goal.step)
    if not graph.is_complete:
        return "not found within the limits"
    is_loop = goal.step in {loop.id for loop in model.loops}
    if goal.kind is not GoalKind.STEP and not is_loop and step_goal not in graph.goals:
        if goal.kind is GoalKind.CONDITION and goal.name == "runCondition":
            return f"the step is never presented; {_values(model, goal)}"
        return "the step is never presented"
    if goal.kind is GoalKind.CONTRACT and goal.outcome == "accepted":
        reason = uncompletable(model.pinned, model.pinned.executable.by_id[goal.step].definition)
        return reason or "no default answer meets it; write one by hand"
    if goal.kind in (GoalKind.CONTRACT, GoalKind.CONSEQUENCE):
        return "no run was found that leads to it"
    return _values(model, goal)


def _values(model: ChoiceModel, goal: Goal) -> str:
    """Return the values that the conditions of *goal* distinguish, which do not lead to it."""
    loop = next((loop for loop in model.loops if loop.id == goal.step), None)
    if goal.kind is GoalKind.LOOP and loop and isinstance(loop.source, ArtifactDecision):
        if not is_plain_id(loop.source.loop_id):
            return "the engine loses the session when it first tests the loop"
        if goal.outcome == "none":
            return "without a decision before it the loop begins its first pass"
    reads = model.reads.get(goal.step, ())
    uses: tuple[str, ...] | None = None
    if goal.name in ("runCondition", "loop.condition"):
        uses = ("run",) if goal.name == "runCondition" else ("loop",)
    if goal.kind is GoalKind.STEP:
        uses = ("run",)
    elif goal.kind is GoalKind.LOOP:
        uses = ("loop", "items", "count")
    keys = dict.fromkeys(
        read.key
        for read in reads
        if (uses is None and read.use in ("fragment", "gate")) or (uses and read.use in uses)
    )
    parts = [_key_words(model, key) for key in keys]
    if not parts:
        return "no run leads to it"
    return f"in no run, because {'; '.join(parts)}"


def _key_words(model: ChoiceModel, key: str) -> str:
    values = [value for value in model.domains.get(key, ()) if value is not UNSET]
    shown = ", ".join("a list" if isinstance(value, list) else spelled(value) for value in values)
    setters = [step for step, keys in model.set_by.items() if key in keys]
    by = f"set by {_listed(setters)}" if setters else "no step sets it"
    if key in model.initial and not setters:
        by = "no step sets it, though a run may be started with it"
    return f"'{key}' ({by}) distinguishes {shown or 'nothing'}"


def _listed(names: Sequence[str]) -> str:
    shown = [f"'{name}'" for name in islice(names, 3)]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
