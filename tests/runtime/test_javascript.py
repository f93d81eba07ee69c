from __future__ import annotations

import contextlib
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.runtime.javascript import (
    BadPatternError,
    is_truthy,
    search,
    string_to_number,
    to_number,
    to_string,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (1.0, "1"),
        (1e21, "1e+21"),
        ("a", "a"),
        ({"a": 1}, "[object Object]"),
        ([], ""),
        ([[]], ""),
        ([[], []], ","),
        ([1, [2, 3], None], "1,2,3,"),
        ([None, {"a": 1}, True], ",[object Object],true"),
    ],
)
def test_values_become_text(value: Any, expected: str) -> None:
    assert to_string(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        (" \t\ufeff", 0),
        ("07", 7),
        ("+1.50", 1.5),
        (".5", 0.5),
        ("5.", 5),
        ("-1e3", -1000),
        ("0x1F", 31),
        ("0o17", 15),
        ("0B11", 3),
        ("-Infinity", -math.inf),
        ("1e400", math.inf),
    ],
)
def test_text_becomes_a_number(text: str, expected: float | int) -> None:
    assert string_to_number(text) == expected


@pytest.mark.parametrize(
    "text",
    ["x", "1_0", "1,0", "10px", "-0x1", "0x", ".", "e5", "infinity", "NaN", "١", "\x1f1", "1 2"],
)
def test_text_without_a_number_is_not_a_number(text: str) -> None:
    assert math.isnan(string_to_number(text))


@pytest.mark.parametrize(
    ("value", "expected"), [(None, 0), (True, 1), (False, 0), ([], 0), (["7"], 7), (2, 2)]
)
def test_other_values_become_numbers(value: Any, expected: int) -> None:
    assert to_number(value) == expected


def test_maps_and_longer_lists_are_not_numbers() -> None:
    assert math.isnan(to_number({}))
    assert math.isnan(to_number([1, 2]))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, False),
        (0, False),
        (-0.0, False),
        (math.nan, False),
        ("", False),
        ([], True),
        ({}, True),
        ("0", True),
    ],
)
def test_truth_of_values(value: Any, expected: bool) -> None:
    assert is_truthy(value) is expected


def test_patterns_are_ecmascript() -> None:
    assert search("^(?<year>\\d{4})$", "", "2024") is True
    assert search("\\u0041", "", "A") is True
    assert search("^b", "m", "a\nb") is True
    assert search("^b", "", "a\nb") is False


def test_every_flag_of_the_language_is_accepted() -> None:
    assert search("a", "dgimsuy", "A") is True


GRIN = "\U0001f600"


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "expected"),
    [
        ("^.$", "", GRIN, False),
        ("^..$", "", GRIN, True),
        ("^.$", "u", GRIN, True),
        ("\\u{61}", "", "a", False),
        ("^\\u{61}$", "", "u" * 61, True),
        ("\\ud83d\\ude00", "", GRIN, True),
        ("^[\\ud800-\\udbff][\\udc00-\\udfff]$", "", GRIN, True),
        ("[\\u0080-\\uffff]", "", GRIN, True),
        ("[^\\u0000-\\uffff]", "", GRIN, False),
        (f"^[{GRIN}]$", "", GRIN, False),
        (f"^{GRIN}+$", "", GRIN * 2, False),
        (f"[z-{GRIN}]", "", "\ud83c", True),
        (f"[z-{GRIN}]", "", "\ude01", False),
        ("[\\u{61}]", "", "{", True),
        ("[\\d-\\uffff]", "", "-", True),
        ("\\" + GRIN, "", GRIN, True),
        ("(?<n\U00010400>x)\\k<n\U00010400>", "", "xx", True),
        ("É", "i", "é", True),
        ("[[a-z]--[b]]", "v", "b", False),
        ("\\p{L}", "v", "a", True),
    ],
)
def test_units_and_characters_are_told_apart(
    pattern: str, flags: str, text: str, expected: bool
) -> None:
    assert search(pattern, flags, text) is expected


@pytest.mark.parametrize("pattern", ["a{2", "]", "}", "\\-", "[a]]"])
def test_the_flag_v_refuses_stray_signs(pattern: str) -> None:
    assert search(pattern, "", pattern) in (True, False)
    with pytest.raises(BadPatternError):
        search(pattern, "v", pattern)


def test_a_sticky_search_matches_at_the_start_only() -> None:
    assert search("b", "y", "ab") is False
    assert search("b", "y", "ba") is True


@pytest.mark.parametrize(("pattern", "flags"), [("(", ""), ("a", "x"), ("a", "gg"), ("a", "uv")])
def test_a_broken_pattern_or_flag_is_told(pattern: str, flags: str) -> None:
    with pytest.raises(BadPatternError):
        search(pattern, flags, "a")


@given(st.text(max_size=8), st.text(alphabet="dgimsuvyx", max_size=3), st.text(max_size=8))
def test_no_pattern_breaks_the_search(pattern: str, flags: str, text: str) -> None:
    with contextlib.suppress(BadPatternError):
        assert search(pattern, flags, text) in (True, False)
