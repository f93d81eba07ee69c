"""Rules about the authoring-rules file: each speaks on one defect and is silent on the repaired file."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workflowkit.diagnostics import Severity
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import run
from workflowkit.lint.subjects.authoring_rules import RulesFile, coverage, surfaces
from workflowkit.run.loading import read_document
from workflowkit.run.project_files import rules_subject
from workflowkit.run.spec_folder import load_spec
from workflowkit.text.routes import value_at

RULE = {
    "id": "name-the-outcome",
    "status": "active",
    "level": "required",
    "scope": ["prompt", "title"],
    "rule": "Say what ends a loop, as with wr.refs.memory_usage.",
    "enforcement": [
        {"kind": "lint", "codes": ["L007", "P001"]},
        {"kind": "advisory", "reason": "Wording."},
    ],
    "checks": [{"id": "named", "by": ["L007", "judge:J001"]}],
    "examples": [{"path": "workflows/here.json"}],
}
FILE = {
    "scopes": [
        {"id": "prompt", "surface": "step.prompt"},
        {"id": "title", "surface": "step.title"},
    ],
    "topics": [{"id": "t", "rules": [RULE]}],
    "planned": [],
}


CHOSEN = {"RulesFile": [(rule, rule.severity) for rule in ALL if rule.subject == "RulesFile"]}


def _found(value: dict[str, Any]) -> list[tuple[str, Any]]:
    file = RulesFile(
        value=value,
        known_codes={"L007", "P001", "S001", "W001"},
        surfaces={"step.prompt", "step.title"},
        closed_sets={"ref": ["wr.refs.memory_usage"]},
        file_exists=lambda path: path == "workflows/here.json",
    )
    return [(item.name, item.finding.route) for item in run({"RulesFile": file}, CHOSEN)]


def _rule(value: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = value["topics"][0]["rules"][0]
    return found


def _set(*keys: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(value: dict[str, Any]) -> None:
        value_at(value, keys[:-1])[keys[-1]] = to

    return change


R: tuple[str | int, ...] = ("topics", 0, "rules", 0)
DEFECTS: dict[str, tuple[Callable[[dict[str, Any]], None], tuple[str | int, ...]]] = {
    "duplicate-authoring-rule": (
        lambda value: value["topics"][0]["rules"].append(copy.deepcopy(RULE)),
        ("topics", 0, "rules", 1, "id"),
    ),
    "missing-rule-example": (_set(*R, "examples", 0, "path", to="gone.json"), (*R, "examples", 0, "path")),
    "unknown-rule-scope": (_set(*R, "scope", to=["prompt", "title", "tilte"]), (*R, "scope", 2)),
    "conflicting-rule-status": (
        lambda value: value.update(planned=[{"rules": [{**RULE, "id": "x", "status": "planned"}]}]),
        ("planned", 0, "rules", 0, "enforcement"),
    ),
    "unknown-rule-code": (_set(*R, "enforcement", 0, "codes", 1, to="Z999"), (*R, "enforcement", 0, "codes", 1)),
    "uncovered-format-field": (_set(*R, "scope", to=["prompt"]), ("scopes",)),
    "uncovered-set-member": (_set(*R, "rule", to="Say what ends a loop."), ("topics",)),
}  # fmt: skip


def test_a_right_file_is_silent() -> None:
    assert _found(copy.deepcopy(FILE)) == []


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect_is_found_where_it_is(name: str) -> None:
    change, route = DEFECTS[name]
    value = copy.deepcopy(FILE)
    change(value)
    assert (name, route) in _found(value)


def test_a_required_rule_needs_a_check_or_a_reason() -> None:
    value = copy.deepcopy(FILE)
    _rule(value).update(enforcement=[{"kind": "advisory", "reason": " "}], checks=[])
    assert ("unenforced-authoring-rule", (*R, "enforcement")) in _found(value)
    _rule(value)["enforcement"][0]["reason"] = "Only a reader can tell."
    assert "unenforced-authoring-rule" not in [name for name, _ in _found(value)]
    _rule(value).update(level="recommended", enforcement=[])
    assert "unenforced-authoring-rule" not in [name for name, _ in _found(value)]


def test_a_code_that_no_rule_names_is_told_unless_the_format_demands_it() -> None:
    value = copy.deepcopy(FILE)
    _rule(value)["enforcement"][0]["codes"] = ["L007"]
    assert [name for name, _ in _found(value)] == ["unmapped-rule-code"]


def test_every_rule_about_the_file_is_tried_here() -> None:
    tried = {*DEFECTS, "unenforced-authoring-rule", "unmapped-rule-code"}
    assert tried == {rule.name for rule in ALL if rule.subject == "RulesFile"}


def test_coverage_tells_codes_and_what_stays_advice() -> None:
    file = RulesFile(copy.deepcopy(FILE), (), (), {}, lambda _: True)
    (item,) = coverage(file)
    assert (item.degree, item.codes, item.advisory) == ("part", ("L007", "P001"), ("Wording.",))


def test_the_bundled_file_is_silent() -> None:
    path = Path(__file__).parents[2] / "spec/authoring-rules.json"
    subject = rules_subject(read_document(path), load_spec(None, None))
    assert [
        (item.name, item.finding.message)
        for item in run(subject.objects(), CHOSEN)
        if item.severity in (Severity.ERROR, Severity.WARNING)
    ] == []


def test_surfaces_are_fields_of_the_format() -> None:
    schema = json.loads(
        (Path(__file__).parents[2] / "spec/workflow.schema.json").read_text("utf-8")
    )
    assert {f"workflow.{key}" for key in schema["properties"]} <= surfaces()
    assert {"step.prompt", "loop.loop.maxIterations", "slot.default"} <= surfaces()
