"""`wfk breaking` on a git history that holds a change for each of its rules."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.conftest import Wfk
from tests.lint.running_rules import complete, without_markers
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL

CASES = Path(__file__).parents[1] / "rules"
RULES = [rule for rule in ALL if rule.subject == "WorkflowChange"]
REMOVED = "acme.removed"


class Case(NamedTuple):
    """A change that one rule reports, as the files of two commits."""

    rule: Rule
    path: str
    before: dict[str, Any]
    after: dict[str, Any]


def case_of(rule: Rule) -> Case:
    """Return the first change of *rule* that it reports, with an id of its own."""
    first, *_ = sorted((CASES / rule.name.replace("-", "_")).glob("*reports_*.jsonc"))
    value = json.loads(without_markers(first.read_text("utf-8"))[0])
    is_routine = first.stem.startswith("routine_")
    folder = "routines" if is_routine else "workflows"
    names = {"id": f"acme.routine-{rule.name}" if is_routine else f"acme.{rule.name}"}
    before, after = (
        {**json.loads(complete(json.dumps(value[side]))), **names, "version": "1.2.0"}
        for side in ("before", "after")
    )
    return Case(rule, f"{folder}/{rule.name}.json", before, after)


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def write(path: str, value: dict[str, Any]) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(json.dumps(value, indent=2) + "\n", "utf-8")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of two commits: the second makes each of the changes, and removes a workflow."""
    folder = tmp_path_factory.mktemp("history")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        git("init", "-q", "-b", "main")
        Path("wfk.toml").write_text('paths = ["workflows", "routines"]\nroutines = ["routines"]\n')
        cases = [case_of(rule) for rule in RULES]
        for case in cases:
            write(case.path, case.before)
        write("workflows/removed.json", {**cases[0].before, "id": REMOVED})
        git("add", "-A")
        git("commit", "-q", "-m", "before")
        for case in cases:
            write(case.path, case.after)
        Path("workflows/removed.json").unlink()
        git("add", "-A")
        git("commit", "-q", "-m", "after")
    return folder


@pytest.fixture
def inside(history: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(history)
    return history


def findings(wfk: Wfk, *arguments: str) -> list[dict[str, Any]]:
    options = arguments if "--category" in arguments else ("--category", "prompt", *arguments)
    ran = wfk("breaking", "--against", "HEAD~1", "--format", "json", *options)
    assert ran.code in (0, 1), ran.err
    return json.loads(ran.out)["diagnostics"]


@pytest.mark.usefixtures("inside")
def test_each_change_is_found_at_its_place_with_the_former_one(wfk: Wfk) -> None:
    found = findings(wfk)
    for rule in RULES:
        path = case_of(rule).path
        own = [each for each in found if each["code"] == rule.code and each["path"] == path]
        assert own, rule.name
        lines = Path(path).read_text("utf-8").splitlines()
        for each in own:
            assert each["message"]
            assert each["help"]
            line = lines[each["line"] - 1]
            assert line[each["column"] - 1 :].strip()
            formers = [place for place in each["related"] if place["path"] == f"HEAD~1:{path}"]
            assert formers or "argument" in each["message"], rule.name
            assert all(place["line"] >= 1 and place["message"] for place in formers)


@pytest.mark.usefixtures("inside")
def test_a_removed_workflow_is_found_where_it_was(wfk: Wfk) -> None:
    (removed,) = (each for each in findings(wfk) if each["code"] == "Z106")
    assert REMOVED in removed["message"]
    assert removed["path"] == "HEAD~1:workflows/removed.json"


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("category", "groups"),
    [("resume", {"Z1"}), ("contract", {"Z1", "Z2"}), ("gate", {"Z1", "Z2", "Z3"})],
)
def test_a_category_has_its_rules_and_those_before_it(
    category: str, groups: set[str], wfk: Wfk
) -> None:
    codes = {each["code"] for each in findings(wfk, "--category", category)}
    expected = {rule.code for rule in RULES if rule.code[:2] in groups}
    assert codes == expected | {"Z001", "Z106"}


BUMPS = {"Z1": "2.0.0", "Z2": "2.0.0", "Z3": "1.3.0", "Z4": "1.2.1"}
"""What a change of each category demands of version 1.2.0, by semantic versioning."""


@pytest.mark.usefixtures("inside")
def test_each_change_demands_its_version(wfk: Wfk) -> None:
    found = findings(wfk)
    for rule in RULES:
        path = case_of(rule).path
        codes = {each["code"] for each in found if each["path"] == path}
        worst = min(code[:2] for code in codes if not code.startswith("Z0"))
        (demand,) = (each for each in found if each["code"] == "Z001" and each["path"] == path)
        assert f"version {BUMPS[worst]} or later" in demand["message"], rule.name


@pytest.mark.usefixtures("inside")
def test_all_changes_are_accepted_until_they_expire(wfk: Wfk) -> None:
    ledger = ("--ledger", "accepted.json")
    try:
        Path("accepted.json").write_text('{"formatVersion": 1, "accepted": []}')
        before = findings(wfk, *ledger)
        tomorrow = datetime.date.today() + datetime.timedelta(days=2)
        wfk("breaking", "--against", "HEAD~1", *ledger, "--category", "prompt", "--accept", "agreed", "--expires", str(tomorrow))  # fmt: skip
        accepted = findings(wfk, *ledger)
        assert len(accepted) < len(before)
        assert not {each["code"] for each in accepted} & {rule.code for rule in RULES}
        text = Path("accepted.json").read_text("utf-8")
        Path("accepted.json").write_text(text.replace(str(tomorrow), "2020-01-31"))
        expired = findings(wfk, *ledger)
        assert {each["code"] for each in expired} >= {rule.code for rule in RULES} | {"Z003"}
        ran = wfk(
            "breaking", "--against", "HEAD", *ledger, "--category", "prompt", "--format", "json"
        )
        unused = json.loads(ran.out)["diagnostics"]
        assert {each["code"] for each in unused} >= {"Z002"}
        assert all(each["path"] == "accepted.json" for each in unused)
    finally:
        Path("accepted.json").unlink()
