from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.runtime.conditions import (
    OPERATORS,
    Evaluation,
    KeyRead,
    evaluate,
    evaluate_traced,
    lenient_equals,
    variables,
)

VECTORS = Path(__file__).parent.parent / "vectors"
RUNTIME = json.loads((VECTORS / "runtime/conditions.json").read_text())
EXTRA = json.loads((VECTORS / "format-extra/conditions.json").read_text())

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["var", "and", "or", "not", "x", *OPERATORS]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("case", RUNTIME["cases"], ids=lambda case: case["id"])
def test_the_evaluator_answers_as_the_engine(case: dict[str, Any]) -> None:
    actual = evaluate_traced(case["condition"], case["context"])
    assert actual == Evaluation(case["expected"], case["evaluatorErrored"])


@pytest.mark.parametrize("case", EXTRA["cases"], ids=lambda case: json.dumps(case["condition"]))
def test_the_evaluator_answers_as_the_engine_on_one_context(case: dict[str, Any]) -> None:
    assert evaluate(case["condition"], EXTRA["context"]) == case["result"]


@pytest.mark.parametrize("case", RUNTIME["hostPrototypeLeaks"]["cases"][:3])
def test_inherited_members_of_the_host_language_are_not_variables(case: dict[str, Any]) -> None:
    assert evaluate(case["condition"], case["context"]) is False


@given(JSON_VALUES, st.dictionaries(st.sampled_from(["x", "", "null"]), JSON_VALUES, max_size=2))
def test_no_condition_raises(condition: Any, context: dict[str, Any]) -> None:
    evaluation = evaluate_traced(condition, context)
    assert isinstance(evaluation.result, bool)
    assert isinstance(variables(condition), list)


@given(JSON_VALUES, JSON_VALUES)
def test_lenient_equality_is_symmetric(left: Any, right: Any) -> None:
    assert lenient_equals(left, right) == lenient_equals(right, left)


def test_a_condition_nested_four_hundred_levels_deep_is_evaluated() -> None:
    condition = {"var": "x"}
    for _ in range(400):
        condition = {"not": condition}
    assert evaluate_traced(condition, {"x": 1}) == Evaluation(True, False)


def test_a_condition_nested_beyond_the_stack_is_an_error() -> None:
    condition = {"var": "x"}
    for _ in range(5000):
        condition = {"not": condition}
    assert evaluate_traced(condition, {"x": 1}) == Evaluation(False, True)
    assert variables(condition)[0].variable == "x"


def test_a_lone_surrogate_in_a_pattern_or_value_is_survived() -> None:
    assert evaluate({"var": "x", "matches": "b$"}, {"x": "\ud800b"}) is True
    assert evaluate({"var": "x", "matches": "\ud800"}, {"x": "b"}) is False


def test_reads_are_listed_in_the_order_of_evaluation_with_their_routes() -> None:
    condition = {
        "and": [{"var": "a", "equals": 1}, {"or": [{"var": "b"}, {"not": {"var": "c", "in": [2]}}]}]
    }
    assert variables(condition) == [
        KeyRead("a", "equals", 1, ("and", 0)),
        KeyRead("b", None, None, ("and", 1, "or", 0)),
        KeyRead("c", "in", [2], ("and", 1, "or", 1, "not")),
    ]


def test_only_the_operator_that_counts_is_a_read() -> None:
    condition = {"lte": 5, "var": "x", "gte": 1, "and": [{"var": "y"}]}
    assert variables(condition) == [KeyRead("x", "gte", 1, ())]


def test_a_composition_that_the_engine_ignores_has_no_reads() -> None:
    assert variables({"or": [{"var": "b"}], "not": {"var": "c"}, "and": [{"var": "a"}]}) == [
        KeyRead("a", None, None, ("and", 0))
    ]


@pytest.mark.parametrize(
    "condition", [None, True, 3, "x", [], {}, [{"var": "x"}], {"and": {"var": "x"}}, {"gt": 1}]
)
def test_a_condition_without_variables_has_no_reads(condition: Any) -> None:
    assert variables(condition) == []
