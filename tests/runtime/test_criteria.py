from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.runtime.criteria import CriteriaErrorKind, CriteriaResult, check_criteria

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "runtime/output-validation.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_outputs_are_judged_as_by_the_engine(case: dict[str, Any]) -> None:
    result = check_criteria(case["criteria"], case["output"], case.get("context", {}))
    if case["result"] == "evaluation_error":
        assert result == CriteriaResult(error=CriteriaErrorKind(case["errorKind"]))
        return
    assert result.error is None
    assert result.is_valid == (case["result"] == "valid")
    assert len(result.issues) == case["issueCount"]
    authored = [issue.message for issue in result.issues if issue.is_authored]
    assert authored == case["authorMessages"]
    assert len(result.issues) - len(authored) == case["engineWordedIssues"]
    assert result.is_unwrapped == case["coercionWarning"]


STRICT = json.loads((VECTORS / "fidelity/strict-schemas.json").read_text())["cases"]


@pytest.mark.parametrize("case", STRICT, ids=lambda case: json.dumps(case["schema"])[:60])
def test_schemas_are_as_strict_as_the_validator_of_the_engine(case: dict[str, Any]) -> None:
    result = schema(case["schema"], case["text"])
    answer = result.is_valid if result.error is None else "refused"
    assert answer == case["result"]


def schema(value: Any, text: str = "{}") -> CriteriaResult:
    return check_criteria({"type": "schema", "schema": value, "message": "m"}, text, {})


@pytest.mark.parametrize(
    "value",
    [
        "text",
        [1],
        {"properties": {"a": {"kind": 1}}},
        {"items": [{"format": "date"}]},
        {"$ref": "https://example.org/schema.json"},
        {"$ref": "#/definitions/none"},
        {"$ref": 3},
        {"pattern": "("},
        {"patternProperties": {"[": {"type": "string"}}},
        {"type": 3},
        {"id": "x"},
        {"$ref": "#"},
    ],
)
def test_a_schema_that_the_validator_would_not_compile_is_an_error(value: Any) -> None:
    assert schema(value) == CriteriaResult(error=CriteriaErrorKind.SCHEMA)


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        (True, "1", True),
        ({}, "nonsense", False),
        ({"type": "string", "pattern": "^\\p{Lu}"}, '"É"', True),
        ({"type": "string", "pattern": "^\\p{Lu}"}, '"é"', False),
        ({"$ref": "#/definitions/a~1b", "definitions": {"a/b": {"type": "number"}}}, "1", True),
        ({"$ref": "#/allOf/0", "allOf": [{"type": "number"}]}, '"x"', False),
        ({"allOf": [{"type": ["array", "null"]}]}, '"[1]"', True),
        ({"type": "object"}, '"3"', False),
    ],
)
def test_schemas_are_applied_to_the_output(value: Any, text: str, expected: bool) -> None:
    assert schema(value, text).is_valid is expected


def test_false_counts_as_no_schema() -> None:
    assert len(schema(False).issues) == 1


RULES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "value",
                    "pattern",
                    "flags",
                    "min",
                    "max",
                    "schema",
                    "condition",
                    "message",
                    "and",
                    "or",
                    "not",
                    "$ref",
                    "properties",
                ]
            ),
            inner | st.sampled_from(["contains", "regex", "length", "schema", "object", "#"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(RULES, st.text(max_size=4) | st.sampled_from(["{}", '"{}"', "1"]))
def test_no_criteria_break_the_judgement(criteria: Any, text: str) -> None:
    assert isinstance(check_criteria(criteria, text, {}), CriteriaResult)


def test_criteria_nested_beyond_the_stack_are_broken() -> None:
    criteria = {}
    for _ in range(100_000):
        criteria = {"not": criteria}
    assert check_criteria(criteria, "x", {}) == CriteriaResult(error=CriteriaErrorKind.FORMAT)
