"""What `wfk triggers validate` and `wfk triggers test` print for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from workflowkit.report.json import DiagnosticsSummary, ReportedDiagnostic, diagnostics_of
from workflowkit.report.result import Result
from workflowkit.source.routes import Json
from workflowkit.triggers.account import Explanation, Status
from workflowkit.triggers.rehearsal import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTrigger:
    """What will happen with one trigger."""

    id: str
    """Its id; empty when it has none."""
    provider: str
    """Its provider, as written."""
    status: Status
    """What becomes of it before any event."""
    reason: str
    """Why it does not run; empty when it does."""
    statements: Mapping[str, str]
    """What the trigger does, or would do if it ran: a label such as `branch` to a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerReport:
    """What was found in a trigger file, and what will happen with each trigger."""

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
    """What becomes of one payload at one trigger."""

    at: int
    """When the payload arrives, in milliseconds."""
    payload: str
    """The file with the payload."""
    trigger: str
    """Id of the trigger."""
    starts: bool
    """True when a session starts."""
    reason: str
    """Why nothing starts; empty when something does."""
    workflow: str
    """Id of the workflow; empty for a queue."""
    workspace: str
    """The folder to work on."""
    goal: str
    """What the session would be for; empty when it never got so far."""
    missing_paths: tuple[str, ...]
    """Paths of the template without a value, for which the static goal was taken."""
    context: Json
    """What the agent is given beside the goal; null when that is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerTest:
    """Which sessions start for a series of payloads."""

    format_version: Literal[1] = 1
    """Version of this format."""
    outcomes: tuple[ReportedOutcome, ...]
    """In the order of arrival."""


def trigger_report(result: Result, explanations: Iterable[Explanation]) -> TriggerReport:
    """Return the record of *result*, with the *accounts* of the triggers."""
    found = diagnostics_of(result)
    return TriggerReport(
        diagnostics=found.diagnostics,
        summary=found.summary,
        triggers=tuple(
            ReportedTrigger(
                id=explanation.trigger.id,
                provider=explanation.trigger.provider,
                status=explanation.status,
                reason=explanation.reason,
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
