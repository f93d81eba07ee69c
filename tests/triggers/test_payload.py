from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.triggers.payload import (
    MISSING,
    condition_holds,
    extract,
    map_context,
    render_goal,
    tokens,
)

VECTORS = Path(__file__).parent.parent / "vectors/runtime/triggers"
GOALS = json.loads((VECTORS / "expected.json").read_text())["goalTemplates"]
PAYLOAD = GOALS["payload"]

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["goal", "a", "0", ""]), inner, max_size=3)
    ),
    max_leaves=8,
)
PATHS = st.lists(st.sampled_from(["$", ".", "goal", "a", "0", "[", "]", " ", "length", "00"])).map(
    "".join
)


@pytest.mark.parametrize("case", GOALS["cases"], ids=lambda case: case["template"])
def test_a_template_is_filled_in_as_in_the_engine(case: dict[str, Any]) -> None:
    assert render_goal(case["template"], GOALS["staticGoal"], PAYLOAD) == case["result"]


@given(st.lists(PATHS.map(lambda path: "{{" + path + "}}")).map(" ".join), JSON_VALUES)
def test_a_goal_is_a_text_whatever_the_payload(template: str, payload: Any) -> None:
    assert isinstance(render_goal(template, "static", payload), str)


@given(PATHS, JSON_VALUES)
def test_only_texts_meet_a_condition(path: str, payload: Any) -> None:
    value = extract(payload, path)
    if condition_holds(path, "a", payload):
        assert value == "a"


@pytest.mark.parametrize(
    ("path", "equals", "holds"),
    [
        ("pull.title", "T1", True),
        ("$.pull.title", "T1", True),
        ("pull.title", "t1", False),
        ("pull.n", "5", False),
        ("pull.flag", "false", False),
        ("pull.none", "null", False),
        ("pull.list.0", "a", True),
        ("pull.list[0]", "a", False),
        ("pull.missing", "", False),
        ("pull.empty", "", True),
    ],
)
def test_a_condition_compares_strictly_with_text(path: str, equals: str, holds: bool) -> None:
    assert condition_holds(path, equals, PAYLOAD) is holds


def test_a_mapping_leaves_out_what_is_missing_and_keeps_null() -> None:
    mapping = {"title": "$.pull.title", "none": "pull.none", "lost": "pull.lost", "empty": ""}
    assert map_context(mapping, PAYLOAD) == {"title": "T1", "none": None}


def test_without_a_mapping_the_whole_payload_is_handed_on() -> None:
    assert map_context({}, {"a": 1}) == {"payload": {"a": 1}}


def test_paths_lead_through_lists_by_plain_numbers_only() -> None:
    payload = {"list": ["a", "b"]}
    found = [extract(payload, f"list.{segment}") for segment in ("1", "01", "2", "-1", "1e0")]
    assert found == ["b", MISSING, MISSING, MISSING, MISSING]


def test_tokens_know_their_places() -> None:
    assert [(item.path, item.start, item.end) for item in tokens("a {{$.b}} {{ c }}{{}}")] == [
        ("b", 2, 9),
        ("c", 10, 17),
    ]
