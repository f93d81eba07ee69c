"""Trigger files of later engines, the assumptions of a status, masked secrets, and the time that bad files take."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from tests.triggers.running_rules import DAEMON, found, subject
from tests.triggers.test_trigger_cases import CLEAN, POLL
from workflowkit.triggers import secrets
from workflowkit.triggers.explanation import explanations
from workflowkit.triggers.trigger import DaemonContext
from workflowkit.triggers.trigger_file import parse

NEWEST = replace(DAEMON, engine="3.121.0")
DELIVERY = "    delivery:\n      kind: github_draft_review\n      token: $GH\n"


def messages(text: str, daemon: DaemonContext = DAEMON) -> Any:
    return [item.message for item in found(text, daemon) if item.severity == "error"]


@pytest.mark.parametrize(
    ("lines", "key", "since"),
    [
        ("    maxQueueDepth: 4\n", "maxQueueDepth", "3.70.0"),
        ("    stallTimeoutSeconds: 60\n", "stallTimeoutSeconds", "3.73.0"),
        ("    reviewerLogin: kim\n", "reviewerLogin", "3.91.0"),
        (DELIVERY, "delivery", "3.97.0"),
    ],
)
def test_a_key_of_a_later_engine_is_one_finding_and_none_there(
    lines: str, key: str, since: str
) -> None:
    assert messages(CLEAN + lines) == [
        f"key '{key}' needs engine {since}; engine 3.68.0 ignores it"
    ]
    assert messages(CLEAN + lines, NEWEST) == []


def test_a_key_in_a_block_is_known_from_its_version_on() -> None:
    text = CLEAN.replace("    agentConfig:\n", "    agentConfig:\n      modelTier: mid\n")
    assert messages(text) == ["key 'modelTier' needs engine 3.118.0; engine 3.68.0 ignores it"]
    assert messages(text, NEWEST) == []
    assert messages(text.replace("modelTier", "modelTiers"), NEWEST) == [
        "unknown key 'modelTiers' in 'agentConfig'"
    ]


def test_an_id_below_an_unsupported_block_still_replaces_the_real_one() -> None:
    text = CLEAN + "    delivery:\n      id: other\n"
    assert "'id' below 'delivery' is read as a key of the trigger itself" in messages(text)
    assert parse(text, DAEMON).triggers[0].id == "other"
    assert parse(text, NEWEST).triggers[0].id == "review"


def test_read_only_checkouts_need_an_engine() -> None:
    text = CLEAN + "    branchStrategy: read-only\n"
    assert messages(text) == ["'branchStrategy: read-only' needs engine 3.91.0"]
    assert messages(text, NEWEST) == []


def test_the_form_of_a_model_is_required_by_later_engines() -> None:
    text = CLEAN.replace("    agentConfig:\n", "    agentConfig:\n      model: fast\n")
    assert messages(text) == []
    assert messages(text, NEWEST) == ["'model' is 'fast'; expected 'provider/model-id'"]
    assert messages(text.replace("fast", "acme/fast"), NEWEST) == []


def test_a_status_names_what_was_not_checked() -> None:
    text = POLL.replace("    workspacePath: /srv/shop\n", "    workspaceName: nowhere\n")
    (item,) = explanations(parse(text, replace(DAEMON, workspaces=None, environment=None)))
    assert (item.status, item.assumptions) == (
        "runs",
        (
            "workspace 'nowhere' is configured (see --workspaces)",
            "variable 'HOOK_SECRET' is set (see --environment)",
        ),
    )
    (item,) = explanations(parse(text, DAEMON))
    assert (item.status, item.assumptions) == ("dropped", ())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("    hmacSecret: hunter2\n", "    hmacSecret: *******\n"),
        ("    hmacsecret: 'hunter2' # x\n", "    hmacsecret: *************\n"),
        ("    source: {token: abc}\n", "    source: {token: ****\n"),
        ("  # hmacSecret: hunter2\r\n", "  # hmacSecret: *******\r\n"),
        ("  token: |\n    abc\n  id: a\n", "  token: *\n    ***\n  id: a\n"),
        ("  token:\n    abc\n", "  token:\n    ***\n"),
        ("    hmacSecret: $HOOK\n", "    hmacSecret: $HOOK\n"),
        ("    secretScan: false\n", "    secretScan: false\n"),
        ("    goal: Find the secret: now\n", "    goal: Find the secret: now\n"),
    ],
)
def test_literal_secrets_are_masked(text: str, masked: str) -> None:
    assert secrets.mask(text) == masked


@pytest.mark.parametrize(
    "value", ["hunter2", "hunter2 # old", '"hun\\ter2"', "hunter2: x", "&a hunter2"]
)
def test_no_report_repeats_a_secret(value: str) -> None:
    file = subject(CLEAN.replace("$HOOK_SECRET", value))
    assert "ter2" not in file.shown.text
    assert len(file.shown.text) == len(file.document.text)
    for item in found(file.document.text):
        assert "ter2" not in f"{item.message}{item.help}{item.finding.note}"


BAD_LINES = {
    "invalid YAML": "    k{}: a: b\n",
    "unknown keys": "    k{}: x\n",
    "anchors": "    k{}: &a{} x\n",
    "tags": "    k{}: !t x\n",
    "tabs": "\t- id: b{}\n",
    "unindented": "- id: b{}\n",
    "nulls": "    k{}: ~\n",
    "lists": "    k{}:\n      - x: y\n",
    "leaks": "    k{}:\n      m: y\n",
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_time_grows_with_the_number_of_bad_lines_and_not_faster(line: Any) -> None:
    def seconds(n: Any) -> Any:
        text = CLEAN + "".join(line.format(index, index) for index in range(n))
        times = []
        for _ in range(3):
            started = time.process_time()
            found(text)
            times.append(time.process_time() - started)
        return min(times)

    # Eight times the lines took up to 64 times as long when each finding searched all others.
    assert seconds(400) < 20 * max(seconds(50), 0.005)
