"""The documentation of every rule, executed."""

from __future__ import annotations

import pytest

from tests.lint.running_rules import complete, example_path, lint_text
from workflowkit.diagnostics import Severity
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL

WITH_EXAMPLES = [rule for rule in ALL if rule.subject in ("Analysis", "Compilation")]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_the_documentation_is_whole(rule: Rule) -> None:
    assert 20 <= len(rule.summary) <= 80, rule.summary
    assert "Why" in rule.sections
    assert set(rule.sections) <= {"Why", "Bad", "Good", "Fix", "When not", "Rests on"}
    assert bool(rule.fix) == ("Fix" in rule.sections)


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.name)
def test_the_bad_example_is_reported_and_is_otherwise_right(rule: Rule) -> None:
    report = lint_text(complete(rule.example("Bad")), ALL, example_path(rule))
    found = {item.name for item in report.diagnostics if item.severity is Severity.ERROR}
    assert rule.name in {item.name for item in report.diagnostics}
    assert found <= {rule.name}


@pytest.mark.parametrize("rule", WITH_EXAMPLES, ids=lambda rule: rule.name)
def test_the_good_example_is_silent(rule: Rule) -> None:
    report = lint_text(complete(rule.example("Good")), ALL, example_path(rule))
    errors = {item.name for item in report.diagnostics if item.severity is Severity.ERROR}
    assert rule.name not in {item.name for item in report.diagnostics}
    assert errors == set()
