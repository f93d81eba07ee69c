"""Coverage: what the runs of scenarios cover of a workflow, and what they could cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.explore import explore
from workflowkit.simulation.goals import Goal, GoalKind, all_goals, covered_by
from workflowkit.simulation.path_graph import ExplorationLimits, build_graph, enumerate_paths
from workflowkit.simulation.runs import RunEnd, SimulatedRun, instance_name

MAX_PATHS = 2_000
"""Paths above which it is not counted which of them are covered."""

KINDS: Mapping[GoalKind, str] = {
    GoalKind.STEP: "steps",
    GoalKind.CONDITION: "conditions",
    GoalKind.FRAGMENT: "fragments",
    GoalKind.LOOP: "loops",
    GoalKind.GATE: "gates",
    GoalKind.CONSEQUENCE: "consequences",
    GoalKind.CONTRACT: "contracts",
}
"""Kind of a goal to its name in tables and thresholds."""

PATHS = "paths"
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class CoveringRun:
    """What one run covers."""

    name: str
    """The scenario file, or another name."""
    goals: frozenset[Goal]
    path: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class GoalCoverage:
    """One goal."""

    goal: Goal
    by: tuple[str, ...]
    """Names of the runs that cover it."""
    is_infeasible: bool
    """True when no run can cover it; it does not count then."""
    reason: str
    """Why no run was found that covers it; empty when one was."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    covered: int
    feasible: int

    @property
    def percent(self) -> float:
        """The part in percent; 100 when there is nothing to cover."""
        return 100.0 * self.covered / self.feasible if self.feasible else 100.0

    def __add__(self, other: Share) -> Share:
        """Return both together."""
        return Share(self.covered + other.covered, self.feasible + other.feasible)


@dataclass(frozen=True)
class WorkflowCoverage:
    """The coverage of one workflow."""

    path: str
    """The workflow file; empty when there is none."""
    pinned: PinnedWorkflow
    goals: tuple[GoalCoverage, ...]
    n_paths: int | None
    """Different paths; None when they were not counted."""
    n_covered_paths: int | None
    """Paths that some run takes; None when there are too many to tell."""
    runs: tuple[CoveringRun, ...]

    @cached_property
    def shares(self) -> Mapping[str, Share]:
        """Name of a kind to what is covered of it; paths only when they were counted."""
        found = {name: self._share(kind) for kind, name in KINDS.items()}
        if self.n_paths is not None and self.n_covered_paths is not None:
            found[PATHS] = Share(self.n_covered_paths, self.n_paths)
        return found

    def _share(self, kind: GoalKind) -> Share:
        counted = [each for each in self.goals if each.goal.kind is kind and not each.is_infeasible]
        return Share(sum(bool(each.by) for each in counted), len(counted))

    @property
    def total(self) -> Share:
        """What is covered of all goals; paths do not count."""
        return sum((share for name, share in self.shares.items() if name != PATHS), Share(0, 0))


def measure(
    pinned: PinnedWorkflow,
    runs: Iterable[CoveringRun],
    *,
    path: str = "",
    limits: ExplorationLimits | None = None,
) -> WorkflowCoverage:
    """Return what *runs* cover of *pinned*."""
    limits = limits or ExplorationLimits()
    listed = tuple(runs)
    found = explore(pinned, max_paths=0, limits=limits)
    missing = {each.goal: each for each in found.uncovered}
    goals = []
    for goal in all_goals(pinned):
        by = tuple(run.name for run in listed if goal in run.goals)
        absent = None if by else missing.get(goal)
        goals.append(
            GoalCoverage(
                goal,
                by,
                absent is not None and absent.is_infeasible,
                absent.reason if absent else "",
            )
        )
    n_covered = None
    if found.n_paths is not None and found.n_paths <= MAX_PATHS:
        taken = {run.path for run in listed if run.is_complete}
        n_covered = len(taken.intersection(_paths(pinned, limits)))
    return WorkflowCoverage(path, pinned, tuple(goals), found.n_paths, n_covered, listed)


def _paths(pinned: PinnedWorkflow, limits: ExplorationLimits) -> Iterator[tuple[str, ...]]:
    graph = build_graph(ChoiceModel(pinned), limits)
    for edges in islice(enumerate_paths(graph), MAX_PATHS):
        yield tuple(instance_name(edge.instance) for edge in edges if edge.instance)


def covering_run(run: SimulatedRun, name: str) -> CoveringRun:
    """Return what *run* covers, under *name*."""
    return CoveringRun(name, covered_by(run), run.path, run.end is RunEnd.COMPLETE)


def missed_thresholds(
    coverages: Iterable[WorkflowCoverage], thresholds: Mapping[str, float]
) -> Iterator[str]:
    """Yield a line for each share of each workflow that is below its threshold, in percent."""
    for coverage in coverages:
        shares = {**coverage.shares, TOTAL: coverage.total}
        for name, least in thresholds.items():
            share = shares.get(name)
            if share is not None and share.percent < least:
                yield (
                    f"{coverage.path or coverage.pinned.id}: {name} {share.percent:.1f}% "
                    f"({share.covered} of {share.feasible}); expected at least {least:g}%"
                )
