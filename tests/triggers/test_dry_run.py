from __future__ import annotations

from typing import Any

from tests.triggers.running_rules import DAEMON
from tests.triggers.test_trigger_cases import CLEAN, POLL
from workflowkit.triggers.dry_run import Delivery, Outcome, dry_run
from workflowkit.triggers.trigger_file import parse


def outcomes(text: str, *arrivals: tuple[Any, ...]) -> list[Outcome]:
    """What starts when each payload of *arrivals* reaches each trigger at its time."""
    file = parse(text, DAEMON)
    return dry_run(
        file,
        [
            Delivery(at, trigger, payload, "payload")
            for at, payload in arrivals
            for trigger in file.triggers
        ],
    )


def pull(title: str) -> dict[str, Any]:
    return {"pull": {"title": title}}


def test_repeats_within_30_seconds_are_dropped_and_do_not_extend_the_window() -> None:
    found = outcomes(CLEAN, *((at, pull("A")) for at in (0, 20_000, 29_999, 30_000)))
    assert [item.starts for item in found] == [True, False, False, True]
    assert found[1].reason == ("same goal and workspace as 20 s before; the sender gets 202")


def test_other_goals_start() -> None:
    found = outcomes(CLEAN, (0, pull("A")), (1, pull("B")))
    assert [(item.starts, item.goal) for item in found] == [(True, "Review A"), (True, "Review B")]


def test_payloads_without_a_value_share_the_static_goal() -> None:
    found = outcomes(CLEAN, (0, {"a": 1}), (1, {"b": 2}))
    assert [item.starts for item in found] == [True, False]
    assert [item.missing_paths for item in found] == [("pull.title",), ("pull.title",)]
    assert found[0].goal == "Review the newest change"


def test_deliveries_count_in_the_order_of_their_times() -> None:
    found = outcomes(CLEAN, (30_000, pull("A")), (0, pull("A")))
    assert [(item.delivery.at, item.starts) for item in found] == [(0, True), (30_000, True)]


def test_a_condition_that_fails_uses_no_window() -> None:
    text = CLEAN + "    dispatchCondition:\n      payloadPath: action\n      equals: opened\n"
    closed, opened = pull("A") | {"action": "closed"}, pull("A") | {"action": "opened"}
    found = outcomes(text, (0, closed), (1, opened))
    assert [item.starts for item in found] == [False, True]
    assert found[0].reason == ("'action' is not the text 'opened'; the sender gets 202")


def test_two_triggers_with_one_goal_and_workspace_suppress_each_other() -> None:
    twin = CLEAN.removeprefix("triggers:\n").replace("id: review", "id: twin")
    found = outcomes(CLEAN + twin, (0, pull("A")))
    assert [(item.delivery.trigger.id, item.starts) for item in found] == [
        ("review", True),
        ("twin", False),
    ]


def test_polled_items_with_one_goal_are_lost() -> None:
    text = POLL.replace("Look at {{$.title}}", "Look at it")
    found = outcomes(text, (0, {"title": "A"}), (0, {"title": "B"}))
    assert [item.starts for item in found] == [True, False]
    assert (
        found[1].reason == "same goal and workspace as 0 s before; the item is marked as processed"
    )


def test_a_queued_issue_runs_for_its_title() -> None:
    text = (
        "triggers:\n  - id: q\n    provider: github_queue_poll\n    workspacePath: /srv/shop\n"
        "    source:\n      repo: acme/shop\n      token: $HOOK_SECRET\n"
    )
    found = outcomes(text, (0, {"title": "A"}), (1, {"title": "A"}))
    assert [(item.starts, item.goal) for item in found] == [(True, "A"), (False, "A")]
    assert found[1].reason.endswith("the issue is reported as escalated")


def test_a_webhook_needs_an_object() -> None:
    (found,) = outcomes(CLEAN, (0, ["A"]))
    assert (found.starts, found.reason) == (
        False,
        "the body of a webhook must be a JSON object (400)",
    )


def test_a_dropped_trigger_starts_nothing() -> None:
    (found,) = outcomes(CLEAN.replace("generic", "Generic"), (0, pull("A")))
    assert (found.starts, found.reason) == (
        False,
        "the trigger is dropped: unknown provider 'Generic'",
    )


def test_the_agent_is_handed_the_mapped_context() -> None:
    text = CLEAN + "    contextMapping:\n      title: pull.title\n      lost: a.b\n"
    (found,) = outcomes(text, (0, pull("A")))
    assert found.context == {"title": "A"}
