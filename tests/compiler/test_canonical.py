"""The hash is that of the canonical text, whichever way it was written."""

from __future__ import annotations

import hashlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import FINITE, TEXT
from workflowkit.compiler.canonical import canonical_json, not_finite, workflow_hash
from workflowkit.text import json_text
from workflowkit.text.json_blocks import json_bytes
from workflowkit.text.routes import Json

FINITE_VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | FINITE | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(FINITE_VALUES)
def test_the_hash_is_that_of_the_canonical_text(value: Json) -> None:
    content = canonical_json(value).encode("utf-8")
    assert workflow_hash(value) == "sha256:" + hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "é\u2028\x1f"]}, '{"a":[true,null,"é\u2028\\u001f"],"b":1}'),
        ({"\uffff": 1, "🏔": 2}, '{"🏔":2,"\uffff":1}'),
        ([2**53, 1e21, -0.0, 0.1], "[9007199254740992,1e+21,0,0.1]"),
        (["\ud83c"], '["\\ud83c"]'),
    ],
    ids=["plain", "keys beyond the basic plane", "numbers", "a lone surrogate"],
)
def test_values_have_the_bytes_that_the_format_fixes(value: Json, text: str) -> None:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert (canonical_json(value), workflow_hash(value)) == (text, f"sha256:{digest}")


def test_the_first_number_that_is_not_finite_is_found() -> None:
    assert not_finite({"a": [1, {"b": math.inf}], "c": -math.inf}) == ("a", 1, "b")
    assert not_finite({"a": [1, 1.5, "inf"]}) is None


@given(FINITE_VALUES)
def test_written_json_reads_back(value: Json) -> None:
    read = json_text.parse(json_text.decode(json_bytes(value)))
    assert canonical_json(read) == canonical_json(value)


def test_written_json_is_indented_by_two_spaces_with_lone_surrogates_escaped() -> None:
    written = json_bytes({"a": [1.0, "é\ud83c"], "b": {}, "c": []})
    assert (
        written == '{\n  "a": [\n    1,\n    "é\\ud83c"\n  ],\n  "b": {},\n  "c": []\n}\n'.encode()
    )
