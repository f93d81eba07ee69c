"""Rules about changes: each case and each example holds a workflow before and after a change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lint.running_rules import complete, parse, places, run_context, without_markers
from workflowkit.changes.catalog import RemovedWorkflow, compare_catalogs
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.version import Version
from workflowkit.changes.version_bump import Bump, VersionBump
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import check
from workflowkit.lint.subjects.change import ChangeSubject
from workflowkit.run.analyze import analysis_of

FOLDER = Path(__file__).parent.parent / "rules"
CHANGE_RULES = [rule for rule in ALL if rule.subject == "WorkflowChange"]
CASES = sorted(
    path for rule in CHANGE_RULES for path in (FOLDER / rule.name.replace("-", "_")).glob("*.jsonc")
)


def _version(text: str, path: str, label: str = "") -> Version:
    analysis = analysis_of(parse(complete(text), path), run_context())
    assert analysis
    return Version(analysis, f"{label}:{path}" if label else path, path)


def _change(text: str, path: str = "workflows/example.json") -> WorkflowChange:
    """The change that *text*, an object with `before` and `after`, holds; lines of `after` keep their numbers."""
    middle = text.index('"after":')
    before = text[text.index("{", 1) : middle].rstrip().rstrip(",")
    after = text[text.index("{", middle) : text.rindex("}")]
    padding = "\n" * text.count("\n", 0, text.index("{", middle))
    return WorkflowChange(_version(before, path, "old"), _version(padding + after, path))


def _found(given: WorkflowChange | RemovedWorkflow | VersionBump, *rules: Rule) -> list[Diagnostic]:
    chosen = {rule.subject: [(rule, rule.severity)] for rule in rules}
    return check(ChangeSubject(given), chosen)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_rule_speaks_where_the_case_says(case: Path) -> None:
    (rule,) = [each for each in CHANGE_RULES if each.name == case.parent.name.replace("_", "-")]
    text, expected = without_markers(case.read_text("utf-8"))
    folder = "routines" if case.stem.startswith("routine_") else "workflows"
    found = _found(_change(text, f"{folder}/example.json"), rule)
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
    assert bool(_found(_change(rule.example(title), path), rule)) == (title == "Bad")


@pytest.mark.parametrize("rule", CHANGE_RULES, ids=lambda rule: rule.name)
def test_nothing_is_reported_without_a_change(rule: Rule) -> None:
    for path in (FOLDER / rule.name.replace("-", "_")).glob("*.jsonc"):
        change = _change(without_markers(path.read_text("utf-8"))[0])
        same = replace(change, after=change.before)
        assert _found(same, rule) == []
        assert same.is_empty


def _workflow(workflow_id: str, path: str, label: str = "", version: str = "1.0.0") -> Version:
    return _version(json.dumps({"id": workflow_id, "version": version}), path, label)


def test_workflows_are_paired_by_id_before_path() -> None:
    old = [_workflow("acme.a", "a.json", "old"), _workflow("acme.b", "b.json", "old")]
    new = [_workflow("acme.b", "a.json"), _workflow("acme.c", "c.json")]
    compared = compare_catalogs(old, new)
    assert [(each.before.path, each.after.path) for each in compared.changes] == [
        ("old:b.json", "a.json")
    ]
    assert [(each.version.id, each.new_id) for each in compared.removed] == [("acme.a", "")]
    assert [version.id for version in compared.added] == ["acme.c"]


def test_a_workflow_with_another_id_is_removed_under_the_old_one() -> None:
    (rule,) = [each for each in ALL if each.name == "removed-workflow"]
    compared = compare_catalogs(
        [_workflow("acme.a", "a.json", "old")], [_workflow("acme.z", "a.json")]
    )
    (removed,) = compared.removed
    (found,) = _found(removed, rule)
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
        _workflow("acme.a", "a.json", "old", before), _workflow("acme.a", "a.json", "", after)
    )
    found = _found(VersionBump(change, needed), rule)
    assert [each.help for each in found] == ([f"set 'version' to '{demanded}'"] if demanded else [])
