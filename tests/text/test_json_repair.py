"""Repairs of texts that are nearly JSON, with the text that a person would write."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.edits import apply_edits
from workflowkit.text.json_repair import repairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [1, 2,], "b": 3,}', '{"a": [1, 2], "b": 3}'),
        ('{"a": 1, // one\n "b": 2 /* two */}', '{"a": 1,\n "b": 2}'),
        ('{"a": 1, // last\n}', '{"a": 1\n}'),
        ('\ufeff{"a": 1}', '{"a": 1}'),
        ("{\u201ca\u201d: \u201eb\u201c}", '{"a": "b"}'),
        (
            '{"a": "x, // no comment,]"\n, /* c */ "b": 1,\n}',
            '{"a": "x, // no comment,]"\n, "b": 1\n}',
        ),
    ],
    ids=[
        "commas",
        "comments",
        "comma before a comment",
        "byte order mark",
        "quotes",
        "strings stay",
    ],
)
def test_the_text_becomes_json(text: str, expected: str) -> None:
    assert apply_edits(text, repairs(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "// no comment", "b": ",]"}',
        '{"a": 1,, }',
        "{a: 1,}",
        "",
        "/*" * 50_000,
        "," * 50_000,
        '{"a": /*',
    ],
    ids=["valid", "two commas", "bare key", "empty", "open comments", "commas", "open comment"],
)
def test_nothing_is_proposed_for_a_valid_text_or_one_that_needs_more(text: str) -> None:
    assert repairs(text) == ()


@given(
    st.recursive(
        st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_a_trailing_comma_is_all_that_is_removed(value: object) -> None:
    written = json.dumps([value])
    broken = written[:-1] + ",]"
    assert apply_edits(broken, repairs(broken)) == written
