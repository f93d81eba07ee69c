from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import GOOD
from tests.triggers.test_trigger_cases import CLEAN, POLL
from tests.triggers.test_trigger_rules import EXAMPLE
from workflowkit.cli.main import run
from workflowkit.schemas.json_schema import json_schema


@pytest.fixture
def wfk(capfd: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs `wfk triggers` with arguments; gives exit code, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["triggers", *arguments])
        out, err = capfd.readouterr()
        return code, re.sub(r"\d+ ms\n$", "N ms\n", out), err

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a folder of workflows in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "flows").mkdir()
    for name, profile in (("demo.flow", "coding"), ("demo.review", "review")):
        value = json.loads(GOOD) | {"id": name, "metricsProfile": profile}
        (tmp_path / "flows" / f"{name}.json").write_text(json.dumps(value))
    return tmp_path


FLOWS = ("--workflows", "flows")


def test_a_file_in_order_is_told_and_exits_0(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    code, out, err = wfk("validate", *FLOWS)
    assert (code, err) == (0, "")
    assert out == (
        "review (generic) runs if variable 'HOOK_SECRET' is set (see --environment)\n"
        "  starts     POST /webhook/review, signed with the secret in HOOK_SECRET\n"
        "  goal       'Review {{$.pull.title}}', else 'Review the newest change'\n"
        "  context    the whole payload (default)\n"
        "  workflow   demo.flow\n"
        "  workspace  /srv/shop\n"
        "  limits     60 minutes, 150 turns, aborted when stuck (default)\n"
        "  order      serial (default)\n"
        "  repeats    same goal and workspace within 30 s are dropped\n"
        "  branch     the current checkout (default)\n"
        "  delivery   nothing is committed (default)\n"
        "\n"
        "1 file, no findings, N ms\n"
    )


def test_the_example_is_placed_and_exits_1(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(EXAMPLE)
    code, out, _ = wfk("validate", *FLOWS, "--format", "concise", "--ignore", "W015,W046")
    assert (code, out) == (
        1,
        "triggers.yml:2:9: warning W008 missing-goal-template: trigger 'repair' uses the default goal template '{{$.goal}}'\n"
        "triggers.yml:2:9: warning W009 missing-session-limit: trigger 'repair' has the default time limit of 30 minutes\n"
        "triggers.yml:7:17: error W004 missing-autocommit-worktree: 'autoCommit' is enabled without 'branchStrategy: worktree'\n",
    )


def test_a_dropped_trigger_exits_1_even_when_its_rule_is_ignored(
    folder: Path, wfk: Callable[..., Any]
) -> None:
    (folder / "triggers.yml").write_text(CLEAN.replace("generic", "Generic"))
    code, out, _ = wfk("validate", *FLOWS, "--ignore", "W001")
    assert code == 1
    assert out == "review (Generic) dropped: unknown provider 'Generic'\n\n1 file, no findings, N ms\n"  # fmt: skip


def test_warnings_count_when_asked(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(CLEAN.replace("    hmacSecret: $HOOK_SECRET\n", ""))
    assert wfk("validate", *FLOWS)[0] == 0
    assert wfk("validate", *FLOWS, "--fail-on", "warning")[0] == 1


def test_json_holds_findings_and_fates(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(EXAMPLE)
    code, out, _ = wfk("validate", *FLOWS, "--format", "json")
    record = json.loads(out)
    jsonschema.validate(record, json_schema("triggers-validate"))
    (told,) = record["triggers"]
    assert (code, told["id"], told["status"]) == (1, "repair", "dropped")
    assert told["statements"]["branch"] == "the current checkout (default)"
    assert ["triggers", 0, "autoCommit"] in [item["route"] for item in record["diagnostics"]]


def test_fix_writes_safe_fixes_and_then_judges_the_result(
    folder: Path, wfk: Callable[..., Any]
) -> None:
    path = folder / "triggers.yml"
    path.write_bytes((CLEAN + "    concurrencyMode: parallel # fast\n").encode())
    code, out, err = wfk("validate", *FLOWS, "--fix")
    assert (code, err) == (0, "1 fix applied\n")
    assert path.read_text() == CLEAN + "    # fast\n    concurrencyMode: parallel\n"
    assert out.endswith("1 file, no findings, N ms\n")


def test_diff_shows_fixes_and_writes_nothing(folder: Path, wfk: Callable[..., Any]) -> None:
    path = folder / "triggers.yml"
    path.write_text(CLEAN + "    secretScan: yes\n")
    code, out, _ = wfk("validate", *FLOWS, "--diff")
    assert code == 1
    assert "-    secretScan: yes\n+    secretScan: true\n" in out
    assert path.read_text() == CLEAN + "    secretScan: yes\n"


def test_diff_of_a_file_in_order_is_empty(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    assert wfk("validate", *FLOWS, "--diff") == (0, "", "no fix to apply\n")


def test_a_file_that_is_not_utf8_is_not_fixed(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_bytes(CLEAN.encode() + b"    secretScan: yes # \xff\n")
    code, _, err = wfk("validate", *FLOWS, "--fix")
    assert (code, err) == (
        1,
        (
            "2 fixes skipped: the file is not UTF-8\n"
            "  triggers.yml:12:17: W034 conflicting-secret-scan-value: write 'true'\n"
            "  triggers.yml:12:21: W019 ambiguous-trailing-comment: move the comment above\n"
        ),
    )


def test_unsafe_fixes_are_applied_when_asked(folder: Path, wfk: Callable[..., Any]) -> None:
    path = folder / "triggers.yml"
    path.write_text(EXAMPLE)
    code, _, _ = wfk("validate", *FLOWS, "--fix", "--unsafe-fixes")
    assert code == 0
    assert "    branchStrategy: worktree\n" in path.read_text()


def test_workspaces_and_variables_are_looked_up_when_named(
    folder: Path, wfk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOOK_SECRET", raising=False)
    text = CLEAN.replace("workspacePath: /srv/shop", "workspaceName: shop")
    (folder / "triggers.yml").write_text(text)
    (folder / "config.json").write_text(
        json.dumps({"workspaces": {"shop": {"path": "/srv/shop"}, "odd": 7, "bare": {}}})
    )
    (folder / "daemon.env").write_text("# secrets\nHOOK_SECRET=abc\n")
    assert wfk("validate", *FLOWS)[0] == 0
    options = (*FLOWS, "--format", "concise", "--workspaces", "config.json")
    assert wfk("validate", *options, "--env-file", "daemon.env")[:2] == (0, "")
    code, out, _ = wfk("validate", *options, "--environment")
    assert (code, "W041" in out) == (1, True)
    (folder / "config.json").write_text('{"workspaces": {}}')
    code, out, _ = wfk("validate", *options)
    assert (code, "W040" in out) == (1, True)


def test_without_a_folder_the_bundled_workflows_are_known(
    folder: Path, wfk: Callable[..., Any]
) -> None:
    (folder / "triggers.yml").write_text(CLEAN.replace("demo.flow", "wr.coding-task"))
    assert wfk("validate", "--format", "concise")[:2] == (0, "")


def test_a_retired_id_of_the_spec_is_replaced(folder: Path, wfk: Callable[..., Any]) -> None:
    path = folder / "triggers.yml"
    path.write_text(CLEAN.replace("demo.flow", "old.flow"))
    (folder / "spec").mkdir()
    (folder / "spec" / "aliases.json").write_text(json.dumps({"old.flow": "demo.flow"}))
    code, _, _ = wfk("validate", *FLOWS, "--spec", "spec", "--fix")
    assert (code, path.read_text()) == (0, CLEAN)


def test_a_file_without_triggers_says_so(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text("triggers: []\n")
    assert wfk("validate", *FLOWS) == (0, "no triggers\n\n1 file, no findings, N ms\n", "")


def test_a_missing_file_is_a_usage_error(folder: Path, wfk: Callable[..., Any]) -> None:
    code, _, err = wfk("validate")
    assert (code, err.splitlines()[0]) == (2, "wfk: no such file or folder: triggers.yml")


def test_explain_tells_one_trigger_in_sentences(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(POLL.replace("      excludeAuthors: acme-bot\n", ""))
    code, out, _ = wfk("explain", "issues", "triggers.yml", *FLOWS)
    assert code == 0
    assert out.startswith("issues (github_issues_poll) runs if variable 'HOOK_SECRET' is set ")
    assert "It polls issues.opened in acme/shop every 60 s (default)" in " ".join(out.split())
    assert out.splitlines()[-2:] == [
        "1 finding in this trigger",
        "  triggers.yml:12:5: warning[W012]: trigger 'issues' does not exclude items of its own account",
    ]


def test_explain_tells_why_a_trigger_does_not_run(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(EXAMPLE)
    _, out, _ = wfk("explain", "repair", *FLOWS)
    assert out.splitlines()[:4] == [
        "repair (generic) dropped: 'autoCommit' is enabled without 'branchStrategy: worktree'",
        "triggers.yml:2",
        "",
        "The rest describes the trigger as if it ran.",
    ]


def test_an_unknown_trigger_is_a_usage_error(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    code, _, err = wfk("explain", "reviev", *FLOWS)
    assert (code, err) == (2, "wfk: unknown trigger 'reviev'\n     did you mean 'review'?\n")


def write_payload(folder: Path, title: str, name: str = "a.json") -> str:
    (folder / name).write_text(json.dumps({"pull": {"title": title}}))
    return name


def test_payloads_are_tried_out(folder: Path, wfk: Callable[..., Any]) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    name = write_payload(folder, "A")
    arrivals = ("--payload", name, "--payload", name, "--payload", name)
    times = ("--at", "0", "--at", "29.999s", "--at", "30000ms")
    code, out, _ = wfk("test", "triggers.yml", *arrivals, *times, *FLOWS)
    assert (code, out) == (
        0,
        "     0 s  a.json -> review: starts demo.flow in /srv/shop\n"
        "          goal: Review A\n"
        "29.999 s  a.json -> review: does not start (same goal and workspace as 29.999 s before; the sender gets 202)\n"
        "          goal: Review A\n"
        "    30 s  a.json -> review: starts demo.flow in /srv/shop\n"
        "          goal: Review A\n"
        "\n"
        "3 payloads, 2 sessions started\n",
    )


def test_payloads_come_one_second_apart_unless_told_otherwise(
    folder: Path, wfk: Callable[..., Any]
) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    a, b = write_payload(folder, "A"), write_payload(folder, "B", "b.json")
    arrivals = ("--payload", a, "--payload", b)
    _, out, _ = wfk("test", "triggers.yml", *arrivals, *FLOWS, "--format", "json")
    record = json.loads(out)
    jsonschema.validate(record, json_schema("triggers-test"))
    outcomes = record["outcomes"]
    assert [(item["at"], item["starts"], item["goal"]) for item in outcomes] == [
        (0, True, "Review A"),
        (1000, True, "Review B"),
    ]
    assert outcomes[0]["context"] == {"payload": {"pull": {"title": "A"}}}


def test_a_payload_without_a_value_shows_what_it_lacks(
    folder: Path, wfk: Callable[..., Any]
) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    (folder / "a.json").write_text("{}")
    _, out, _ = wfk("test", "triggers.yml", "--payload", "a.json", "--trigger", "review", *FLOWS)
    assert "static goal, because the payload has no 'pull.title'\n" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--at", "0", "--at", "1"), "wfk: the numbers of --at and --payload differ: 2 and 1"),
        (("--at", "soon"), "wfk: invalid time 'soon'"),
        (("--trigger", "ghost"), "wfk: unknown trigger 'ghost'"),
        (("--payload", "broken.json"), "wfk: broken.json:1:2: "),
    ],
)
def test_what_cannot_be_tried_is_a_usage_error(
    folder: Path, wfk: Callable[..., Any], arguments: tuple[Any, ...], message: str
) -> None:
    (folder / "triggers.yml").write_text(CLEAN)
    (folder / "broken.json").write_text("{")
    name = write_payload(folder, "A")
    code, _, err = wfk("test", "triggers.yml", "--payload", name, *arguments, *FLOWS)
    assert (code, err[: len(message)]) == (2, message)
