"""Identifiers: one name is found in a text exactly where all names of the text have it."""

from __future__ import annotations

import random

import pytest

from workflowkit.analysis.prompts.prose import has_identifier, identifiers


@pytest.mark.parametrize("seed", range(20))
def test_a_name_is_found_without_reading_all_names(seed: int) -> None:
    chance = random.Random(seed)
    n_found = 0
    for _ in range(2000):
        text, name = ("".join(chance.choices("ab1_-é. A", k=chance.randrange(n))) for n in (12, 5))
        assert has_identifier(text, name) == (name in identifiers(text)), (text, name)
        n_found += has_identifier(text, name)
    assert n_found


@pytest.mark.parametrize(
    ("text", "name", "is_there"),
    [
        ("read `planPath` now", "planPath", True),
        ("read `planPath` now", "plan", False),
        ("the plan-path is set", "plan-path", True),
        ("the plan-path is set", "plan", True),
        ("the plan-path-b is set", "plan-path", False),
        ("10plan", "plan", True),
        ("a10plan", "plan", False),
        ("plan", "", False),
        ("a plan. b", "plan. b", False),
    ],
)
def test_a_name_is_a_word_as_a_whole(text: str, name: str, is_there: bool) -> None:
    assert has_identifier(text, name) is is_there
