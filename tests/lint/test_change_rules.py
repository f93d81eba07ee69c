"""Rules about changes: each case and each example holds a workflow before and after a change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.lint.running_change_rules import change_of, found_in, workflow
from tests.lint.running_rules import places, without_markers
from workflowkit.changes.catalog import compare_catalogs
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.version_bump import Bump, VersionBump
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL

FOLDER = Path(__file__).parent.parent / "rules"
CHANGE_RULES = [rule for rule in ALL if rule.subject == "WorkflowChange"]
CASES = sorted(
    path for rule in CHANGE_RULES for path in (FOLDER / rule.name.replace("-", "_")).glob("*.jsonc")
)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_rule_speaks_where_the_case_says(case: Path) -> None:
    (rule,) = [each for each in CHANGE_RULES if each.name == case.parent.name.replace("_", "-")]
    text, expected = without_markers(case.read_text("utf-8"))
    folder = "routines" if case.stem.startswith("routine_") else "workflows"
    found = found_in(change_of(text, f"{folder}/example.json"), rule)
    assert places(found, rule.name) == expected
    assert all(
        each.related and each.related[0].span for each in found if "argument" not in each.message
    )


@pytest.mark.parametrize("rule", CHANGE_RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_case_that_fails_and_one_that_passes(rule: Rule) -> None:
    folder = FOLDER / rule.name.replace("-", "_")
    marked = [bool(without_markers(path.read_text("utf-8"))[1]) for path in folder.glob("*.jsonc")]
    assert any(marked)
    assert not all(marked)


@pytest.mark.parametrize("rule", CHANGE_RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("title", ["Bad", "Good"])
def test_the_examples_are_true(rule: Rule, title: str) -> None:
    path = "routines/example.json" if rule.code == "Z204" else "workflows/example.json"
    assert bool(found_in(change_of(rule.example(title), path), rule)) == (title == "Bad")


@pytest.mark.parametrize("rule", CHANGE_RULES, ids=lambda rule: rule.name)
def test_nothing_is_reported_without_achange_of(rule: Rule) -> None:
    for path in (FOLDER / rule.name.replace("-", "_")).glob("*.jsonc"):
        change = change_of(without_markers(path.read_text("utf-8"))[0])
        same = replace(change, after=change.before)
        assert found_in(same, rule) == []
        assert same.is_empty


def test_workflows_are_paired_by_id_before_path() -> None:
    old = [workflow("acme.a", "a.json", "old"), workflow("acme.b", "b.json", "old")]
    new = [workflow("acme.b", "a.json"), workflow("acme.c", "c.json")]
    compared = compare_catalogs(old, new)
    assert [(each.before.path, each.after.path) for each in compared.changes] == [
        ("old:b.json", "a.json")
    ]
    assert [(each.version.id, each.new_id) for each in compared.removed] == [("acme.a", "")]
    assert [version.id for version in compared.added] == ["acme.c"]


def test_a_workflow_with_another_id_is_removed_under_the_old_one() -> None:
    (rule,) = [each for each in ALL if each.name == "removed-workflow"]
    compared = compare_catalogs(
        [workflow("acme.a", "a.json", "old")], [workflow("acme.z", "a.json")]
    )
    (removed,) = compared.removed
    (found,) = found_in(removed, rule)
    assert found.message == "'acme.a' has another id now: 'acme.z'"
    assert found.path == "old:a.json"
    assert len(compared.changes) == 1


@pytest.mark.parametrize(
    ("before", "after", "needed", "demanded"),
    [
        ("1.4.0", "1.4.0", Bump.MAJOR, "2.0.0"),
        ("1.4.0", "1.5.0", Bump.MAJOR, "2.0.0"),
        ("1.4.2", "1.4.3", Bump.MINOR, "1.5.0"),
        ("1.4.2", "1.4.2", Bump.PATCH, "1.4.3"),
        ("0.4.2", "0.4.3", Bump.MAJOR, "0.5.0"),
        ("0.4.2", "0.4.2", Bump.MINOR, "0.4.3"),
        ("1.4.0", "2.0.0", Bump.MAJOR, ""),
        ("1.4.0", "3.1.0", Bump.MAJOR, ""),
        ("1.4.0", "1.4.0", Bump.NONE, ""),
        ("0.4.2", "0.5.0", Bump.MAJOR, ""),
        ("2.0.0", "1.9.0", Bump.PATCH, "2.0.1"),
    ],
)
def test_the_version_that_a_change_demands(
    before: str, after: str, needed: Bump, demanded: str
) -> None:
    """Hand-computed from semantic versioning; an empty text means that the new version is enough."""
    (rule,) = [each for each in ALL if each.name == "insufficient-version-bump"]
    change = WorkflowChange(
        workflow("acme.a", "a.json", "old", before), workflow("acme.a", "a.json", "", after)
    )
    found = found_in(VersionBump(change, needed), rule)
    assert [each.help for each in found] == ([f"set 'version' to '{demanded}'"] if demanded else [])
