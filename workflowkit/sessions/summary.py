"""Sessions and their totals per workflow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from workflowkit.records import dataclass
from workflowkit.sessions.metrics import Metrics, Number, Projector, finite_number, is_count
from workflowkit.text.ecmascript import to_double
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Session:
    """The summary of one session."""

    id: str
    """Empty when its events name none."""
    workflow: str | None
    """The id of the workflow that the first run was started with."""
    n_events: int
    metrics: Metrics | None
    """None while no run has completed."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the completed sessions of one workflow, without missing figures and without reported ones that are no counts."""

    workflow: str | None
    n_sessions: int
    n_completed: int
    n_by_outcome: Mapping[str, int]
    """Of the completed sessions; the key is empty for those without an outcome."""
    duration_ms: Number | None
    """This and the sums below are None when they are too large for a number."""
    n_pull_requests: int
    """Distinct numbers."""
    n_commits: int
    """Distinct SHAs."""
    files_changed: Number | None
    lines_added: Number | None
    lines_removed: Number | None


def summarize(events: Iterable[Mapping[str, Json]]) -> list[Session]:
    """Return the sessions in *events*, in the order of their first event."""
    gatherings: dict[str, _Gathering] = {}
    for event in events:
        session = event.get("sessionId")
        key = session if isinstance(session, str) else ""
        gathering = gatherings.get(key)
        if gathering is None:
            gathering = gatherings[key] = _Gathering()
        gathering.add(event)
    return [
        Session(key, gathering.workflow, gathering.n_events, gathering.projector.metrics())
        for key, gathering in gatherings.items()
    ]


def total(sessions: Iterable[Session]) -> list[Totals]:
    """Return totals per workflow, sorted by workflow id; sessions of an unknown workflow come last."""
    by_workflow: dict[str | None, list[Session]] = {}
    for session in sessions:
        by_workflow.setdefault(session.workflow, []).append(session)
    order = sorted(by_workflow, key=lambda workflow: (workflow is None, workflow or ""))
    return [_total(workflow, by_workflow[workflow]) for workflow in order]


@dataclass(slots=True)
class _Gathering:
    """One session while its events arrive."""

    projector: Projector = field(default_factory=Projector)
    workflow: str | None = None
    n_events: int = 0

    def add(self, event: Mapping[str, Json]) -> None:
        self.n_events += 1
        self.projector.add(event)
        if self.workflow is None and event.get("kind") == "run_started":
            data = event.get("data")
            workflow = data.get("workflowId") if isinstance(data, dict) else None
            self.workflow = workflow if isinstance(workflow, str) else None


def _total(workflow: str | None, sessions: list[Session]) -> Totals:
    completed = [session.metrics for session in sessions if session.metrics is not None]
    return Totals(
        workflow=workflow,
        n_sessions=len(sessions),
        n_completed=len(completed),
        n_by_outcome=Counter(metrics.outcome or "" for metrics in completed),
        duration_ms=_sum(metrics.duration_ms for metrics in completed),
        n_pull_requests=len(
            {number for metrics in completed for number in metrics.pr_numbers if is_count(number)}
        ),
        n_commits=len({sha for metrics in completed for sha in metrics.commit_shas}),
        files_changed=_sum(_counts(metrics.files_changed for metrics in completed)),
        lines_added=_sum(_counts(metrics.lines_added for metrics in completed)),
        lines_removed=_sum(_counts(metrics.lines_removed for metrics in completed)),
    )


def _counts(figures: Iterable[Number | None]) -> Iterator[Number]:
    """Yield the *figures* that are counts: an agent may report any number."""
    return (figure for figure in figures if figure is not None and is_count(figure))


def _sum(figures: Iterable[Number | None]) -> Number | None:
    return finite_number(sum(to_double(figure) for figure in figures if figure is not None))
