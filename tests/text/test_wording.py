from __future__ import annotations

import pytest

from workflowkit.text.routes import Json, Route
from workflowkit.text.wording import place_name, quoted, spelled


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (2.5, "2.5"),
        (float("inf"), "Infinity"),
        ("v1", "'v1'"),
        ("", "''"),
        ("line\nbreak", "'line\\nbreak'"),
        ("a\ud83cb", "'a\\ud83cb'"),
        ("Zürich 🏔", "'Zürich 🏔'"),
        ([], "[]"),
        ({"a": [1, "x"]}, '{"a": [1, "x"]}'),
        ("x" * 41, "'" + "x" * 39 + "…'"),
        (list(range(40)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"),
    ],
)
def test_values_are_written_short_and_on_one_line(value: Json, written: str) -> None:
    assert spelled(value) == written


def test_depth_does_not_matter() -> None:
    value: Json = 1
    for _ in range(5000):
        value = [value]
    assert spelled(value) == "[" * 39 + "…"


def test_a_key_is_quoted_like_a_text() -> None:
    assert quoted("a\tb") == "'a\\tb'"


@pytest.mark.parametrize(
    ("route", "name"),
    [
        ((), "the document"),
        (("about",), "'about'"),
        (("steps", 2), "'steps[2]'"),
        (("steps", 2, "title"), "'title'"),
        (("goal", 0, 1), "'goal[0][1]'"),
        ((3,), "'[3]'"),
        (("a\nb",), "'a\\nb'"),
    ],
)
def test_a_place_is_named_by_its_last_key(route: Route, name: str) -> None:
    assert place_name(route) == name
