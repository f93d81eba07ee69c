"""What `wfk sessions metrics --format json` prints for programs; `wfk schema sessions-metrics` describes it."""

from __future__ import annotations

from typing import Literal

from workflowkit.records import dataclass
from workflowkit.sessions.metrics import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFigures:
    """Figures that the engine recorded or derived; null while no run has completed."""

    start_git_sha: str | None
    """Commit at the start."""
    end_git_sha: str | None
    """Commit at the end."""
    git_branch: str | None
    """Branch at the start."""
    capture_confidence: Literal["high", "none"] | None
    """`high` when commits were known before the last step, else `none`."""
    duration_ms: Number | None
    """Milliseconds without the last step, which the engine does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFigures:
    """Figures that the agent reported, without verification; null where it reported none."""

    commit_shas: tuple[str, ...] | None
    """Commits."""
    outcome: Literal["success", "partial", "abandoned", "error"] | None
    """The outcome."""
    pr_numbers: tuple[Number, ...] | None
    """Pull requests."""
    files_changed: Number | None
    """Changed files."""
    lines_added: Number | None
    """Added lines."""
    lines_removed: Number | None
    """Removed lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryFigures:
    """Figures of the repository that `--repo` names; null without it."""

    files_changed: int | None
    """Changed files."""
    lines_added: int | None
    """Added lines."""
    lines_removed: int | None
    """Removed lines."""
    disagreements: tuple[str, ...] | None
    """Names of the figures that the agent reported otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSession:
    """One session, with its figures by source."""

    session: str
    """Id of the session; empty when its events name none."""
    workflow: str | None
    """Id of the workflow that its first run was started with."""
    path: str
    """The log."""
    events: int
    """Number of events."""
    completed: bool
    """True when a run has completed."""
    engine: EngineFigures
    """Recorded by the engine."""
    agent_reported: AgentFigures
    """Reported by the agent."""
    git: RepositoryFigures
    """Computed from the repository."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTotals:
    """Sums of figures that the engine recorded."""

    duration_ms: Number | None
    """Milliseconds; null when the sum is too large for a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTotals:
    """Numbers of outcomes, and sums of what the agent reported; a sum is null when it is too large for a number."""

    success: int
    """Sessions with this outcome."""
    partial: int
    """Sessions with this outcome."""
    abandoned: int
    """Sessions with this outcome."""
    error: int
    """Sessions with this outcome."""
    pull_requests: int
    """Distinct pull requests."""
    commits: int
    """Distinct commits."""
    files_changed: Number | None
    """Changed files."""
    lines_added: Number | None
    """Added lines."""
    lines_removed: Number | None
    """Removed lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowTotals:
    """The completed sessions of one workflow."""

    workflow: str | None
    """Id of the workflow; null for sessions without one."""
    sessions: int
    """Number of sessions."""
    completed: int
    """Number of completed sessions."""
    engine: EngineTotals
    """Recorded by the engine."""
    agent_reported: AgentTotals
    """Reported by the agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMetrics:
    """The results of sessions, and totals by workflow."""

    format_version: Literal[1] = 1
    """Version of this format."""
    sessions: tuple[ReportedSession, ...]
    """In the order in which they were read; empty with `--totals`."""
    totals: tuple[WorkflowTotals, ...]
    """By id of the workflow; sessions without one come last."""
    problems: int
    """Number of problems in the logs."""
