"""The results of scenarios."""

from __future__ import annotations

from typing import Literal

from workflowkit.records import dataclass
from workflowkit.simulation.scenario_check import RunDifference

Status = Literal["passed", "failed", "error"]
"""`error` for a scenario that cannot be run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSummary:
    """What a scenario is called, and what it is for."""

    path: str
    """The scenario file."""
    title: str
    """Its title; empty when it has none, or when it cannot be read."""
    workflow: str | None
    """The workflow file; null when it was not found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """The result of one scenario."""

    path: str
    """The scenario file."""
    title: str
    """Its title; empty when it has none."""
    workflow: str | None
    """The workflow file; null when it was not found."""
    status: Status
    """`passed`, `failed`, or `error` for a scenario that cannot be run."""
    errors: tuple[str, ...] = ()
    """Why it cannot be run; each with a place where there is one."""
    differences: tuple[RunDifference, ...] = ()
    """The expectations that the run does not meet."""
    steps: tuple[str, ...] = ()
    """The presented steps, in order."""
    seconds: float = 0.0
    """Duration of the run."""
