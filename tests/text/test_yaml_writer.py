from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workflowkit.text.yaml_values import read_yaml
from workflowkit.text.yaml_writer import to_yaml

TEXTS = st.text(max_size=12) | st.sampled_from(
    [
        "yes",
        "null",
        "1",
        "a: b",
        "- x",
        "a\nb",
        "a\n\n  b",
        " x",
        "x ",
        "#x",
        "a #b",
        "é\tx",
        "\u2028",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert read_yaml(to_yaml(value)).value == value


def test_values_are_written_for_people() -> None:
    value = {"title": "Deep way", "list": [{"a": 1, "b": []}, "x"], "text": "one\ntwo"}
    assert to_yaml(value, 2) == (
        "  title: Deep way\n  list:\n    - a: 1\n      b: []\n    - x\n"
        "  text: |-\n    one\n    two\n"
    )
