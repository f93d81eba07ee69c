"""Runs along explored paths, as the player confirms them."""

from __future__ import annotations

from dataclasses import replace

from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.goals import Goal, covered_by
from workflowkit.simulation.runs import SimulatedRun
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.scenario_run import run_scenario
from workflowkit.simulation.scenario_update import described


@dataclass(frozen=True)
class ExploredPath:
    """One run, which the player has confirmed."""

    scenario: Scenario
    """The answers that lead along it."""
    run: SimulatedRun
    covered: frozenset[Goal]
    reason: str = ""
    """Why it fails or blocks."""


def explored_path(pinned: PinnedWorkflow, scenario: Scenario, reason: str = "") -> ExploredPath:
    """Return the run of *scenario*, with the expectations that it meets."""
    run = run_scenario(pinned, scenario).run
    return ExploredPath(replace(scenario, expect=described(run)), run, covered_by(run), reason)
