from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.triggers.running_rules import DAEMON, TRIGGER_RULES, fix, found
from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.lint.rule import Rule
from workflowkit.text.positions import Position
from workflowkit.triggers.trigger import DaemonContext, Workspace
from workflowkit.triggers.trigger_file import TriggerFile, parse


@pytest.mark.parametrize("rule", TRIGGER_RULES, ids=lambda rule: rule.name)
def test_the_bad_example_is_flagged(rule: Rule) -> None:
    assert rule.code in {item.code for item in found(rule.example("Bad"))}


@pytest.mark.parametrize("rule", TRIGGER_RULES, ids=lambda rule: rule.name)
def test_the_good_example_is_not_flagged_and_has_no_errors(rule: Rule) -> None:
    diagnostics = found(rule.example("Good"))
    assert [item for item in diagnostics if item.code == rule.code] == []
    assert [item.message for item in diagnostics if item.severity is Severity.ERROR] == []


@pytest.mark.parametrize("rule", TRIGGER_RULES, ids=lambda rule: rule.name)
def test_the_fix_of_the_bad_example_removes_the_finding(rule: Rule) -> None:
    bad = rule.example("Bad")
    mine = [item for item in found(bad) if item.code == rule.code]
    offered = {"safe" if item.finding.fix.safe else "unsafe" for item in mine if item.finding.fix}
    assert offered == ({rule.fix} if rule.fix else set())
    if rule.fix:
        fixed = fix(bad, DAEMON, include_unsafe=rule.fix == "unsafe", rules=[rule])
        assert fixed.applied
        assert rule.code not in {item.code for item in found(fixed.text)}


@pytest.mark.parametrize("rule", TRIGGER_RULES, ids=lambda rule: rule.name)
def test_a_rule_is_documented(rule: Rule) -> None:
    assert len(rule.summary) <= 72
    assert rule.summary.endswith(".")
    wanted = ["Why", "Bad", "Good"] + (["Fix"] if rule.fix else [])
    assert [title for title in rule.sections if title != "When not"] == wanted


VECTORS = Path(__file__).parent.parent / "vectors/runtime/triggers"
EXPECTED = json.loads((VECTORS / "expected.json").read_text())
ENGINE = DaemonContext(
    environment=EXPECTED["environment"],
    workspaces={
        name: Workspace(entry["path"], entry.get("soulFile", ""))
        for name, entry in EXPECTED["workspaces"].items()
    },
)
SEMANTIC = {
    "autocommit-needs-worktree": "W004",
    "autoopenpr-needs-autocommit": "W005",
    "worktree-needs-base-branch": "W006",
    "worktree-needs-prefix": "W006",
    "parallel-without-worktree": "W007",
    "missing-goal-template": "W008",
    "missing-max-session-minutes": "W009",
    "missing-max-turns": "W015",
    "autocommit-on-main-checkout": "W016",
}
STRUCTURAL = {
    "missing_field": {"W001"},
    "invalid_field_value": {"W001", "W004", "W005", "W040"},
    "unknown_provider": {"W001"},
    "unknown_workspace": {"W040"},
    "missing_secret": {"W041"},
}
ADVISORIES = {
    "queue-ignores-workflow-id": "W036",
    "workspace-name-wins": "W039",
    "hook-not-implemented": "W037",
    "source-ignored": "W036",
    "unreachable-event": "W038",
    "unknown-event": "W038",
    "exclude-authors-missing": "W012",
}


def by_trigger(file: TriggerFile, diagnostics: Any) -> dict[str, Any]:
    """Codes of the findings of each trigger, by its id."""
    codes = {}
    for item in diagnostics:
        match item.route:
            case ("triggers", int(index), *_):
                name = file.triggers[index].id or "(unknown)"
                codes.setdefault(name, []).append(item.code)
    return codes


@pytest.mark.parametrize("name", EXPECTED["files"])
def test_everything_the_engine_reports_is_a_finding(name: str) -> None:
    expected = EXPECTED["files"][name]
    text = (VECTORS / name).read_bytes().decode()
    file = parse(text, ENGINE)
    diagnostics = found(text, ENGINE)
    codes = by_trigger(file, diagnostics)
    errors = [item for item in diagnostics if item.severity is Severity.ERROR]
    if "file" in expected:
        line = min(expected["file"]["lineNumber"], text.count("\n") + 1)
        rejecting = [item for item in errors if item.finding.note == REJECTED]
        assert any(line in lines_of(item) for item in rejecting)
    for skipped in expected.get("skipped", []):
        assert STRUCTURAL[skipped["kind"]] & set(codes[skipped["triggerId"]])
    for issue in expected.get("issues", []):
        assert SEMANTIC[issue["rule"]] in codes[issue["triggerId"]]
    for advisory in expected.get("advisories", []):
        assert ADVISORIES[advisory] in {item.code for item in diagnostics}
    if "index" in expected:
        assert "W002" in codes[expected["index"]["triggerId"]]


REJECTED = "the engine rejects the whole file"


def lines_of(item: Diagnostic) -> range:
    """Lines that a finding covers; a value over several lines reaches below the one it starts on."""
    reach = 1 if item.code == "W025" else 0
    return range(item.span.start.line, item.span.end.line + reach + 1)


@pytest.mark.parametrize("case", EXPECTED["direct"], ids=lambda case: case["about"])
def test_the_engines_own_rules_are_covered(case: dict[str, Any]) -> None:
    text = "triggers:\n" + rendered(case["trigger"])
    codes = [item.code for item in found(text, ENGINE)]
    for issue in case["issues"]:
        # A limit of 0 is "absent" for the engine's rule; here it is a wrong value.
        instead = {"W001"} if "zero limits" in case["about"] else set()
        assert {SEMANTIC[issue["rule"]], *instead} & set(codes)
    worktree = [issue for issue in case["issues"] if issue["rule"].startswith("worktree-needs")]
    assert codes.count("W006") == len(worktree)


def rendered(trigger: dict[str, Any]) -> str:
    lines = []
    for key, value in trigger.items():
        if isinstance(value, dict):
            lines.append(f"{key}:")
            lines.extend(f"  {inner}: {number}" for inner, number in value.items())
        else:
            text = str(value).lower() if isinstance(value, bool) else f'"{value}"'
            lines.append(f"{key}: {text}")
    return "  - " + "\n    ".join(lines) + "\n"


EXAMPLE = """\
triggers:
  - id: repair
    provider: generic
    workflowId: demo.flow
    workspacePath: /srv/shop
    hmacSecret: $HOOK_SECRET
    autoCommit: true
"""


def test_commit_without_branch_hidden_template_and_hidden_limit_are_three_findings_with_fixes() -> (
    None
):
    shown = [item for item in found(EXAMPLE) if item.severity is not Severity.INFO]
    assert [(item.name, item.severity.value) for item in shown] == [
        ("missing-goal-template", "warning"),
        ("missing-session-limit", "warning"),
        ("missing-autocommit-worktree", "error"),
    ]
    assert [item.span.start for item in shown] == [
        Position(2, 9, 18),
        Position(2, 9, 18),
        Position(7, 17, EXAMPLE.rindex("true")),
    ]
    assert all(item.finding.fix for item in shown)


def test_their_fixes_give_a_file_that_loads() -> None:
    fixed = fix(EXAMPLE, DAEMON, include_unsafe=True)
    assert fixed.text == EXAMPLE + (
        "    branchStrategy: worktree\n"
        "    baseBranch: main\n"
        "    branchPrefix: worktrain/\n"
        "    agentConfig:\n"
        "      maxSessionMinutes: 30\n"
        "      maxTurns: 200\n"
        '    goalTemplate: "{{$.goal}}"\n'
        "    goal: Run demo.flow\n"
    )
    assert found(fixed.text) == []


def test_only_the_safe_one_is_fixed_unless_asked() -> None:
    fixed = fix(EXAMPLE, DAEMON)
    assert fixed.text == EXAMPLE + (
        "    agentConfig:\n      maxSessionMinutes: 30\n      maxTurns: 200\n"
    )


def test_messages_are_facts_and_helps_are_instructions() -> None:
    texts = [rule.example("Bad") for rule in TRIGGER_RULES]
    texts += [(VECTORS / name).read_bytes().decode() for name in EXPECTED["files"]]
    for item in (item for text in texts for item in found(text, ENGINE)):
        for part in (item.message, item.help, item.finding.note):
            assert part[-1:] != "."
            assert part[:1] == part[:1].lower()
        assert item.message
        assert item.help
