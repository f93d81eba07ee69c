"""`wfk diff` and `wfk breaking` in a repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wfk

READ = {"id": "read", "title": "Read", "prompt": "Read the request and list what it asks for."}
SHIP = {"id": "ship", "title": "Ship", "prompt": "Tag the release.", "requireConfirmation": True}
CALL = {
    "id": "plan",
    "title": "Plan",
    "templateCall": {"templateId": "wr.templates.routine.acme.routine-plan", "args": {}},
}


def _git(*arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def _write(path: str, workflow_id: str, *steps: dict[str, Any], **more: Any) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    value = {
        "id": workflow_id, "name": "Release", "description": "Use this to cut a release.",
        "version": "1.0.0", **more, "steps": list(steps),
    }  # fmt: skip
    Path(path).write_text(json.dumps(value, indent=2) + "\n")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with two workflows that call one routine, all committed."""
    monkeypatch.chdir(tmp_path)
    _git("init", "-q", "-b", "main")
    _write("workflows/release.json", "acme.release", READ, CALL, SHIP)
    _write("workflows/hotfix.json", "acme.hotfix", READ, CALL)
    _write("routines/plan.json", "acme.routine-plan", {**READ, "id": "think", "prompt": "Think."})
    _git("add", "-A")
    _git("commit", "-q", "-m", "first")


def test_nothing_changed(wfk: Wfk) -> None:
    result = wfk("diff")
    assert (result.code, result.out) == (0, "3 unchanged\n")
    result = wfk("breaking")
    assert (result.code, result.out) == (0, "3 files, no findings\n")


def test_a_routine_changes_the_workflows_that_call_it(wfk: Wfk) -> None:
    _write(
        "routines/plan.json", "acme.routine-plan", {**READ, "id": "think", "prompt": "Think twice."}
    )
    found = json.loads(wfk("diff", "--format", "json").out)
    causes = {each["id"]: each["causes"] for each in found["changed"]}
    routine = [{"kind": "routine", "name": "acme.routine-plan"}]
    assert causes == {
        "acme.release": routine,
        "acme.hotfix": routine,
        "acme.routine-plan": [{"kind": "text", "name": ""}],
    }
    text = wfk("diff").out
    assert "routine acme.routine-plan changes 2 workflows: acme.hotfix, acme.release" in text


def test_old_commits_are_read_without_a_checkout(wfk: Wfk) -> None:
    _write("workflows/release.json", "acme.release", READ, CALL, {**SHIP, "title": "Publish"})
    _git("commit", "-q", "-a", "-m", "second")
    found = json.loads(wfk("diff", "HEAD~1", "HEAD", "--format", "json").out)
    (changed,) = found["changed"]
    assert (changed["path"], changed["oldPath"]) == (
        "HEAD:workflows/release.json",
        "HEAD~1:workflows/release.json",
    )
    (step,) = changed["steps"]
    assert [piece["text"] for text in step["texts"] for piece in text["pieces"]] == [
        "Ship",
        "Publish",
    ]


def test_a_moved_file_is_the_same_workflow(wfk: Wfk) -> None:
    Path("workflows/old").mkdir()
    Path("workflows/release.json").rename("workflows/old/shipping.json")
    assert wfk("breaking").code == 0


def test_a_bindings_file_that_is_new_is_a_cause(wfk: Wfk) -> None:
    slot = {"slotId": "who", "purpose": "Who.", "default": "acme.routine-plan"}
    bound = {**READ, "prompt": "Ask {{wr.bindings.who}} to read the request."}
    _write("workflows/bound.json", "acme.bound", bound, extensionPoints=[slot])
    _git("add", "-A")
    _git("commit", "-q", "-m", "bound")
    Path(".workrail").mkdir()
    Path(".workrail/bindings.json").write_text('{"acme.bound": {"who": "acme.routine-other"}}')
    (changed,) = json.loads(wfk("diff", "--format", "json").out)["changed"]
    assert changed["causes"] == [{"kind": "binding", "name": "who"}]
    assert "binding of slot who changes 1 workflow: acme.bound" in wfk("diff").out


def test_an_engine_and_a_routine_that_is_gone_are_causes(wfk: Wfk) -> None:
    checked = {**READ, "verification": {"command": "make test"}}
    _write("workflows/checked.json", "acme.checked", checked)
    _git("add", "-A")
    _git("commit", "-q", "-m", "checked")
    Path("wfk.toml").write_text('engine = "3.118.0"\n')
    (changed,) = json.loads(wfk("diff", "--format", "json").out)["changed"]
    assert changed["oldHash"] is None
    assert changed["causes"] == [{"kind": "engine", "name": "3.118.0"}]
    Path("wfk.toml").unlink()
    (gone,) = Path("routines").glob("*.json")
    gone.unlink()
    out = wfk("diff").out
    assert "; the engine refuses it: wfk lint says why)" in out
    assert "routine acme.routine-plan changes 2 workflows: acme.hotfix, acme.release" in out


def test_two_folders_and_two_files(wfk: Wfk) -> None:
    _write("old/a.json", "acme.a", READ, SHIP)
    _write("new/a.json", "acme.a", READ)
    assert "- step 'ship' 'Ship'" in wfk("diff", "old", "new").out
    _write("new/b.json", "acme.b", READ)
    assert "acme.a has another id now: acme.b" in wfk("diff", "old/a.json", "new/b.json").out


def test_an_absolute_path_is_compared_like_a_relative_one(wfk: Wfk, tmp_path: Path) -> None:
    _write("workflows/release.json", "acme.release", READ)
    for path in ("workflows/release.json", str(tmp_path / "workflows/release.json"), "./workflows"):
        assert "- step 'ship'" in wfk("diff", path).out, path
        assert "Z101 removed-step" in wfk("breaking", path, "--format", "concise").out, path


def test_a_blank_source_is_a_usage_error(wfk: Wfk) -> None:
    for arguments in (
        ("diff", ""),
        ("diff", "HEAD", ""),
        ("breaking", "--against", ""),
        ("budget", "--against", ""),
    ):
        ran = wfk(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert " is blank" in ran.err


def test_a_source_that_does_not_exist(wfk: Wfk) -> None:
    result = wfk("diff", "nothing")
    assert result.code == 2
    assert "neither a file, a folder nor a commit: nothing" in result.err


def test_a_weaker_gate_is_reported_until_it_is_accepted(wfk: Wfk) -> None:
    _write(
        "workflows/release.json", "acme.release", READ, CALL, {**SHIP, "requireConfirmation": False}
    )
    result = wfk("breaking", "--format", "concise")
    assert result.code == 1
    assert (
        "Z301 weakened-confirmation: step 'ship' does not wait for confirmation any more"
        in result.out
    )
    assert "the changes demand version 1.1.0 or later" in result.out
    assert wfk("breaking", "--category", "contract").code == 0
    accepted = wfk(
        "breaking", "--only", "Z301", "--accept", "the pipeline asks", "--expires", "2999-01-31"
    )
    assert accepted.out == "1 change accepted in wfk-breaking.json\n"
    assert wfk("breaking", "--only", "Z301").out == "3 files, no findings, 1 in the ledger\n"
    assert "Z301" not in wfk("breaking", "--format", "concise").out
    # The entry names the change, not its place.
    _write(
        "workflows/release.json",
        "acme.release",
        READ,
        {**READ, "id": "again"},
        CALL,
        {**SHIP, "requireConfirmation": False},
    )
    assert "Z301" not in wfk("breaking", "--format", "concise").out


def test_entries_that_accept_nothing_or_have_expired(wfk: Wfk) -> None:
    _write(
        "workflows/release.json",
        "acme.release",
        READ,
        CALL,
        {**SHIP, "requireConfirmation": False},
        version="1.1.0",
    )
    wfk("breaking", "--accept", "the pipeline asks", "--expires", "2999-01-31")
    ledger = Path("wfk-breaking.json")
    ledger.write_text(ledger.read_text().replace("2999", "2020"))
    result = wfk("breaking", "--format", "concise")
    assert result.code == 1
    assert "Z003 expired-accepted-change" in result.out
    assert "Z301 weakened-confirmation" in result.out
    _git("checkout", "-q", "workflows/release.json")
    result = wfk("breaking", "--format", "concise")
    assert result.code == 0
    assert "Z002 unused-accepted-change" in result.out


def test_an_accepted_change_may_not_go_further(wfk: Wfk) -> None:
    loop = {"id": "rounds", "type": "loop", "title": "Rounds", "body": [READ]}
    for times in (2, 3, 4):
        rounds = {"type": "for", "count": times, "maxIterations": times}
        _write("workflows/loop.json", "acme.loop", {**loop, "loop": rounds}, version=f"1.{times}.0")
        if times == 2:
            _git("add", "-A")
            _git("commit", "-q", "-m", "loop")
        if times == 3:
            # Rules are named by a list, in any case.
            wfk("breaking", "--only", "z306,Z301", "--accept", "a third look")
            assert "Z306" not in wfk("breaking", "--format", "concise").out
    assert "may repeat 4 times instead of 2" in wfk("breaking", "--format", "concise").out


def test_a_workflow_that_is_gone_or_not_json(wfk: Wfk) -> None:
    Path("workflows/hotfix.json").unlink()
    Path("workflows/release.json").write_text("{")
    found = wfk("breaking", "--format", "concise").out.splitlines()
    assert [line.split(" ", 3)[2] for line in found[:2]] == ["Z106", "S000"]
    assert found[0].startswith("HEAD:workflows/hotfix.json:2:9: error")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--expires", "2999-01-01"),
        ("--accept", "why", "--expires", "tomorrow"),
        ("--accept", "why", "--expires", "2020-01-31"),
        ("--accept", " "),
        ("--only", "no-such-rule"),
        ("--ledger", "missing.json"),
        ("--against", "no-such-ref"),
    ],
)
def test_wrong_options(wfk: Wfk, arguments: tuple[str, ...]) -> None:
    assert wfk("breaking", *arguments).code == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"formatVersion": 1}',
        '{"formatVersion": 1, "accepted": [{"workflow": "a", "rule": "b", "fingerprint": "c", "change": "d", "reason": "e", "expires": "soon"}]}',
    ],
)
def test_a_damaged_ledger(wfk: Wfk, text: str) -> None:
    Path("wfk-breaking.json").write_text(text)
    result = wfk("breaking")
    assert result.code == 2
    assert "wfk-breaking.json" in result.err


def test_services_are_told_places_in_files_of_the_repository(wfk: Wfk) -> None:
    _write("workflows/release.json", "acme.release", READ, CALL, {**SHIP, "id": "publish"})
    Path("workflows/hotfix.json").unlink()
    text = wfk("breaking", "--format", "concise").out
    assert "HEAD:workflows/hotfix.json:2:9: error Z106" in text
    log = json.loads(wfk("breaking", "--format", "sarif").out)
    results = log["runs"][0]["results"]
    places = {
        (each["ruleId"], place["physicalLocation"]["artifactLocation"]["uri"])
        for each in results
        for place in (*each["locations"], *each.get("relatedLocations", ()))
    }
    assert ("Z106", "workflows/hotfix.json") in places
    assert {uri for _, uri in places} == {"workflows/hotfix.json", "workflows/release.json"}
    (renamed,) = (each for each in results if each["ruleId"] == "Z102")
    assert "it was here: HEAD:workflows/release.json:" in renamed["message"]["text"]
    for name in ("github", "gitlab", "checkstyle"):
        assert "HEAD" not in wfk("breaking", "--format", name).out
