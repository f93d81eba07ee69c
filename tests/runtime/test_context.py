from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflowkit.runtime.context import RejectedContext, merge

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "runtime/context-merge.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_contexts_merge_as_in_the_engine(case: dict[str, Any]) -> None:
    delta = json.loads(case["deltaText"]) if "deltaText" in case else case["delta"]
    actual = merge(case["stored"], delta)
    if "error" in case:
        assert actual == RejectedContext(f"the key '{case['key']}' is reserved", case["key"])
    else:
        assert actual == case["merged"]


def test_merging_changes_neither_side() -> None:
    stored, delta = {"a": 1}, {"a": None, "b": 2}
    assert merge(stored, delta) == {"b": 2}
    assert (stored, delta) == ({"a": 1}, {"a": None, "b": 2})


@pytest.mark.parametrize("delta", [[], "x", 0, False])
def test_a_context_that_is_no_object_is_refused(delta: Any) -> None:
    assert merge({"a": 1}, delta) == RejectedContext("the context is not an object")


def test_a_stored_value_that_is_no_object_counts_as_none() -> None:
    assert merge([1], {"a": 1}) == {"a": 1}
