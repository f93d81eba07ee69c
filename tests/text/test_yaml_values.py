from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.yaml_values import YamlError, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("a: 1\nb: [x, 'true', true, ~]", {"a": 1, "b": ["x", "true", True, None]}),
        ("a: 1.0\nb: 1.5\nc: 0x10\nd: -3", {"a": 1, "b": 1.5, "c": 16, "d": -3}),
        ('{"a": {"b": []}}', {"a": {"b": []}}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
    ],
)
def test_values_are_those_of_json(text: str, value: Any) -> None:
    assert read_yaml(text).value == value


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("a: 1\na: 2", 5, "'a' is used twice"),
        ("a: !thing 1", 3, "tag"),
        ("a: .inf", 3, "no number"),
        ("a: *x", 3, "nothing is called"),
        ("a: &x [*x]", 7, "contains itself"),
        ("[1]: 2", 0, "a key is not a text"),
        ("a: 1\n---\nb: 2", 9, "more than one document"),
    ],
)
def test_what_json_cannot_hold_is_an_error_with_a_place(text: str, offset: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        read_yaml(text)
    assert caught.value.offset == offset


def test_every_value_has_a_place() -> None:
    text = "answers:\n  - step: build\n"
    places = read_yaml(text).places
    place = places["answers", 0, "step"]
    assert text[place.start : place.end] == "build"
    assert text[place.key_start :].startswith("step:")


def test_aliases_cannot_multiply_without_bound() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40)]
    with pytest.raises(YamlError, match="more than 200000 values"):
        read_yaml("\n".join(lines))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(YamlError):
        assert () in read_yaml(text).places
