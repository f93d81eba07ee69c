"""The metrics projection: the results of a completed session, from its events (docs/engine/sessions.md#metrics).

Reads each event once and keeps six values per run, so a log of any length fits.
No event is trusted: values of the wrong type are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.text.ecmascript import to_double
from workflowkit.text.routes import Json

Number = int | float

OUTCOMES = ("success", "partial", "abandoned", "error")
"""The valid outcomes."""


class FigureSource(StrEnum):
    """The source of a figure."""

    ENGINE = "engine"
    """Recorded or derived by the engine."""
    AGENT = "agent-reported"
    """Reported by the agent, without verification."""
    GIT = "git"
    """Computed from the repository."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The figures of one completed session."""

    start_git_sha: str | None
    end_git_sha: str | None
    git_branch: str | None
    commit_shas: tuple[str, ...]
    capture_confidence: str
    """`high` when commits were known before the last step, else `none`."""
    duration_ms: Number | None
    """Without the last step, which the engine does not count."""
    outcome: str | None
    pr_numbers: tuple[Number, ...]
    files_changed: Number | None
    lines_added: Number | None
    lines_removed: Number | None


SOURCES: Mapping[str, FigureSource] = {
    "start_git_sha": FigureSource.ENGINE,
    "end_git_sha": FigureSource.ENGINE,
    "git_branch": FigureSource.ENGINE,
    "commit_shas": FigureSource.AGENT,
    "capture_confidence": FigureSource.ENGINE,
    "duration_ms": FigureSource.ENGINE,
    "outcome": FigureSource.AGENT,
    "pr_numbers": FigureSource.AGENT,
    "files_changed": FigureSource.AGENT,
    "lines_added": FigureSource.AGENT,
    "lines_removed": FigureSource.AGENT,
}
"""The source of each field of `Metrics`."""


def project(events: Iterable[Json]) -> Metrics | None:
    """Return the metrics of the session with *events*, in the order given; None unless a run completed."""
    projector = Projector()
    for event in events:
        projector.add(event)
    return projector.metrics()


@dataclass(slots=True)
class Projector:
    """The projection in progress; for logs whose events arrive one by one."""

    _completion: Mapping[str, Json] | None = None
    _run: str | None = None
    _reported: dict[str, dict[str, Json]] = field(default_factory=dict)

    def add(self, event: Json) -> None:
        """Add the next event."""
        if not isinstance(event, dict):
            return
        match event.get("kind"):
            case "context_set":
                self._add_context(event)
            case "run_completed" if self._completion is None:
                data = event.get("data")
                self._completion = data if isinstance(data, dict) else {}
                self._run = run_id(event)

    def metrics(self) -> Metrics | None:
        """Return the metrics after the events so far; None unless a run completed."""
        completion = self._completion
        if completion is None:
            return None
        reported = {} if self._run is None else self._reported.get(self._run, {})
        outcome = reported.get("metrics_outcome")
        return Metrics(
            start_git_sha=_string(completion.get("startGitSha")),
            end_git_sha=_string(completion.get("endGitSha")),
            git_branch=_string(completion.get("gitBranch")),
            commit_shas=_strings(reported.get("metrics_commit_shas"))
            or _strings(completion.get("agentCommitShas")),
            capture_confidence="high" if completion.get("captureConfidence") == "high" else "none",
            duration_ms=finite_number(completion.get("durationMs")),
            outcome=outcome if isinstance(outcome, str) and outcome in OUTCOMES else None,
            pr_numbers=_numbers(reported.get("metrics_pr_numbers")),
            files_changed=finite_number(reported.get("metrics_files_changed")),
            lines_added=finite_number(reported.get("metrics_lines_added")),
            lines_removed=finite_number(reported.get("metrics_lines_removed")),
        )

    def _add_context(self, event: Mapping[str, Json]) -> None:
        data, run = event.get("data"), run_id(event)
        context = data.get("context") if isinstance(data, dict) else None
        if run is None or not isinstance(context, dict):
            return
        found = {key: context[key] for key in _REPORTED_KEYS if key in context}
        if found:
            # A key that later snapshots lack keeps its value: only a stored null overrides.
            self._reported.setdefault(run, {}).update(found)


_REPORTED_KEYS = (
    "metrics_outcome",
    "metrics_pr_numbers",
    "metrics_commit_shas",
    "metrics_files_changed",
    "metrics_lines_added",
    "metrics_lines_removed",
)


def run_id(event: Mapping[str, Json]) -> str | None:
    """Return the run that *event* belongs to; None when its scope names none."""
    scope = event.get("scope")
    run = scope.get("runId") if isinstance(scope, dict) else None
    return run if isinstance(run, str) else None


def finite_number(value: Json) -> Number | None:
    """Return *value* as the engine reads it: a double, written as an integer when it is one; None when it is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    double = to_double(value)
    if not math.isfinite(double):
        return None
    return int(double) if double.is_integer() else double


def is_count(value: Json) -> bool:
    """Return whether *value* is a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value >= 0 and value == value // 1


def _string(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _strings(value: Json) -> tuple[str, ...]:
    return (
        tuple(member for member in value if isinstance(member, str))
        if isinstance(value, list)
        else ()
    )


def _numbers(value: Json) -> tuple[Number, ...]:
    members = value if isinstance(value, list) else ()
    return tuple(number for member in members if (number := finite_number(member)) is not None)
