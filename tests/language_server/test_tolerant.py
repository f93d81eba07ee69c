"""The tolerant reading: the values of valid JSON, and what is left of other texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.language_server import tolerant
from workflowkit.language_server.format_places import cursor_at
from workflowkit.language_server.places import Places, changed
from workflowkit.text import json_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "workflows").glob("*.json")), ids=lambda it: it.name
)
def test_valid_json_has_its_value(path: Path) -> None:
    text = path.read_text("utf-8")
    assert tolerant.read(text).value == json_text.parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ('{"a": 1,}', {"a": 1}),
        ('{"a": , "b": 2}', {"b": 2}),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}),
        ('{"a": [1, 2, "b": 3}', {"a": [1, 2], "b": 3}),
        ('[{"a": 1, {"b": 2}]', [{"a": 1}, {"b": 2}]),
        ('{"a": {"b": "unfinished', {"a": {"b": "unfinished"}}),
        ('// why\n{"a": 1} // so', {"a": 1}),
        ('{"a": "x\n, "b": 2}', {"a": "x", "b": 2}),
        ("{a: tru}", {"a": "tru"}),
    ],
)
def test_what_is_left_of_broken_json(text: str, value: object) -> None:
    assert tolerant.read(text).value == value


@given(st.text(alphabet='{}[],:" ab\\\n1/', max_size=60))
def test_any_text_is_read(text: str) -> None:
    tree = tolerant.read(text)
    parsed = json_text.parse(text)
    if not isinstance(parsed, json_text.BrokenJson):
        assert tree.value == parsed
    for offset in range(len(text) + 1):
        cursor_at(tree, offset)
        tree.node_at(offset)


@pytest.mark.parametrize(
    ("before", "after", "is_key", "route"),
    [
        ('{"steps": [{"id": "', '"}]}', False, ("steps", 0, "id")),
        ('{"steps": [{"i', '"}]}', True, ("steps", 0)),
        ('{"steps": [{"id": "x", ', "}]}", True, ("steps", 0)),
        ('{"steps": [', "]}", False, ("steps", 0)),
        ('{"a": ', "}", False, ("a",)),
        ('{"a": ["x", ', "]}", False, ("a", 1)),
    ],
)
def test_where_the_cursor_is(
    before: str, after: str, is_key: bool, route: tuple[str | int, ...]
) -> None:
    cursor = cursor_at(tolerant.read(before + after), len(before))
    assert cursor is not None
    assert (cursor.is_key, cursor.route) == (is_key, route)


def test_positions_count_in_the_agreed_units() -> None:
    text = "aé😀b\r\nx\ry\u2028z"
    at = text.index("b")
    assert Places(text, "utf-8").position(at) == (0, 7)
    assert Places(text, "utf-16").position(at) == (0, 4)
    assert Places(text, "utf-32").position(at) == (0, 3)
    # U+2028 ends no line.
    assert Places(text, "utf-16").position(text.index("z")) == (2, 2)
    for encoding in ("utf-8", "utf-16", "utf-32"):
        places = Places(text, encoding)
        for offset in (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11):
            assert places.offset(*places.position(offset)) == offset


def test_places_outside_of_the_text_are_the_nearest_ones() -> None:
    places = Places("ab\ncd", "utf-16")
    assert places.offset(0, 99) == 2
    assert places.offset(9, 0) == 5
    assert changed("abc", 2, 1, "x") == "axc"


@pytest.mark.parametrize(
    ("text", "route", "is_key"),
    [
        ("triggers:\n  - i", ("triggers", 0), True),
        ("triggers:\n  - id: a\n    goal", ("triggers", 0), True),
        ("triggers:\n  - id: a\n    goal: ", ("triggers", 0, "goal"), False),
        ("triggers:\n  - id: a\n    hooks:\n      on", ("triggers", 0, "hooks"), True),
        ("a:\n  b: 1\nc", (), True),
    ],
)
def test_where_a_line_of_yaml_is(text: str, route: tuple[str | int, ...], is_key: bool) -> None:
    from workflowkit.language_server.yaml_places import place_at

    place = place_at(text, len(text))
    assert (place.route, place.is_key) == (route, is_key)
