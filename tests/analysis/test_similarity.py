from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from workflowkit.analysis.prompts.similarity import n_in_order, resemblances, runs

ABC = "a b c d e f g h i j k l m n o p"


def test_runs_are_all_windows_of_words() -> None:
    assert runs("One, two THREE four", 3) == {"one two three", "two three four"}
    assert runs("too short", 3) == frozenset()


def test_the_shorter_text_sets_the_share() -> None:
    # Sixteen words have five runs of twelve; the second text has the first three of them.
    found = resemblances([ABC, "a b c d e f g h i j k l m n"], 0.5)
    assert [(item.earlier, item.later, item.share) for item in found] == [(0, 1, 1.0)]


@pytest.mark.parametrize(("share", "n_found"), [(0.6, 1), (0.61, 0)])
def test_below_the_share_nothing_resembles(share: float, n_found: int) -> None:
    # Three of five runs are shared.
    assert len(resemblances([ABC, "a b c d e f g h i j k l m n x y"], share)) == n_found


def test_the_closest_of_the_earlier_texts_is_named() -> None:
    found = resemblances(["a b c d e f g h i j k l m x y z", ABC, ABC + " q"], 0.3)
    assert [(item.earlier, item.later) for item in found] == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ("", "", 0),
        ("abc", "", 0),
        ("abc", "abc", 3),
        ("abc", "cba", 1),
        ("a step", "stop", 3),
        ("is the plan complete", "is this plan complete", 19),
        ("äöü", "äü", 2),
    ],
)
def test_characters_in_order_are_counted(one: str, other: str, length: int) -> None:
    assert n_in_order(one, other) == n_in_order(other, one) == length


@given(st.text("ab cé", max_size=70), st.text("ab cé", max_size=70))
def test_characters_in_order_are_those_of_the_library(one: str, other: str) -> None:
    assert n_in_order(one, other) == LCSseq.similarity(one, other)
