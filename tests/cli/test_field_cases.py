"""Small projects from the field, each with the findings that are right: the folders of tests/vectors/field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk
from workflowkit.lint.rules import ALL

CASES = Path(__file__).parents[1] / "vectors" / "field"

REPORTED: dict[str, tuple[tuple[str, ...], set[tuple[str, int, str]]]] = {
    "about-wrong-step": (("flow.json",), {("flow.json", 7, "H007")}),
    "agent-role-unseen": (("flow.json",), {("flow.json", 21, "S024")}),
    "authoring-reference-name": (
        (".",),
        {("dev-notes.json", 11, "R006"), ("dev-workflow.json", 11, "R006")},
    ),
    "backtick-unset-on-path": (("flow.json",), {("flow.json", 35, "C029")}),
    "code-in-block-items": (("flow.json",), {("flow.json", 15, "P024")}),
    "engine-repository-file": (("flow.json",), {("flow.json", 16, "P022")}),
    "for-loop-prose-exit": (("flow.json",), {("flow.json", 32, "L037")}),
    "per-file-matches-nothing": (("workflows",), {("wfk.toml", 1, "U005")}),
    "prose-skip": (("flow.json",), {("flow.json", 12, "P052")}),
    "token-unset-on-path": (("flow.json",), {("flow.json", 35, "C028")}),
    "withhold-context": (
        ("flow.json",),
        {("flow.json", 31, "P053")},
    ),
    "workspace-reference-in-package": (("workflows",), {("workflows/flow.json", 11, "R020")}),
}
"""Case to its paths and the findings that `lint --profile style` has of their rules: no fewer, no others."""

SILENT: dict[str, tuple[tuple[str, ...], str]] = {
    "capture-wording": ((".",), "C002"),
    "comment-json-in-tree": ((".",), "S000"),
    "delegation-if-clause": (("flow.json",), "P020"),
    "gate-as-subject": (("flow.json",), "A014"),
    "quoted-bad-example": (("flow.json",), "P007"),
    "retired-id-on-old-engine": (("--engine", "3.66.0", "flow.json"), "X004"),
    "routines-in-same-run": ((".",), "T001"),
}
"""Case to its arguments and the rule that must not report anything."""

OTHERS = {
    "baseline-renamed-file",
    "folder-silently-skips",
    "folder-without-workflows",
    "metrics-malformed",
    "newest-engine-format",
    "routine-condition-unset",
    "suppression-unused-when-rule-off",
    "trigger-newer-engine",
    "trigger-workspace-unknown",
    "two-configs-order",
    "unknown-rule-in-config",
}
"""Cases with a test of their own."""


@pytest.fixture
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the case that the parameter names, as the current folder."""
    shutil.copytree(CASES / request.param, tmp_path / "case")
    monkeypatch.chdir(tmp_path / "case")
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path / "case"


def named(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", names, indirect=True)


def found(wfk: Wfk, *arguments: str) -> list[tuple[str, int, str]]:
    """Return path, line and code of every finding of `lint`, of all profiles, and check that a file was read."""
    ran = wfk("lint", "--profile", "style", "--format", "json", *arguments)
    report = json.loads(ran.out)
    assert report["summary"]["files"] > 0
    return [(each["path"], each["line"], each["code"]) for each in report["diagnostics"]]


def test_every_case_has_a_test() -> None:
    assert {path.name for path in CASES.iterdir()} == {*REPORTED, *SILENT, *OTHERS}


@pytest.mark.parametrize(("case", "name"), [(name, name) for name in REPORTED], indirect=["case"])
@pytest.mark.usefixtures("case")
def test_what_is_reported(name: str, wfk: Wfk) -> None:
    paths, expected = REPORTED[name]
    codes = {code for _, _, code in expected}
    assert {each for each in found(wfk, *paths) if each[2] in codes} == expected


@pytest.mark.parametrize(("case", "name"), [(name, name) for name in SILENT], indirect=["case"])
@pytest.mark.usefixtures("case")
def test_what_is_not_reported(name: str, wfk: Wfk) -> None:
    arguments, code = SILENT[name]
    assert any(rule.code == code for rule in ALL)
    assert [each for each in found(wfk, *arguments) if each[2] == code] == []


@named("code-in-block-items")
@pytest.mark.usefixtures("case")
def test_a_code_block_over_several_items_is_one_finding(wfk: Wfk) -> None:
    assert len([each for each in found(wfk, "flow.json") if each[2] == "P024"]) == 1


@named("retired-id-on-old-engine")
@pytest.mark.usefixtures("case")
def test_the_id_is_retired_in_later_engines(wfk: Wfk) -> None:
    assert "X004" in {code for _, _, code in found(wfk, "--engine", "3.68.0", "flow.json")}


@named("baseline-renamed-file")
def test_accepted_findings_follow_a_renamed_file(case: Path, wfk: Wfk) -> None:
    run = ("lint", "--profile", "style", "--baseline", "b.json", "workflows")
    assert wfk(*run, "--write-baseline").code == 0
    accepted = json.loads((case / "b.json").read_text("utf-8"))
    assert len(accepted["findings"]) > 1
    (case / "workflows/a.json").rename(case / "workflows/c.json")
    report = json.loads(wfk(*run, "--format", "json").out)
    # The rule about names has another finding now, and no longer the accepted one.
    assert {each["code"] for each in report["diagnostics"]} == {"I005", "U004"}


@named("folder-silently-skips")
@pytest.mark.usefixtures("case")
def test_each_file_is_linted_or_named(wfk: Wfk) -> None:
    ran = wfk("lint", "--format", "concise", "--verbose", "workflows")
    assert ran.code == 1
    for name in ("empty-object", "list", "no-steps", "wrapped"):
        assert f"workflows/{name}.json:1:1: error S001" in ran.out
    assert "skipped: workflows/upper.JSON: the name does not end in '.json'" in ran.err


@named("folder-without-workflows")
@pytest.mark.usefixtures("case")
def test_a_folder_without_files_is_a_usage_error(wfk: Wfk) -> None:
    assert wfk("lint", "workflows").code == 2
    assert wfk("compile", "workflows").code == 2


@named("metrics-malformed")
@pytest.mark.usefixtures("case")
def test_malformed_figures_are_reported_and_not_summed(wfk: Wfk) -> None:
    ran = wfk("sessions", "metrics", "log.jsonl", "--strict", "--format", "json")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 5
    (totals,) = json.loads(ran.out)["totals"]
    assert totals["agentReported"]["linesAdded"] == 0


@named("newest-engine-format")
@pytest.mark.usefixtures("case")
def test_the_forms_of_the_newest_engine_are_accepted(wfk: Wfk) -> None:
    ran = wfk("lint", "--profile", "core", "--engine", "3.121.0", "--format", "concise", ".")
    assert [line.partition(" ")[0::2][1][:10] for line in ran.out.splitlines()] == ["error C001"]
    assert ran.out.startswith("gate-kind-typo.json:25:18: ")
    older = wfk("lint", "--profile", "core", "--engine", "3.68.0", "--format", "concise", ".")
    assert len(older.out.splitlines()) > 4


@named("routine-condition-unset")
@pytest.mark.usefixtures("case")
def test_an_unset_condition_of_a_routine_is_an_error_of_its_caller(wfk: Wfk) -> None:
    ran = wfk("lint", "--routines", "routines", "--format", "concise", ".")
    routine, caller = ran.out.splitlines()
    assert routine.startswith("routines/depths.json:21:16: warning T016 ")
    assert caller.startswith("workflows/flow.json:17:23: error C001 ")


@named("suppression-unused-when-rule-off")
@pytest.mark.usefixtures("case")
def test_a_suppression_of_a_rule_that_did_not_run_is_not_unused(wfk: Wfk) -> None:
    for arguments in (("--ignore", "P001"), ("--profile", "core", "--extend-select", "U")):
        assert "U001" not in wfk("lint", *arguments, "--format", "concise").out


@named("trigger-newer-engine")
@pytest.mark.usefixtures("case")
def test_triggers_are_checked_for_the_engine_that_is_named(wfk: Wfk) -> None:
    older, newer = wfk("triggers", "validate"), wfk("triggers", "validate", "--engine", "3.121.0")
    assert older.out.count("error[W031 unknown-trigger-key]") == 2
    assert (older.code, newer.code) == (1, 0)


@named("trigger-workspace-unknown")
@pytest.mark.usefixtures("case")
def test_an_unknown_workspace_is_an_assumption(wfk: Wfk) -> None:
    assert "runs if workspace 'nowhere' is configured (see --workspaces)" in (
        wfk("triggers", "validate").out
    )


@named("two-configs-order")
def test_the_order_of_arguments_does_not_matter(case: Path, wfk: Wfk) -> None:
    # The outer configuration ignores the rule, and the inner one does not.
    text = '[lint]\nprofile = "style"\n'
    (case / "wfk.toml").write_text(text + 'ignore = ["S014"]\n', "utf-8")
    (case / "sub/wfk.toml").write_text(text, "utf-8")
    one = wfk("lint", "--format", "concise", "flow.json", "sub/flow.json")
    other = wfk("lint", "--format", "concise", "sub/flow.json", "flow.json")
    assert one == other
    reported = [line.partition(":")[0] for line in one.out.splitlines() if "S014" in line]
    assert reported == ["sub/flow.json"]


@named("unknown-rule-in-config")
@pytest.mark.usefixtures("case")
def test_an_unknown_rule_in_the_configuration_is_an_error(wfk: Wfk) -> None:
    ran = wfk("lint", "flow.json")
    assert ran.code == 2
    assert "wfk.toml:2:11: unknown rule 'nosuch'" in ran.err
    assert "; also unknown: 'P0035', 'P0O1', 'S0133'" in ran.err
