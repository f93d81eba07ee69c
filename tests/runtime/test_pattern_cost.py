from __future__ import annotations

import pytest

from tests.work import lines_run
from workflowkit.runtime.conditions import Evaluation, evaluate_traced
from workflowkit.runtime.javascript import BadPatternError
from workflowkit.runtime.pattern_cost import CostlyPatternError, bounded_search, is_costly

MOST_LINES = 2_000_000
"""Lines of Python for one search; the longest text has a million characters."""

COUNTED = "(?:(?:(?:(?:a?){1000}){1000}){1000}){1000}"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^(a+)+$", "a" * 40 + "!"),
        ("(a*)*b", "a" * 40),
        ("^(a|a)*$", "a" * 40 + "!"),
        ("^(?:a|ab|b)+$", "ab" * 20 + "!"),
        (r"^(\w+\s?)*$", "word " * 12 + "!"),
        (COUNTED, ""),
        ("(?=(a+)+$)", "a" * 40 + "!"),
        ("a*" * 30 + "b", "a" * 40),
        ("^[a-z]+$", "a" * 1_000_000),
        (r"[[a-z]--[b]]+$", "a"),
    ],
)
def test_costly_patterns_are_refused_with_little_work(pattern: str, text: str) -> None:
    flags = "v" if "--" in pattern else ""

    def search() -> None:
        with pytest.raises(CostlyPatternError):
            bounded_search(pattern, flags, text)

    assert lines_run(search) < MOST_LINES


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("^a+$", "aaaa", True),
        ("^(full|quick|deep)$", "quick", True),
        (r"^v\d+\.\d+(\.\d+)?$", "v1.20.3", True),
        ("^[a-z]+(-[a-z]+)*$", "next-patch", True),
        (r"https?://[^\s]+/pull/\d+", "see https://forge.example/a/b/pull/12", True),
        (r"(\w+)\s\1", "the the", True),
        (r"[\]x]{2}\)", "]x)", True),
        (r"(?<year>\d{4})-\k<year>", "2024-2025", False),
        ("a{2,}?b|^$", "", True),
        (r"\bfoo(?!bar)", "foobar", False),
        ("a{,3}", "aa", False),
    ],
)
def test_ordinary_patterns_are_searched(pattern: str, text: str, expected: bool) -> None:
    assert bounded_search(pattern, "", text) is expected


def test_a_broken_pattern_stays_broken() -> None:
    with pytest.raises(BadPatternError):
        bounded_search("(a", "", "a")


@pytest.mark.parametrize("length", [0, 1, 5])
def test_the_cost_grows_with_the_text(length: int) -> None:
    assert not is_costly("^(a+)+$", "", length)


def test_a_costly_condition_is_false_and_marked_as_an_error() -> None:
    condition = {"var": "x", "matches": "^(a+)+$"}
    assert evaluate_traced(condition, {"x": "aaa"}) == Evaluation(True, False)
    assert evaluate_traced(condition, {"x": "a" * 40 + "!"}) == Evaluation(False, True)
