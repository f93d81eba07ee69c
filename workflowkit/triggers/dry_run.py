"""The dry run: which sessions would start if some payloads arrived at some times."""

from __future__ import annotations

from collections.abc import Iterable

from workflowkit.records import dataclass
from workflowkit.text.routes import Json
from workflowkit.triggers import fields
from workflowkit.triggers.dispatch import (
    NO_MARKS,
    Decision,
    Dispatch,
    Hook,
    Marks,
    Pipeline,
    Request,
    Webhook,
    decide,
    key,
)
from workflowkit.triggers.explanation import Status, explanation
from workflowkit.triggers.loader import LoadedTrigger, with_defaults
from workflowkit.triggers.payload import MISSING, extract, map_context, render_goal, tokens
from workflowkit.triggers.trigger import Trigger
from workflowkit.triggers.trigger_file import TriggerFile


@dataclass(frozen=True, slots=True)
class Delivery:
    """One payload for one trigger, delivered as its provider does: as a webhook, a polled item or a queued issue."""

    at: int
    """In milliseconds."""
    trigger: Trigger
    payload: Json
    name: str
    """Name of the payload in the outcome."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one delivery."""

    delivery: Delivery
    starts: bool
    reason: str
    """Why no session starts; empty when one does."""
    goal: str
    """The goal of the session; empty when the delivery was rejected before the goal was rendered."""
    missing_paths: tuple[str, ...]
    """Paths of the template without a value, which made the goal the static one."""
    workflow: str
    workspace: str
    context: Json = None
    """The context in the first message to the agent; None when there is none."""


def dry_run(file: TriggerFile, deliveries: Iterable[Delivery]) -> list[Outcome]:
    """Return the outcomes of *deliveries* to a daemon that has just started, ordered by time.

    Every signature counts as valid.
    """
    marks: Marks = NO_MARKS
    accepted: dict[str, Delivery] = {}
    outcomes: list[Outcome] = []
    for delivery in sorted(deliveries, key=lambda delivery: delivery.at):
        loaded = with_defaults(delivery.trigger, file.daemon)
        goal, missing_paths = _goal(loaded, delivery.payload)
        refused = _refused(file, delivery, loaded)
        if refused:
            outcomes.append(Outcome(delivery, False, refused, "", (), "", ""))
            continue
        request = _request(loaded, delivery, goal)
        decision, marks = decide(request, {loaded.id: _hook(loaded)}, marks)
        place = _place(loaded)
        starts = decision is Decision.START
        if starts:
            accepted[key(goal, place)] = delivery
        outcomes.append(
            Outcome(
                delivery,
                starts,
                ""
                if starts
                else _reason(decision, delivery, loaded, accepted.get(key(goal, place))),
                "" if decision is Decision.NOT_MET else goal,
                missing_paths,
                "" if loaded.provider == fields.QUEUE else loaded.workflow_id,
                place,
                _context(loaded, delivery.payload) if starts else None,
            )
        )
    return outcomes


def _refused(file: TriggerFile, delivery: Delivery, loaded: LoadedTrigger) -> str:
    """Return why the payload does not reach the router; empty when it does."""
    found = explanation(file, delivery.trigger)
    if found.status is not Status.RUNS:
        return f"the trigger is {found.status}: {found.reason}"
    if loaded.polling is None and not isinstance(delivery.payload, dict):
        return "the body of a webhook must be a JSON object (400)"
    return ""


def _goal(loaded: LoadedTrigger, payload: Json) -> tuple[str, tuple[str, ...]]:
    """Return the goal for *payload*, and the paths of the template without a value."""
    if loaded.provider == fields.QUEUE:
        title = extract(payload, "title")
        return (title, ()) if isinstance(title, str) else (loaded.goal, ("title",))
    if not loaded.goal_template:
        return loaded.goal, ()
    paths = {token.written: token.path for token in tokens(loaded.goal_template)}
    found = {path: extract(payload, written) for written, path in paths.items()}
    missing_paths = tuple(path for path, value in found.items() if value in (MISSING, None))
    return render_goal(loaded.goal_template, loaded.goal, payload), missing_paths


def _request(loaded: LoadedTrigger, delivery: Delivery, goal: str) -> Request:
    if loaded.polling is None:
        return Webhook(delivery.at, loaded.id, delivery.payload)
    if loaded.provider == fields.QUEUE:
        return Pipeline(delivery.at, goal, _place(loaded))
    return Dispatch(delivery.at, goal, _place(loaded))


def _hook(loaded: LoadedTrigger) -> Hook:
    condition = loaded.dispatch_condition
    return Hook(
        loaded.goal,
        _place(loaded),
        loaded.goal_template,
        (condition.payload_path, condition.equals) if condition else None,
    )


def _place(loaded: LoadedTrigger) -> str:
    return loaded.workspace_path or loaded.workspace_name


def _context(loaded: LoadedTrigger, payload: Json) -> Json:
    return None if loaded.polling else map_context(loaded.context_mapping or {}, payload)


def _reason(
    decision: Decision, delivery: Delivery, loaded: LoadedTrigger, earlier: Delivery | None
) -> str:
    condition = loaded.dispatch_condition
    if decision is Decision.NOT_MET and condition:
        return (
            f"'{condition.payload_path}' is not the text '{condition.equals}'; the sender gets 202"
        )
    since = f" as {_seconds(delivery.at - earlier.at)} before" if earlier else ""
    loss = {
        Decision.IGNORED: "the sender gets 202",
        Decision.DROPPED: "the item is marked as processed",
        Decision.ESCALATED_DUPLICATE: "the issue is reported as escalated",
    }.get(decision, "")
    return f"same goal and workspace{since}; {loss}"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:g} s"
