from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.triggers.dispatch import (
    NO_MARKS,
    Decision,
    Dispatch,
    Hook,
    Pipeline,
    Webhook,
    decide,
    decide_all,
)

VECTORS = Path(__file__).parent.parent / "vectors"
FILE = json.loads((VECTORS / "runtime/dispatch.json").read_text())


def hook(trigger: dict[str, Any]) -> Hook:
    condition = trigger.get("dispatchCondition")
    return Hook(
        goal=trigger["goal"],
        workspace=trigger["workspacePath"],
        goal_template=trigger.get("goalTemplate", ""),
        condition=(condition["payloadPath"], condition["equals"]) if condition else None,
        secret=trigger.get("hmacSecret", ""),
    )


HOOKS = {name: hook(trigger) for name, trigger in FILE["conventions"]["triggers"].items()}


def requests(step: dict[str, Any]) -> Any:
    """The request of a step, and the child that its pipeline spawns with the same goal."""
    goal, workspace = step["goal"], step.get("workspace", "/w")
    if step["via"] == "webhook":
        payload = step.get("payload", {"goal": goal})
        body = json.dumps(payload, separators=(",", ":")).encode()
        return [Webhook(step["at"], step["trigger"], payload, body, step.get("signature", ""))]
    if step["via"] == "dispatch":
        return [Dispatch(step["at"], goal, workspace, step.get("preallocated", False))]
    pipeline = Pipeline(step["at"], goal, workspace, not step.get("noDeps", False))
    child = Dispatch(step["at"] + 1, goal, workspace, has_session=True)
    return [pipeline, child] if step.get("spawnsChild") else [pipeline]


ANSWERS = {
    "webhook": {
        Decision.UNKNOWN_TRIGGER: "error:not_found",
        Decision.BAD_SIGNATURE: "error:hmac_invalid",
        Decision.START: "accepted",
        Decision.IGNORED: "accepted",
        Decision.NOT_MET: "accepted",
    },
    "dispatch": {Decision.START: "returned", Decision.DROPPED: "returned"},
    "pipeline": {
        Decision.START: "dry_run",
        Decision.ESCALATED_DUPLICATE: "escalated:duplicate",
        Decision.ESCALATED_NO_DEPENDENCIES: "escalated:no-deps",
    },
}


@pytest.mark.parametrize("scenario", FILE["scenarios"], ids=lambda scenario: scenario["id"])
def test_the_router_decides_as_the_engine(scenario: dict[str, Any]) -> None:
    marks = NO_MARKS
    for step in scenario["steps"]:
        started = {"sessionsStarted": 0, "pipelinesStarted": 0}
        decisions = []
        for request in requests(step):
            decision, marks = decide(request, HOOKS, marks)
            decisions.append(decision)
            kind = "pipelinesStarted" if isinstance(request, Pipeline) else "sessionsStarted"
            started[kind] += decision is Decision.START
        assert ANSWERS[step["via"]][decisions[0]] == step["answer"]
        assert started == {name: step[name] for name in started}
        if step["via"] == "webhook":
            assert (decisions[0] is Decision.START) == step["triggerFiredEvent"]


START, IGNORED, DROPPED = Decision.START, Decision.IGNORED, Decision.DROPPED
DUPLICATE = Decision.ESCALATED_DUPLICATE


def webhook(at: int, goal: str = "A", trigger: str = "hook", **more: str) -> Webhook:
    return Webhook(at, trigger, {"goal": goal}, b'{"goal":"A"}', **more)


def direct(at: int, goal: str = "A", workspace: str = "/w") -> Dispatch:
    return Dispatch(at, goal, workspace)


def spawned(at: int) -> Dispatch:
    return Dispatch(at, "A", "/w", has_session=True)


def pipeline(at: int, **more: bool) -> Pipeline:
    return Pipeline(at, "A", "/w", **more)


SIGNATURE = "5864671f385f310c11dc0608e3ff228cd674a77af2ad4165934b3d51aa05f51a"
SCENARIOS = {
    "01 webhook repeats": ([webhook(0), webhook(5000)], [START, IGNORED]),
    "02 edge of the window": (
        [webhook(0), webhook(29999), webhook(30000)],
        [START, IGNORED, START],
    ),
    "03 the window does not slide": (
        [webhook(0), webhook(20000), webhook(30001)],
        [START, IGNORED, START],
    ),
    "04 another goal": ([webhook(0), webhook(1, "B")], [START, START]),
    "05 another trigger and workflow": (
        [webhook(0), webhook(1, trigger="hook2")],
        [START, IGNORED],
    ),
    "06 a parallel trigger": (
        [webhook(0, trigger="par"), webhook(1, trigger="par")],
        [START, IGNORED],
    ),
    "07 a static goal": (
        [webhook(0, trigger="fixed"), webhook(1, "B", trigger="fixed")],
        [START, IGNORED],
    ),
    "08 two fallbacks to the static goal": (
        [Webhook(0, "hook", {"a": 1}), Webhook(1, "hook", {"b": 2})],
        [START, IGNORED],
    ),
    "09 a condition that fails leaves no mark": (
        [
            Webhook(0, "gated", {"goal": "A", "who": {"login": "human"}}),
            Webhook(1, "gated", {"goal": "A", "who": {"login": "robot"}}),
        ],
        [Decision.NOT_MET, START],
    ),
    "10 a bad signature leaves no mark": (
        [
            webhook(0, trigger="signed", signature="00"),
            webhook(1, trigger="signed", signature=SIGNATURE),
        ],
        [Decision.BAD_SIGNATURE, START],
    ),
    "11 direct dispatch repeats": ([direct(0), direct(1000)], [START, DROPPED]),
    "12 direct dispatch of another workflow": ([direct(0), direct(1)], [START, DROPPED]),
    "13 direct dispatch to another workspace": (
        [direct(0), direct(1, workspace="/v")],
        [START, START],
    ),
    "14a webhook, then direct": ([webhook(0), direct(1)], [START, DROPPED]),
    "14b direct, then webhook": ([direct(0), webhook(1)], [START, IGNORED]),
    "14c webhook, then pipeline": ([webhook(0), pipeline(1)], [START, DUPLICATE]),
    "15 pipeline repeats": (
        [pipeline(0), pipeline(1000), pipeline(31000)],
        [START, DUPLICATE, START],
    ),
    "16 pipeline, then a child without a session": ([pipeline(0), direct(1)], [START, DROPPED]),
    "17 pipeline, then a child with a session": ([pipeline(0), spawned(1)], [START, START]),
    "18 two like children": ([pipeline(0), spawned(1), spawned(2)], [START, START, START]),
    "19 a session leaves no mark": ([spawned(0), direct(1), direct(2)], [START, START, DROPPED]),
    "20 a session does not extend the window": (
        [direct(0), spawned(29000), direct(30000)],
        [START, START, START],
    ),
    "21 missing dependencies leave no mark": (
        [pipeline(0, has_dependencies=False), pipeline(1)],
        [Decision.ESCALATED_NO_DEPENDENCIES, START],
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_sequence_gets_its_decisions(name: str) -> None:
    sequence, expected = SCENARIOS[name]
    assert decide_all(sequence, HOOKS) == expected


@given(st.lists(st.sampled_from([webhook, direct, pipeline, spawned]), max_size=12), st.data())
def test_a_session_that_exists_is_always_started(kinds: Any, data: Any) -> None:
    times = sorted(data.draw(st.integers(0, 90_000)) for _ in kinds)
    sequence = [kind(at) for kind, at in zip(kinds, times, strict=True)]
    others = [request for request in sequence if request != spawned(request.at)]
    decisions = decide_all(sequence, HOOKS)
    by_kind = list(zip(sequence, decisions, strict=True))
    assert all(decision is START for request, decision in by_kind if request not in others)
    # It leaves no trace: the others fare as if it had not been there.
    assert [decision for request, decision in by_kind if request in others] == decide_all(
        others, HOOKS
    )


def test_a_signature_of_any_characters_is_refused_not_raised() -> None:
    assert decide_all([webhook(0, trigger="signed", signature="é\ud800")], HOOKS) == [
        Decision.BAD_SIGNATURE
    ]
