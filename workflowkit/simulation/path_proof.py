"""Proofs about all paths: that every run is complete after one step."""

from __future__ import annotations

from collections.abc import Hashable

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.abstract_run import PathEdge
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.path_graph import ExplorationLimits, build_graph
from workflowkit.simulation.runs import RunEnd, instance_name
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.shortest import Runs, shortest_path
from workflowkit.simulation.witness import Witness


@dataclass(frozen=True, slots=True)
class PathProof:
    """Whether every path of a workflow is complete after the same step."""

    is_proved: bool
    counterexample: Scenario | None = None
    """A shortest run that ends elsewhere; None when none was found."""


def prove_last_step(
    pinned: PinnedWorkflow, step: str, limits: ExplorationLimits | None = None
) -> PathProof:
    """Return whether every run of *pinned* is complete after *step*, its id or its name in paths."""
    limits = limits or ExplorationLimits()
    model = ChoiceModel(pinned)
    found = _path_elsewhere(Runs(model, limits.n_edges), step)
    if found is not None:
        title = f"A run that does not end at {step}"
        witness = Witness(model, found).with_choices()
        return PathProof(False, witness.scenario(title))
    return PathProof(build_graph(model, limits).is_complete)


def _path_elsewhere(runs: Runs, step: str) -> tuple[PathEdge, ...] | None:
    """Return a shortest path that is not complete, or whose last step is another one."""

    def follow(known: Hashable, edge: PathEdge) -> Hashable | None:
        if edge.is_choice:
            return known
        if edge.end is RunEnd.COMPLETE:
            return "elsewhere" if known == "other" else "there"
        if edge.end is not None:
            return "elsewhere"
        assert edge.instance is not None
        is_there = step in (edge.instance.step_id, instance_name(edge.instance))
        return "step" if is_there else "other"

    return shortest_path(runs, follow, lambda known: known == "elsewhere")
