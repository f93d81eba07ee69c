from __future__ import annotations

from typing import Any

import pytest

from tests.triggers.running_rules import DAEMON
from tests.triggers.test_trigger_cases import CLEAN, POLL, WORKTREE
from workflowkit.triggers.explanation import Explanation, explanations
from workflowkit.triggers.trigger_file import parse


def told(text: str) -> Explanation:
    (item,) = explanations(parse(text, DAEMON))
    return item


def shorts(text: str) -> dict[str, Any]:
    return {statement.label: statement.short for statement in told(text).statements}


def test_a_webhook_is_told_with_everything() -> None:
    assert shorts(CLEAN) == {
        "starts": "POST /webhook/review, signed with the secret in HOOK_SECRET",
        "goal": "'Review {{$.pull.title}}', else 'Review the newest change'",
        "context": "the whole payload (default)",
        "workflow": "demo.flow",
        "workspace": "/srv/shop",
        "limits": "60 minutes, 150 turns, aborted when stuck (default)",
        "order": "serial (default)",
        "repeats": "same goal and workspace within 30 s are dropped",
        "branch": "the current checkout (default)",
        "delivery": "nothing is committed (default)",
    }


def test_every_default_is_spelled_out() -> None:
    text = "triggers:\n  - id: a\n    provider: generic\n    workflowId: demo.flow\n    workspacePath: /srv\n"
    found = shorts(text)
    assert found["starts"] == "POST /webhook/a, unsigned"
    assert found["goal"] == "'{{$.goal}}', else 'Autonomous task' (default)"
    assert found["limits"] == (
        "30 minutes (default), 200 turns (default), aborted when stuck (default)"
    )


def test_delivery_is_told_with_branch_and_scan() -> None:
    found = shorts(
        CLEAN + "    branchStrategy: worktree\n    autoCommit: true\n    autoOpenPR: true\n"
    )
    assert found["branch"] == "a worktree, worktrain/<session> (default) from main (default)"
    assert found["delivery"] == "a commit and a pull request, after a secret scan (default)"
    found = shorts(CLEAN + WORKTREE + "    autoCommit: true\n    secretScan: yes\n")
    assert found["branch"] == "a worktree, bots/<session> from main"
    assert found["delivery"] == "a commit, no pull request (default), without a secret scan"


def test_a_poller_is_told_with_what_it_ignores() -> None:
    found = shorts(POLL + "    autoCommit: true\n" + WORKTREE)
    assert found["starts"] == "every 60 s (default): issues.opened in acme/shop, not by acme-bot"
    assert found["also"] == "POST /webhook/issues, signed with the secret in HOOK_SECRET"
    assert found["order"] == "one run of the workflow at a time"
    assert found["delivery"] == "nothing is committed; the settings apply to webhooks only"


def test_a_queue_takes_its_goal_from_the_issue() -> None:
    text = (
        "triggers:\n  - id: q\n    provider: github_queue_poll\n    workspaceName: team\n"
        "    source:\n      repo: acme/shop\n      token: $HOOK_SECRET\n"
    )
    found = shorts(text)
    assert found["starts"] == "every 300 s (default): at most one issue of acme/shop"
    assert found["goal"] == "the title of the issue"
    assert found["workspace"] == "workspace 'team' (/srv/team)"


def test_sentences_end_and_name_no_secret() -> None:
    text = CLEAN.replace("$HOOK_SECRET", "hunter2") + (
        "    dispatchCondition:\n      payloadPath: action\n      equals: opened\n"
        "    contextMapping:\n      who: user.login\n    callbackUrl: https://a.example\n"
        "    onComplete:\n      runOn: always\n    referenceUrls: https://b.example\n"
        "    soulFile: ~/soul.md\n    concurrencyMode: parallel\n"
    )
    statements = told(text).statements
    assert [
        statement.sentence for statement in statements if not statement.sentence.endswith(".")
    ] == []
    assert not any(
        "hunter2" in f"{statement.short}{statement.sentence}" for statement in statements
    )
    labels = [statement.label for statement in statements]
    assert labels[:4] == ["starts", "condition", "goal", "context"]
    assert labels[-2:] == ["callback", "follow-up"]


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        (CLEAN, "runs", ""),
        (CLEAN.replace("generic", "Generic"), "dropped", "unknown provider 'Generic'"),
        (CLEAN.replace("demo.flow", "demo.ghost"), "removed", "workflow 'demo.ghost' does not exist"),
        (CLEAN + "    goal\n", "rejected", "the engine stops reading the file at line 12"),
    ],
)  # fmt: skip
def test_the_fate_of_a_trigger_is_told(text: str, status: str, reason: str) -> None:
    item = told(text)
    assert (item.status, item.reason, item.runs) == (status, reason, status == "runs")


def test_a_shared_id_keeps_every_trigger_from_starting() -> None:
    text = CLEAN + CLEAN.removeprefix("triggers:\n")
    found = [(item.status, item.reason) for item in explanations(parse(text, DAEMON))]
    assert found == [("not started", "two triggers of the file have the id 'review'")] * 2
