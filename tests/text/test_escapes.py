"""Strings that are changed keep the spelling of what stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.edits import Edit, apply_edits


def _set(literal: str, value: object) -> str:
    return apply_edits(f'{{"a": {literal}}}', [Edit("set", ("a",), value)])[6:-1]


@pytest.mark.parametrize(
    ("literal", "value", "expected"),
    [
        (r'"one \u2022 two"', "one \u2022 three", r'"one \u2022 three"'),
        (r'"\u00e9 one \u00e9"', "\u00e9 two \u00e9", r'"\u00e9 two \u00e9"'),
        (r'"\u2022 a\/b \ud83d\ude80 end"', "\u2022 a/b \U0001f680 stop", r'"\u2022 a\/b \ud83d\ude80 stop"'),
        (r'"plain\nline"', "plain\nlines", r'"plain\nlines"'),
        ('"\u2022 raw \\u2022"', "\u2022 raw \u2022 new", '"\u2022 raw \\u2022 new"'),
        (r'["\u2022", "x"]', ["\u2022", "y"], r'["\u2022", "y"]'),
        (r'"\u2022"', "", '""'),
        (r'"\u2022"', 3, "3"),
    ],
)  # fmt: skip
def test_escapes_stay_where_they_were(literal: str, value: object, expected: str) -> None:
    assert _set(literal, value) == expected


TEXTS = st.text(alphabet='ab \u2022\u00e9\n"\\/\U0001f680', max_size=12)


@given(TEXTS, TEXTS, st.booleans())
def test_the_new_string_is_what_it_should_be(before: str, after: str, escaped: bool) -> None:
    literal = json.dumps(before, ensure_ascii=escaped)
    assert json.loads(_set(literal, after)) == after


@given(TEXTS)
def test_a_string_that_stays_keeps_every_escape(text: str) -> None:
    literal = json.dumps(text)
    assert _set(literal, text) == literal
