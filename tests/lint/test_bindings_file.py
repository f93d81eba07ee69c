"""Rules about the project's bindings file: each speaks on one defect, and its fix leaves a file that is right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.lint.fixes import FixChoice, Fixed, fix_file
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import check
from workflowkit.lint.subjects.bindings_file import BindingsSubject
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.text import document
from workflowkit.text.document import Document

RULES = [rule for rule in ALL if rule.subject == "BindingsFile"]
SLOTS = {
    "acme.release": ("reviewer", "planner"),
    "acme.ship": (),
    "wr.coding-task": ("planner",),
}
TARGETS = {*SLOTS, "acme.routine-review", "acme.routine-plan", "wr.routine-design-review", "wr.routine-plan-analysis"}  # fmt: skip
ALIASES = {
    "coding-task-workflow-agentic": "wr.coding-task",
    "routine-plan-analysis": "wr.routine-plan-analysis",
    "acme.ship": "acme.release",
}


CHOSEN = {"BindingsFile": [(rule, rule.severity) for rule in RULES]}


def _subject(text: str) -> BindingsSubject:
    return BindingsSubject(document.parse(text.encode(), "bindings.json"), SLOTS, TARGETS, ALIASES)


def _lint(subject: FileSubject) -> list[Diagnostic]:
    return check(subject, CHOSEN)


def lint_bindings(text: str) -> tuple[list[Diagnostic], dict[str, Document]]:
    """Lint *text* as a bindings file; the findings, and the file they are in."""
    subject = _subject(text)
    return _lint(subject), {subject.document.path: subject.document}


def _look(value: dict[str, Any]) -> list[Diagnostic]:
    return _lint(_subject(json.dumps(value)))


def _found(value: dict[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(item.name, item.route) for item in _look(value)]


def _fixed_text(text: str, *, unsafe: bool = False) -> Fixed:
    return fix_file(_subject(text), _lint, FixChoice(unsafe))


def _fixed(value: dict[str, Any], *, unsafe: bool = False) -> Any:
    return json.loads(_fixed_text(json.dumps(value), unsafe=unsafe).text)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"acme.release": {"reviewer": "acme.routine-review", "planner": "whoever is on call"}},
        {"reviewer": "acme.routine-review", "planner": "wr.routine-plan-analysis"},
        {"acme.release": {}, "wr.coding-task": {"planner": "acme.ship"}},
    ],
    ids=["empty", "sections", "flat", "an id that is in use again"],
)
def test_a_right_file_is_silent(value: dict[str, Any]) -> None:
    assert _found(value) == []


@pytest.mark.parametrize(
    ("value", "name", "route"),
    [
        ({"acme.release": {"planner": 7}}, "ignored-binding", ("acme.release", "planner")),
        ({"acme.release": ["planner"]}, "ignored-binding", ("acme.release",)),
        ({"acme.release": "acme.ship"}, "ignored-binding", ("acme.release",)),
        ({"acme.ship": {}, "planner": "acme.ship"}, "ignored-binding", ("planner",)),
        (
            {"coding-task-workflow-agentic": {"planner": "acme.ship"}},
            "deprecated-binding-id",
            ("coding-task-workflow-agentic",),
        ),
        (
            {"acme.release": {"planner": "routine-plan-analysis"}},
            "deprecated-binding-id",
            ("acme.release", "planner"),
        ),
        ({"planner": "routine-plan-analysis"}, "deprecated-binding-id", ("planner",)),
        ({"acme.relaese": {}}, "unknown-bound-workflow", ("acme.relaese",)),
        ({"other.flow": {"x": "y"}}, "unknown-bound-workflow", ("other.flow",)),
        ({"acme.release": {"plannr": "acme.ship"}}, "unknown-bound-slot", ("acme.release", "plannr")),
        ({"acme.ship": {"planner": "acme.ship"}}, "unknown-bound-slot", ("acme.ship", "planner")),
        ({"plannr": "acme.ship"}, "unknown-bound-slot", ("plannr",)),
        ({"planner": "acme.routine-paln"}, "unknown-bound-target", ("planner",)),
        ({"planner": "wr.routine-nothing-like-it"}, "unknown-bound-target", ("planner",)),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)  # fmt: skip
def test_each_defect_is_found_where_it_is_and_nothing_else(
    value: dict[str, Any], name: str, route: tuple[str | int, ...]
) -> None:
    assert _found(value) == [(name, route)]


def test_safe_fixes_write_the_new_ids() -> None:
    before = {
        "coding-task-workflow-agentic": {"planner": "routine-plan-analysis"},
        "acme.relaese": {"reviewer": "acme.routine-review"},
    }
    assert _fixed(before) == {
        "wr.coding-task": {"planner": "wr.routine-plan-analysis"},
        "acme.relaese": {"reviewer": "acme.routine-review"},
    }


def test_a_section_is_not_renamed_over_another() -> None:
    before = {"coding-task-workflow-agentic": {}, "wr.coding-task": {"planner": "acme.ship"}}
    (item,) = _look(before)
    assert (item.finding.fix, item.finding.help) == (
        None,
        "move its slots to the section 'wr.coding-task'",
    )
    assert _fixed(before, unsafe=True) == before


def test_unsafe_fixes_write_what_was_probably_meant() -> None:
    before = {"acme.relaese": {"plannr": "acme.routine-paln"}}
    assert _fixed(before) == before
    assert _fixed(before, unsafe=True) == {"acme.release": {"planner": "acme.routine-plan"}}
    assert _fixed({"coding-task.json": {}}, unsafe=True) == {"wr.coding-task": {}}
    assert _fixed({"planner": "design-review.json"}, unsafe=True) == {
        "planner": "wr.routine-design-review"
    }


def test_fixes_keep_the_layout() -> None:
    text = '{\n  "planner":  "routine-plan-analysis" }\n'
    fixed = _fixed_text(text)
    assert fixed.text == '{\n  "planner":  "wr.routine-plan-analysis" }\n'
    assert (len(fixed.applied), fixed.skipped) == (1, ())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_examples_of_the_documentation(rule: Rule) -> None:
    assert {item.name for item in _look(json.loads(rule.example("Bad")))} == {rule.name}
    assert _look(json.loads(rule.example("Good"))) == []


def test_only_what_names_nothing_that_runs_is_an_error() -> None:
    errors = {rule.name for rule in RULES if rule.severity is Severity.ERROR}
    assert errors == {"deprecated-binding-id", "unknown-bound-target"}
