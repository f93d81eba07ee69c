"""Trigger files of later engines, the assumptions of a status, masked secrets, and the time that bad files take."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.engines import engine_keys
from tests.triggers.running_rules import DAEMON, found, subject
from tests.triggers.test_trigger_cases import CLEAN, POLL
from tests.work import calls_made
from workflowkit.triggers import fields, secrets
from workflowkit.triggers.explanation import explanations
from workflowkit.triggers.trigger import DaemonContext
from workflowkit.triggers.trigger_file import parse


def at(version: str) -> DaemonContext:
    """The daemon of the engine *version*."""
    return replace(DAEMON, engine=engine_keys(version))


NEWEST = at("3.121.0")
DELIVERY = "    delivery:\n      kind: github_draft_review\n      token: $GH\n"


def messages(text: str, daemon: DaemonContext = DAEMON) -> Any:
    return [item.message for item in found(text, daemon) if item.severity == "error"]


@pytest.mark.parametrize(
    ("path", "value", "before", "since"),
    [
        ("agentConfig.maxOutputTokens", "9000", "3.68.0", "3.69.0"),
        ("maxQueueDepth", "4", "3.69.0", "3.70.0"),
        ("stallTimeoutSeconds", "60", "3.72.1", "3.73.0"),
        ("reviewerIdentity", "kim", "3.90.1", "3.91.0"),
        ("reviewerLogin", "kim", "3.90.1", "3.91.0"),
        ("agentConfig.modelTier", "mid", "3.117.0", "3.118.0"),
    ],
)
def test_a_key_is_known_from_its_version_on(path: str, value: str, before: str, since: str) -> None:
    *block, key = path.split(".")
    line = f"{key}: {value}\n"
    text = (
        CLEAN.replace("    agentConfig:\n", f"    agentConfig:\n      {line}")
        if block
        else f"{CLEAN}    {line}"
    )
    assert messages(text, at(before)) == [
        f"key '{key}' needs engine {since}; engine {before} ignores it"
    ]
    for version in (since, "3.121.0"):
        assert messages(text, at(version)) == []
        (item,) = explanations(parse(text, at(version)))
        assert (item.status, item.statements[-1].short) == ("runs", f"{path}: {value}")
        assert item.statements[-1].sentence == (
            f"Engine {version} reads more settings: '{path}' is '{value}'."
        )
    misspelt = f"unknown key '{key}s'" + (" in 'agentConfig'" if block else "")
    assert messages(text.replace(key, f"{key}s"), NEWEST) == [misspelt]


def test_the_block_delivery_is_known_from_its_version_on() -> None:
    text = CLEAN + DELIVERY
    expected = "key 'delivery' needs engine 3.97.0; engine 3.94.0 ignores it"
    assert messages(text, at("3.94.0")) == [expected]
    assert messages(text, at("3.97.0")) == []
    (item,) = explanations(parse(text, at("3.97.0")))
    # A block may hold a secret, so only its keys are told.
    assert item.statements[-1].short == "delivery: kind, token"


def test_an_empty_key_of_a_later_engine_is_told_there() -> None:
    text = CLEAN + "    maxQueueDepth:\n"
    assert "W032" in {item.code for item in found(text, NEWEST)}


def test_an_id_below_an_unsupported_block_still_replaces_the_real_one() -> None:
    text = CLEAN + "    delivery:\n      id: other\n"
    assert "'id' below 'delivery' is read as a key of the trigger itself" in messages(text)
    assert parse(text, DAEMON).triggers[0].id == "other"
    assert parse(text, NEWEST).triggers[0].id == "review"


def test_read_only_checkouts_need_an_engine() -> None:
    text = CLEAN + "    branchStrategy: read-only\n"
    for version in ("3.68.0", "3.90.1"):
        assert messages(text, at(version)) == ["'branchStrategy: read-only' needs engine 3.91.0"]
    for version in ("3.91.0", "3.121.0"):
        assert messages(text, at(version)) == []
        assert parse(text, at(version)).load.triggers[0].branch_strategy == "read-only"
    assert messages(text.replace("read-only", "readonly"), NEWEST) == [
        "'branchStrategy' is 'readonly'; expected 'worktree' or 'none' or 'read-only'"
    ]


def test_the_form_of_a_model_is_required_by_later_engines() -> None:
    text = CLEAN.replace("    agentConfig:\n", "    agentConfig:\n      model: fast\n")
    assert messages(text) == []
    assert messages(text, at("3.78.0")) == []
    assert parse(text, at("3.78.0")).load.dropped == ()
    for version in ("3.79.1", "3.121.0"):
        assert messages(text, at(version)) == ["'model' is 'fast'; expected 'provider/model-id'"]
        (dropped,) = parse(text, at(version)).load.dropped
        assert (dropped.error.kind, dropped.error.field) == (
            "invalid_field_value",
            "agentConfig.model",
        )
        assert messages(text.replace("fast", "acme/fast"), at(version)) == []
    for wrong in ("/fast", "acme/"):
        assert len(messages(text.replace("fast", wrong), NEWEST)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{CLEAN}    priority: high\n", "unknown key 'priority'"),
        (
            CLEAN.replace("    agentConfig:\n", "    agentConfig:\n      budget: 3\n"),
            "unknown key 'budget' in 'agentConfig'",
        ),
        (
            f"{CLEAN}    branchStrategy: clone\n",
            "'branchStrategy' is 'clone'; expected 'worktree' or 'none' or 'read-only'",
        ),
        (
            CLEAN.replace("concurrencyMode: serial", "concurrencyMode: fair"),
            "'concurrencyMode' is 'fair'; expected 'serial' or 'parallel'",
        ),
        (CLEAN.replace("provider: generic", "provider: mail"), "unknown provider 'mail'"),
    ],
)
def test_what_a_newer_engine_may_know_is_a_warning(text: str, message: str) -> None:
    if text == CLEAN:
        text += "    concurrencyMode: fair\n"
    beyond = replace(NEWEST, engine=engine_keys("4.0.0"))
    assert messages(text, NEWEST) == [message]
    assert messages(text, beyond) == []
    warnings = [item for item in found(text, beyond) if item.code in ("W001", "W031")]
    assert [(item.severity.value, item.message) for item in warnings] == [
        ("warning", f"unknown to this data: {message}")
    ]
    (item,) = explanations(parse(text, beyond))
    assert item.status == "runs"


def test_what_is_certain_stays_an_error_for_a_newer_engine() -> None:
    text = CLEAN.replace("    workflowId: demo.flow\n", "")
    assert messages(text, replace(NEWEST, engine=engine_keys("4.0.0"))) == [
        "'workflowId' is missing"
    ]


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
        ("    hmacSecrt: hunter2\n", "    hmacSecrt: *******\n"),
        ("    hmac_secre: hunter2\n", "    hmac_secre: *******\n"),
        ("    hmacsecrte: hunter2\n", "    hmacsecrte: *******\n"),
        ("    source: {tokn: abc}\n", "    source: {tokn: ****\n"),
        ("    source: {repo: a/b, Passwrd: abc}\n", "    source: {repo: a/b, Passwrd: ****\n"),
        ("    apiKye: hunter2\n", "    apiKye: *******\n"),
        ("    credential: hunter2\n", "    credential: *******\n"),
        ("    hmacSecrt: $HOOK\n", "    hmacSecrt: $HOOK\n"),
        ("    secretScn: false\n", "    secretScn: false\n"),
        ("    maxOutputTokens: 5\n", "    maxOutputTokens: 5\n"),
        ("    workflowId: acme.token\n", "    workflowId: acme.token\n"),
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
def test_the_work_grows_with_the_number_of_bad_lines_and_not_faster(line: Any) -> None:
    def calls(n: int) -> int:
        text = CLEAN + "".join(line.format(index, index) for index in range(n))
        return calls_made(lambda: found(text))

    # Eight times the lines took up to 64 times as long when each finding searched all others.
    assert calls(400) <= 12 * calls(50)


def test_no_known_key_is_taken_for_a_misspelled_secret() -> None:
    keys = {*fields.TRIGGER_KEYS, *(key for keys in fields.BLOCK_KEYS.values() for key in keys)}
    text = "".join(f"    {key}: hunter2\n" for key in sorted(keys))
    masked = {line.split(":")[0].strip() for line in secrets.mask(text).splitlines() if "*" in line}
    assert masked == {"hmacSecret", "token"}
