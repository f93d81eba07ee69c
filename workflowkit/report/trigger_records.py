"""The JSON output of `wfk triggers validate` and `wfk triggers test`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from workflowkit.records import dataclass
from workflowkit.report.json import DiagnosticsSummary, ReportedDiagnostic, diagnostics_of
from workflowkit.report.result import Result
from workflowkit.text.document import Document
from workflowkit.text.routes import Json
from workflowkit.triggers.dry_run import Outcome
from workflowkit.triggers.explanation import Explanation, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTrigger:
    """The explanation of one trigger."""

    id: str
    """Its id; empty when it has none."""
    provider: str
    """Its provider, as written."""
    status: Status
    """Its state after the daemon has started."""
    reason: str
    """Why it does not run; empty when it does."""
    assumptions: tuple[str, ...]
    """What must be true outside the file, and was not checked, for the trigger to run."""
    statements: Mapping[str, str]
    """The behavior of the trigger as written: from a label such as `branch` to a short text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerReport:
    """The findings in a trigger file, and the explanation of each trigger."""

    format_version: Literal[1] = 1
    """Version of this format."""
    diagnostics: tuple[ReportedDiagnostic, ...]
    """The findings, sorted by place."""
    summary: DiagnosticsSummary
    """The numbers."""
    triggers: tuple[ReportedTrigger, ...]
    """The triggers, in the order of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedOutcome:
    """The outcome of one payload at one trigger."""

    at: int
    """When the payload arrives, in milliseconds."""
    payload: str
    """The file with the payload."""
    trigger: str
    """Id of the trigger."""
    starts: bool
    """True when a session starts."""
    reason: str
    """Why no session starts; empty when one does."""
    workflow: str
    """Id of the workflow; empty for a queue."""
    workspace: str
    """The folder of the session."""
    goal: str
    """The goal of the session; empty when the payload was rejected before the goal was rendered."""
    missing_paths: tuple[str, ...]
    """Paths of the template without a value, which made the goal the static one."""
    context: Json
    """The context in the first message to the agent; null when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerTest:
    """Which sessions start for a series of payloads."""

    format_version: Literal[1] = 1
    """Version of this format."""
    outcomes: tuple[ReportedOutcome, ...]
    """In the order of arrival."""


def trigger_report(
    result: Result, sources: Mapping[str, Document], explanations: Iterable[Explanation]
) -> TriggerReport:
    """Return the record of *result*, whose files are *sources*, with the *explanations* of the triggers."""
    found = diagnostics_of(result, sources)
    return TriggerReport(
        diagnostics=found.diagnostics,
        summary=found.summary,
        triggers=tuple(
            ReportedTrigger(
                id=explanation.trigger.id,
                provider=explanation.trigger.provider,
                status=explanation.status,
                reason=explanation.reason,
                assumptions=explanation.assumptions,
                statements={
                    statement.label: statement.short for statement in explanation.statements
                },
            )
            for explanation in explanations
        ),
    )


def trigger_test(outcomes: Iterable[Outcome]) -> TriggerTest:
    """Return the record of *outcomes*."""
    return TriggerTest(
        outcomes=tuple(
            ReportedOutcome(
                at=outcome.delivery.at,
                payload=outcome.delivery.name,
                trigger=outcome.delivery.trigger.id,
                starts=outcome.starts,
                reason=outcome.reason,
                workflow=outcome.workflow,
                workspace=outcome.workspace,
                goal=outcome.goal,
                missing_paths=outcome.missing_paths,
                context=outcome.context,
            )
            for outcome in outcomes
        )
    )
