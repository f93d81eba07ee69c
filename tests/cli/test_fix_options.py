"""Which findings are shown and fixed, and what the options of fixing write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Wfk

UNSAFE = GOOD.replace('"name"', '"owner": "me",\n  "name"')
"""The key resembles no other; deleting it wants a look."""
BOTH = UNSAFE.replace('"version"', '"verzion"')
CALL = {
    "id": "ideas",
    "title": "Ideas",
    "templateCall": {
        "templateId": "wr.templates.routine.ideation",
        "args": {"deliverable": "breaks.md", "quantity": 8},
    },
}


def _codes(out: str) -> list[str]:
    return [line.split()[2] for line in out.splitlines()]


def test_unsafe_fixes_are_shown_and_written_only_with_fix(good: Path, wfk: Wfk) -> None:
    good.write_text(BOTH, "utf-8")
    shown = wfk("lint", "--unsafe-fixes")
    assert shown.code == 1
    assert '-  "owner": "me",' in shown.out
    assert '+  "version": "1.0.0",' in shown.out
    assert good.read_text("utf-8") == BOTH
    assert wfk("lint", "--fix", "--unsafe-fixes").code == 0
    assert good.read_text("utf-8") == GOOD


@pytest.mark.parametrize("option", ["--only", "--select"])
def test_one_rule_can_be_shown_and_fixed_alone(good: Path, wfk: Wfk, option: str) -> None:
    text = BOTH.replace('"steps": [', '"steps": [\n    {"id": "a_b", "title": "A"},')
    good.write_text(text, "utf-8")
    assert {"S001", "S002"} < set(
        _codes(wfk("lint", "--profile", "style", "--format", "concise").out)
    )
    assert _codes(wfk("lint", option, "S001", "--format", "concise").out) == ["S001"]
    wfk("lint", option, "S001", "--fix")
    assert good.read_text("utf-8") == text
    wfk("lint", option, "unknown-key", "--fix")
    assert good.read_text("utf-8") == text.replace("verzion", "version")


def test_select_beside_a_profile_and_extend_select_add(good: Path, wfk: Wfk) -> None:
    good.write_text(BOTH, "utf-8")
    Path("wfk.toml").unlink()
    for arguments in (("--profile", "core", "--select", "S016"), ("--extend-select", "S016")):
        codes = _codes(wfk("lint", *arguments, "--format", "concise").out)
        assert {"S002", "S016"} <= set(codes)
    assert "S002" not in _codes(wfk("lint", "--select", "S016", "--format", "concise").out)


def test_select_overrides_what_the_configuration_ignores(good: Path, wfk: Wfk) -> None:
    good.write_text(BOTH, "utf-8")
    Path("wfk.toml").write_text('[lint]\nprofile = "core"\nignore = ["S016"]\n', "utf-8")
    assert _codes(wfk("lint", "--only", "S016", "--format", "concise").out) == ["S016"]


def test_a_file_that_is_not_json_is_told_whatever_is_selected(good: Path, wfk: Wfk) -> None:
    good.write_text("{", "utf-8")
    assert _codes(wfk("lint", "--only", "C001", "--format", "concise").out) == ["S000"]


def test_a_misspelled_argument_is_renamed_and_keeps_its_value(good: Path, wfk: Wfk) -> None:
    good.write_text(GOOD.replace("\n  ]", f",\n    {json.dumps(CALL)}\n  ]"), "utf-8")
    Path("wfk.toml").unlink()
    ran = wfk("lint", "--select", "T")
    assert "did you mean 'deliverableName' by 'deliverable'?" in ran.out
    assert wfk("lint", "--select", "T", "--fix", "--unsafe-fixes").code == 0
    call = json.loads(good.read_text("utf-8"))["steps"][1]["templateCall"]
    assert call["args"] == {"deliverableName": "breaks.md", "quantity": 8}


def test_an_argument_that_may_stand_for_a_missing_one_is_not_deleted(good: Path, wfk: Wfk) -> None:
    text = json.dumps(CALL).replace("deliverable", "report")
    good.write_text(GOOD.replace("\n  ]", f",\n    {text}\n  ]"), "utf-8")
    before = good.read_text("utf-8")
    wfk("lint", "--only", "T003", "--fix", "--unsafe-fixes")
    assert good.read_text("utf-8") == before


def test_safe_fixes_are_marked(good: Path, wfk: Wfk) -> None:
    good.write_text(BOTH, "utf-8")
    out = wfk("lint").out
    assert "unknown key 'verzion' [*]\n" in out
    assert "unknown key 'owner'\n" in out
    assert "1 fixable with --fix [*]" in out


def test_a_long_report_ends_with_the_rules_and_what_helps(good: Path, wfk: Wfk) -> None:
    keys = "".join(f'"key{number}": 1,\n  ' for number in range(21))
    keys += '"metricsProfile": "coding",\n  '
    good.write_text(BOTH.replace('"name"', f'{keys}"name"'), "utf-8")
    Path("wfk.toml").unlink()
    *_, table, commands, summary = wfk("lint").out.split("\n\n")
    first, *rows = [line.split() for line in table.splitlines()]
    assert first == ["rule", "count", "fixable"]
    assert rows[0] == ["error", "S002", "unknown-key", "23", "1", "+", "22", "unsafe"]
    severities = [row[0] for row in rows]
    assert severities == sorted(severities)
    assert "warning" in severities
    for command in ("--only S002", "--fix", "--write-baseline", "--profile import"):
        assert f"wfk lint {command}  " in commands
    assert summary.startswith("23 errors, ")


def test_annotations_begin_with_errors(good: Path, wfk: Wfk) -> None:
    good.write_text(BOTH, "utf-8")
    (good.parent / "aaa.json").write_text(GOOD.replace("acme.release", "acme.aaa"), "utf-8")
    Path("wfk.toml").unlink()
    kinds = [line.split()[0] for line in wfk("lint", "--format", "github").out.splitlines()]
    assert kinds == sorted(kinds)
    assert {"::error", "::warning"} == set(kinds)


def test_the_order_of_arguments_changes_nothing(good: Path, wfk: Wfk) -> None:
    guidance = '"metaGuidance": ["Evidence decides; a claim without a source is a guess."],\n  '
    for name in ("aaa", "bbb"):
        text = GOOD.replace("acme.release", f"acme.{name}").replace('"steps"', f'{guidance}"steps"')
        (good.parent / f"{name}.json").write_text(text, "utf-8")
    paths = ("workflows/aaa.json", "workflows/bbb.json")
    one = wfk("lint", "--only", "D004", "--format", "concise", *paths)
    other = wfk("lint", "--only", "D004", "--format", "concise", *reversed(paths))
    assert one.out.startswith("workflows/bbb.json:")
    assert one.out == other.out


SUPPRESS = """
[lint]
profile = "catalog"

[[lint.suppress]]
rule = "P047"
path = "workflows/release.json"
reason = "the table stays whole"
"""


def test_a_suppression_is_unused_only_when_its_rule_ran(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS, "utf-8")
    for arguments in (("--ignore", "P047"), ("--profile", "core", "--select", "U001")):
        assert "U001" not in _codes(wfk("lint", *arguments, "--format", "concise").out)
    assert "U001" in _codes(wfk("lint", "--format", "concise").out)


def test_a_suppression_for_a_file_that_is_gone_is_unused(good: Path, wfk: Wfk) -> None:
    Path("wfk.toml").write_text(SUPPRESS.replace("release.json", "gone.json"), "utf-8")
    assert "U001" in _codes(wfk("lint", "--format", "concise").out)
    assert "U001" not in _codes(wfk("lint", "--format", "concise", "workflows").out)


def test_a_fix_of_one_rule_causes_no_finding_of_another(good: Path, wfk: Wfk) -> None:
    workflow = json.loads(GOOD)
    workflow["steps"][-1]["prompt"] = "Then run `git push --force` on the branch."
    text = json.dumps(workflow, indent=2) + "\n"
    good.write_text(text, "utf-8")
    Path("wfk.toml").write_text('[lint]\nprofile = "style"\n', "utf-8")
    fixed = wfk("lint", "--only", "P038", "--fix", "--unsafe-fixes")
    assert fixed.code == 1
    assert "it would cause H003 missing-gate-decision" in fixed.err
    assert good.read_text("utf-8") == text


def test_a_condition_keeps_an_operator_that_the_format_lacks(good: Path, wfk: Wfk) -> None:
    workflow = json.loads(GOOD)
    workflow["steps"][-1]["runCondition"] = {"var": "goal", "exists": False}
    text = json.dumps(workflow, indent=2) + "\n"
    good.write_text(text, "utf-8")
    assert wfk("lint", "--fix", "--unsafe-fixes").code == 1
    assert good.read_text("utf-8") == text


def test_one_finding_is_fixed_by_its_fingerprint(good: Path, wfk: Wfk) -> None:
    broken = GOOD.replace('"version"', '"verzion"').replace('"title"', '"titel"')
    good.write_text(broken, "utf-8")
    found = json.loads(wfk("lint", "--format", "json").out)["diagnostics"]
    prints = {each["message"]: each["fingerprint"] for each in found}
    assert len(set(prints.values())) == 2
    wanted = ("--fingerprint", prints["unknown key 'titel'"])
    shown = wfk("lint", "--diff", *wanted)
    assert shown.out.count("\n+") == 2  # The name of the file, and one line.
    assert good.read_text("utf-8") == broken
    assert wfk("lint", "--fix", *wanted).code == 1
    assert good.read_text("utf-8") == GOOD.replace('"version"', '"verzion"')


def test_a_fingerprint_without_a_finding_fixes_nothing(good: Path, wfk: Wfk) -> None:
    good.write_text(BOTH, "utf-8")
    ran = wfk("lint", "--diff", "--fingerprint", "0" * 16)
    assert (ran.code, ran.out, ran.err) == (0, "", "no fix to apply\n")
    assert wfk("lint", "--fix", "--fingerprint", "0" * 16).code == 1
    assert good.read_text("utf-8") == BOTH


@pytest.mark.parametrize("command", [("lint",), ("triggers", "validate", "triggers.yml")])
def test_fingerprints_choose_what_to_fix(good: Path, wfk: Wfk, command: tuple[str, ...]) -> None:
    Path("triggers.yml").write_text("triggers:\n", "utf-8")
    ran = wfk(*command, "--fingerprint", "0" * 16)
    assert ran.code == 2
    assert "add --diff or --fix" in ran.err
