from __future__ import annotations

import pytest

from workflowkit.analysis.prompts.similarity import resemblances, runs

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
