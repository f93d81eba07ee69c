"""Which requests start something: the router's decision (docs/engine/dispatch.md).

A request with the goal and workspace of one that was accepted in the last 30 seconds starts nothing, whatever trigger, workflow or entry point it comes from.
A session that exists already is the exception: it must be started exactly once, so its dispatch neither asks nor marks.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from workflowkit.source.routes import Json
from workflowkit.triggers.goals import condition_holds, render_goal

WINDOW_MS = 30_000
"""How long an accepted request suppresses its like; the moment itself is free again."""


@dataclass(frozen=True, slots=True)
class Hook:
    """What the router needs of a trigger."""

    goal: str
    """The static goal."""
    workspace: str
    goal_template: str = ""
    """Empty when the goal is static."""
    condition: tuple[str, str] | None = None
    """Payload path, and the text that it must lead to."""
    secret: str = ""
    """Of the signature; empty when none is asked for."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A call of the address of a trigger."""

    at: int
    """On the router's clock, in milliseconds."""
    trigger: str
    payload: Json
    body: bytes = b""
    """What the payload was read from; it is what is signed."""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A direct dispatch: a polled item, or a session that a pipeline spawned."""

    at: int
    goal: str
    workspace: str
    has_session: bool = False
    """True when the caller created the session before and hands it over."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A request to run a pipeline."""

    at: int
    goal: str
    workspace: str
    has_dependencies: bool = True


Request = Webhook | Dispatch | Pipeline


class Decision(StrEnum):
    """What becomes of a request."""

    START = "start"
    IGNORED = "ignored"
    """A webhook is answered as accepted, but repeats a recent request."""
    NOT_MET = "not-met"
    """A webhook is answered as accepted, but the condition of its trigger does not hold."""
    UNKNOWN_TRIGGER = "unknown-trigger"
    BAD_SIGNATURE = "bad-signature"
    DROPPED = "dropped"
    """A dispatch repeats a recent request; its caller is told that it started."""
    ESCALATED_DUPLICATE = "escalated-duplicate"
    """A pipeline repeats a recent request."""
    ESCALATED_NO_DEPENDENCIES = "escalated-no-dependencies"


Marks = Mapping[str, int]
"""When each key was last accepted. Shared by all entry points, lost on restart."""

NO_MARKS: Marks = MappingProxyType({})
"""The state of a router that was just started."""


def decide(request: Request, hooks: Mapping[str, Hook], marks: Marks) -> tuple[Decision, Marks]:
    """What becomes of *request* when *marks* is the state of the router, and the state after it. *hooks* are by trigger id."""
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
    """What becomes of each of *requests*, which reach a router that was just started in this order."""
    marks, decisions = NO_MARKS, []
    for request in requests:
        decision, marks = decide(request, hooks, marks)
        decisions.append(decision)
    return decisions


def key(goal: str, workspace: str) -> str:
    """What makes two requests alike. Trigger and workflow play no part, and the parts are joined without escaping."""
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
