"""Every case file under tests/rules: markers say on which lines the rule of the folder must speak.

A file without markers must be silent. `NAME.fixed.jsonc` is what the rule's own fixes make of `NAME.jsonc`.
Workflows are `.jsonc` files with the marker `// rule-name`, trigger files are `.yml` files with the marker `# rule-name`.
A case whose name begins with `routine_`, `example_` or `fixture_` is a file of that kind.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.running_change_rules import SUBJECTS as CHANGES
from tests.lint.running_rules import (
    complete,
    fix_text,
    lint_text,
    places,
    without_markers,
    without_yaml_markers,
)
from tests.triggers import running_rules as triggers
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL

FOLDER = Path(__file__).parent.parent / "rules"
OTHERS = {rule.name.replace("-", "_") for rule in ALL if rule.subject in CHANGES}
"""Folders whose cases need two versions; test_change_rules.py runs them."""
CASES = sorted(
    path
    for path in FOLDER.glob("*/*.jsonc")
    if not path.name.endswith(".fixed.jsonc") and path.parent.name not in OTHERS
)
FOLDERS = {"routine": "routines", "example": "workflows/examples"}


def _document_path(case: Path) -> str:
    kind = case.name.partition("_")[0]
    return f"{FOLDERS.get(kind, 'workflows')}/{case.stem}.json"


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_rule_speaks_where_the_case_says(case: Path) -> None:
    name = case.parent.name.replace("_", "-")
    rules = [rule for rule in ALL if rule.name == name]
    assert rules, f"no rule is called {name}"
    text, expected = without_markers(case.read_text("utf-8"))
    report = lint_text(complete(text), rules, _document_path(case))
    assert places(report.diagnostics, name) == expected


FIXED = [path for path in CASES if path.with_suffix(".fixed.jsonc").exists()]


@pytest.mark.parametrize("case", FIXED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_fixes_of_the_rule_give_the_expected_text(case: Path) -> None:
    name = case.parent.name.replace("_", "-")
    rules = [rule for rule in ALL if rule.name == name]
    text, _ = without_markers(case.read_text("utf-8"))
    expected, _ = without_markers(case.with_suffix(".fixed.jsonc").read_text("utf-8"))
    path = _document_path(case)
    fixed = fix_text(complete(text), rules, path, unsafe=rules[0].fix == "unsafe")
    assert fixed.text == complete(expected)
    assert fixed.applied


TRIGGERS = sorted(path for path in FOLDER.glob("*/*.yml") if not path.name.endswith(".fixed.yml"))


@pytest.mark.parametrize("case", TRIGGERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_rule_about_triggers_speaks_where_the_case_says(case: Path) -> None:
    rule = _trigger_rule(case)
    text, expected = without_yaml_markers(case.read_text("utf-8"), rule.name)
    found = triggers.found(text, rules=[rule])
    assert places(found, rule.name) == expected


@pytest.mark.parametrize(
    "case",
    [path for path in TRIGGERS if path.with_suffix(".fixed.yml").exists()],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_the_fixes_of_the_rule_about_triggers_give_the_expected_text(case: Path) -> None:
    rule = _trigger_rule(case)
    text, _ = without_yaml_markers(case.read_text("utf-8"), rule.name)
    fixed = triggers.fix(text, rules=[rule], include_unsafe=rule.fix == "unsafe")
    assert fixed.text == case.with_suffix(".fixed.yml").read_text("utf-8")
    assert fixed.applied


def _trigger_rule(case: Path) -> Rule:
    (rule,) = [rule for rule in ALL if rule.name == case.parent.name.replace("_", "-")]
    return rule


def test_every_rule_with_a_fix_has_a_case_for_it() -> None:
    bare = [
        rule.name
        for rule in ALL
        if rule.fix
        and rule.subject in ("Analysis", "Compilation", "Document", "TriggerFile")
        # A case is JSON; tests/text/test_json_repair.py has the texts that are not.
        and rule.name != "invalid-json"
        and not any((FOLDER / rule.name.replace("-", "_")).glob("*.fixed.*"))
    ]
    assert bare == []


def test_every_rule_has_a_case_that_fails_and_one_that_passes() -> None:
    bare = {}
    for rule in ALL:
        folder = FOLDER / rule.name.replace("-", "_")
        marked = [
            bool(without_markers(path.read_text("utf-8"))[1]) for path in folder.glob("*.jsonc")
        ] + [
            bool(without_yaml_markers(path.read_text("utf-8"), rule.name)[1])
            for path in folder.glob("*.yml")
        ]
        if rule.subject in ("Analysis", "Compilation", "TriggerFile") and not (
            any(marked) and not all(marked)
        ):
            bare[rule.name] = marked
    assert bare == {}
