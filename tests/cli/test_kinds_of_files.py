"""Every kind of file is linted by the same run: the same rules, choices, suppressions, baseline, fixes and formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Wfk

TRIGGERS = """\
triggers:
  - id: repair
    provider: generic
    workflowId: wr.mr-review
    workspacePath: /srv/shop
    hmacSecret: $HOOK_SECRET
    goalTemplate: "Repair {{$.title}}"
    goal: Repair the newest defect
    agentConfig:
      maxSessionMinutes: 60
      maxTurns: 150
    secretScan: yes
"""
"""Names a bundled workflow: the one of the project is invalid, which every trigger that names it reports."""


@pytest.fixture
def project(good: Path) -> Path:
    """A project with a workflow, triggers, bindings and authoring rules, each with one error."""
    good.write_text(good.read_text("utf-8").replace('"version"', '"owner": "me", "version"'))
    Path("triggers.yml").write_text(TRIGGERS, "utf-8")
    Path(".workrail").mkdir()
    Path(".workrail/bindings.json").write_text('{"slot": "wr.routine-nothing-like-it"}', "utf-8")
    rule = {"id": "a", "status": "active", "level": "required", "scope": [], "rule": "Write."}
    rules = {"scopes": [], "topics": [{"id": "t", "rules": [rule, rule]}], "planned": []}
    Path("spec").mkdir()
    Path("spec/authoring-rules.json").write_text(json.dumps(rules), "utf-8")
    return good


def _found(out: str) -> set[tuple[str, str]]:
    """File and code of every finding of a concise report."""
    return {
        (line.split(":")[0], line.split(": ")[1].split()[1])
        for line in out.splitlines()
        if ": " in line
    }


EXPECTED = {
    ("workflows/release.json", "S002"),
    ("triggers.yml", "W034"),
    (".workrail/bindings.json", "B014"),
    ("spec/authoring-rules.json", "K002"),
}


@pytest.mark.usefixtures("project")
def test_a_folder_is_searched_for_every_kind_of_file(wfk: Wfk) -> None:
    ran = wfk("lint", ".", "--format", "concise")
    assert ran.code == 1
    assert _found(ran.out) >= EXPECTED


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("path", "code"), sorted(EXPECTED))
def test_a_file_is_linted_as_what_it_is(wfk: Wfk, path: str, code: str) -> None:
    found = _found(wfk("lint", path, "--format", "concise").out)
    assert {place for place, _ in found} == {path}
    assert (path, code) in found


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", [("lint", "triggers.yml"), ("triggers", "validate")])
@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", {"W034"}),
        ('[lint.severity]\nW034 = "off"\n', set()),
        ('[lint]\nignore = ["W034"]\n', set()),
        ('[lint.per-file."triggers.yml"]\nignore = ["conflicting-secret-scan-value"]\n', set()),
        ('[[lint.suppress]]\nrule = "W034"\npath = "triggers.yml"\nreason = "known"\n', set()),
        ('[[lint.suppress]]\nrule = "circular-trigger"\nreason = "x"\n', {"W034"}),
    ],
)
def test_triggers_follow_the_configuration(
    wfk: Wfk, command: tuple[str, ...], settings: str, expected: set[str]
) -> None:
    Path("wfk.toml").write_text(settings, "utf-8")
    found = _found(wfk(*command, "--format", "concise").out)
    assert {code for _, code in found} == expected


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["json", "sarif", "github", "concise", "text"])
def test_triggers_are_reported_in_every_format(wfk: Wfk, name: str) -> None:
    ran = wfk("triggers", "validate", "--format", name)
    assert (ran.code, "W034" in ran.out) == (1, True)


@pytest.mark.usefixtures("project")
def test_the_baseline_accepts_findings_in_every_file(wfk: Wfk) -> None:
    assert wfk("lint", ".", "--write-baseline").code == 0
    ran = wfk("lint", ".", "--baseline", "wfk-baseline.json")
    assert (ran.code, "no findings" in ran.out) == (0, True)
    ran = wfk("triggers", "validate", "--baseline", "wfk-baseline.json", "--format", "concise")
    assert ran.out == ""
    twin = TRIGGERS.removeprefix("triggers:\n").replace("id: repair", "id: twin")
    Path("triggers.yml").write_text(f"triggers:\n{twin}{TRIGGERS.removeprefix('triggers:')[1:]}")
    ran = wfk("lint", "triggers.yml", "--baseline", "wfk-baseline.json", "--format", "concise")
    assert [line.split(":")[1] for line in ran.out.splitlines() if "W034" in line] == ["12"]


def test_fixes_are_written_to_every_file(project: Path, wfk: Wfk) -> None:
    text = '{"acme.release": {}, "coding-task-workflow-agentic": {}}'
    Path(".workrail/bindings.json").write_text(text, "utf-8")
    project.write_text(project.read_text("utf-8").replace('"version"', '"versoin"'), "utf-8")
    Path("wfk.toml").write_text("", "utf-8")
    ran = wfk("lint", ".", "--fix")
    assert "3 fixes applied" in ran.err
    assert "secretScan: true\n" in Path("triggers.yml").read_text("utf-8")
    assert '"wr.coding-task": {}' in Path(".workrail/bindings.json").read_text("utf-8")
    assert '"version"' in project.read_text("utf-8")


def test_a_file_with_a_finding_counts_as_linted(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text('[[lint.suppress]]\nrule = "no-such-rule"\nreason = "x"\n', "utf-8")
    ran = wfk("lint", good.as_posix(), "--select", "U", "--profile", "core")
    assert "1 error in 1 of 2 files" in ran.out


@pytest.mark.usefixtures("project")
def test_bytes_that_are_no_json_are_reported_in_bindings_and_rules(wfk: Wfk) -> None:
    for path in (".workrail/bindings.json", "spec/authoring-rules.json"):
        Path(path).write_text("{", "utf-8")
        assert _found(wfk("lint", path, "--format", "concise").out) == {(path, "S000")}


@pytest.mark.usefixtures("project")
def test_a_rule_about_triggers_can_be_named_on_the_command_line(wfk: Wfk) -> None:
    ran = wfk("lint", "triggers.yml", "--ignore", "W034", "--format", "concise")
    assert (ran.code, ran.out) == (0, "")


def test_a_named_configuration_is_read_even_when_another_is_in_force(good: Path, wfk: Wfk) -> None:
    Path("other").mkdir()
    Path("other/wfk.toml").write_text("[lint]\nprofil = 1\n", "utf-8")
    ran = wfk("lint", good.as_posix(), "other/wfk.toml")
    assert (ran.code, "other/wfk.toml:2:1: unknown key 'profil'" in ran.err) == (2, True)
    Path("other/wfk.toml").write_text("", "utf-8")
    assert "2 files, no findings" in wfk("lint", good.as_posix(), "other/wfk.toml").out


def test_a_diff_says_which_fixes_are_skipped(good: Path, wfk: Wfk) -> None:
    fragment = '[{"id": "deep", "text": "Look deeper.", "when": {"var": "depth"}}]'
    text = good.read_text("utf-8").replace('"title"', f'"promptFragment": {fragment}, "title"')
    good.write_text(text, "utf-8")
    ran = wfk("lint", "--fix", "--diff")
    assert (ran.code, ran.out, ran.err) == (
        0,
        "",
        "1 fix skipped: it would cause another finding\n"
        "  workflows/release.json:7:21: S002 unknown-key: rename it to 'promptFragments'; "
        "it would cause C001 unknown-condition-key\n",
    )


@pytest.mark.usefixtures("project")
def test_only_lint_reads_what_is_no_workflow(wfk: Wfk) -> None:
    Path("workflows/release.json").unlink()
    Path("triggers.yml").unlink()
    Path("triggers.yml").mkdir()
    assert wfk("compile", ".").code == 2
    assert wfk("compile", ".", "--allow-empty").code == 0
    assert wfk("compile", "spec/authoring-rules.json").code == 1
