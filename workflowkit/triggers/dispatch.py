"""The router: which requests start a session (docs/engine/dispatch.md).

A request with the goal and workspace of one that was accepted in the last 30 seconds starts nothing, whatever trigger, workflow or entry point it comes from.
A session that already exists is the exception: it must start exactly once, so its dispatch neither checks nor records the request.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from workflowkit.records import dataclass
from workflowkit.text.routes import Json
from workflowkit.triggers.payload import condition_holds, render_goal

WINDOW_MS = 30_000
"""Duration for which an accepted request suppresses equal ones; the end is exclusive."""


@dataclass(frozen=True, slots=True)
class Hook:
    """The part of a trigger that the router needs."""

    goal: str
    """The static goal."""
    workspace: str
    goal_template: str = ""
    """Empty when the goal is static."""
    condition: tuple[str, str] | None = None
    """A payload path and its required text."""
    secret: str = ""
    """Secret of the signature; empty when none is required."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A request to the address of a trigger."""

    at: int
    """Time on the clock of the router, in milliseconds."""
    trigger: str
    payload: Json
    body: bytes = b""
    """The raw payload, which is signed."""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A direct dispatch: a polled item, or a session that a pipeline created."""

    at: int
    goal: str
    workspace: str
    has_session: bool = False
    """True when the caller has created the session."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A request to run a pipeline."""

    at: int
    goal: str
    workspace: str
    has_dependencies: bool = True


Request = Webhook | Dispatch | Pipeline


class Decision(StrEnum):
    """The decision of the router about a request."""

    START = "start"
    IGNORED = "ignored"
    """A webhook is answered with 202, but repeats a recent request."""
    NOT_MET = "not-met"
    """A webhook is answered with 202, but the condition of its trigger is false."""
    UNKNOWN_TRIGGER = "unknown-trigger"
    BAD_SIGNATURE = "bad-signature"
    DROPPED = "dropped"
    """A dispatch repeats a recent request; its caller gets success."""
    ESCALATED_DUPLICATE = "escalated-duplicate"
    """A pipeline repeats a recent request."""
    ESCALATED_NO_DEPENDENCIES = "escalated-no-dependencies"


Marks = Mapping[str, int]
"""Time at which each key was last accepted. Shared by all entry points, lost on restart."""

NO_MARKS: Marks = MappingProxyType({})
"""The state of a router that has just started."""


def decide(request: Request, hooks: Mapping[str, Hook], marks: Marks) -> tuple[Decision, Marks]:
    """Return the decision about *request* in the state *marks*, and the next state. *hooks* are by trigger id."""
    match request:
        case Webhook():
            return _decide_webhook(request, hooks, marks)
        case Dispatch(has_session=True):
            return Decision.START, marks
        case Dispatch():
            return _unless_recent(request, Decision.DROPPED, marks)
        case Pipeline(has_dependencies=False):
            return Decision.ESCALATED_NO_DEPENDENCIES, marks
        case Pipeline():
            return _unless_recent(request, Decision.ESCALATED_DUPLICATE, marks)


def decide_all(requests: Iterable[Request], hooks: Mapping[str, Hook]) -> list[Decision]:
    """Return the decision about each of *requests*, which reach a router that has just started in this order."""
    marks, decisions = NO_MARKS, []
    for request in requests:
        decision, marks = decide(request, hooks, marks)
        decisions.append(decision)
    return decisions


def key(goal: str, workspace: str) -> str:
    """Return the key by which requests are compared. It ignores trigger and workflow, and its parts are joined without escaping."""
    return f"{goal}::{workspace}"


def _decide_webhook(
    request: Webhook, hooks: Mapping[str, Hook], marks: Marks
) -> tuple[Decision, Marks]:
    hook = hooks.get(request.trigger)
    if hook is None:
        return Decision.UNKNOWN_TRIGGER, marks
    if hook.secret and not _is_signed(request, hook.secret):
        return Decision.BAD_SIGNATURE, marks
    if hook.condition is not None and not condition_holds(*hook.condition, request.payload):
        return Decision.NOT_MET, marks
    goal = (
        render_goal(hook.goal_template, hook.goal, request.payload)
        if hook.goal_template
        else hook.goal
    )
    return _unless_recent(Dispatch(request.at, goal, hook.workspace), Decision.IGNORED, marks)


def _unless_recent(
    request: Dispatch | Pipeline, duplicate: Decision, marks: Marks
) -> tuple[Decision, Marks]:
    live = {name: at for name, at in marks.items() if request.at - at < WINDOW_MS}
    name = key(request.goal, request.workspace)
    if name in live:
        return duplicate, live
    return Decision.START, {**live, name: request.at}


def _is_signed(request: Webhook, secret: str) -> bool:
    expected = hmac.new(secret.encode("utf-8", "replace"), request.body, hashlib.sha256).hexdigest()
    given = request.signature.removeprefix("sha256=")
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
