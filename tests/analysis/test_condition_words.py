"""Conditions in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.strategies import VALUES
from workflowkit.analysis.condition_words import in_words
from workflowkit.runtime.conditions import OPERATORS


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"var": "depth"}, "depth is set"),
        ({"var": "depth", "equals": "deep"}, "depth is 'deep'"),
        ({"var": "count", "not_equals": 0}, "count is not 0"),
        ({"var": "count", "gt": 1}, "count is more than 1"),
        ({"var": "count", "gte": 1}, "count is at least 1"),
        ({"var": "count", "lt": 1}, "count is less than 1"),
        ({"var": "count", "lte": 1}, "count is at most 1"),
        ({"var": "name", "contains": "x"}, "name contains 'x'"),
        ({"var": "name", "startsWith": "x"}, "name begins with 'x'"),
        ({"var": "name", "endsWith": "x"}, "name ends with 'x'"),
        ({"var": "name", "matches": "^x"}, "name matches '^x'"),
        ({"var": "name", "in": ["x", 2, None]}, "name is one of 'x', 2, null"),
        ({"var": "name", "in": "abc"}, "name is one of 'abc'"),
        ({"not": {"var": "depth"}}, "not (depth is set)"),
        ({"and": [{"var": "a"}, {"or": [{"var": "b"}, {"var": "c"}]}]}, "a is set and (b is set or c is set)"),
        ({"and": [{"or": [{"var": "b"}]}]}, "b is set"),
        ({"and": []}, "nothing is tested"),
        ({}, "nothing is tested"),
        ({"var": "count", "lte": 1, "equals": 2}, "count is 2"),
    ],
    ids=str,
)  # fmt: skip
def test_a_condition_is_told_as_the_engine_reads_it(condition: Any, words: str) -> None:
    assert in_words(condition) == words


def test_deep_conditions_are_cut_short() -> None:
    condition: Any = {"var": "a"}
    for _ in range(400):
        condition = {"not": condition}
    assert in_words(condition) == "not (not (not (not (not (not (…))))))"


def test_every_operator_has_words() -> None:
    told = {in_words({"var": "a", operator: ["x"]}) for operator in OPERATORS}
    assert len(told) == len(OPERATORS)


@given(condition=VALUES, operand=VALUES)
def test_no_value_is_too_odd_to_be_told(condition: Any, operand: Any) -> None:
    for value in (condition, {"var": condition, "equals": operand}, {"and": condition, "in": 1}):
        assert in_words(value)
