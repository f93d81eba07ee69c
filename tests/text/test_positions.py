"""Where values are: the quick search agrees with the scanner."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import VALUES
from workflowkit.text.positions import Lines, ValueOffsets, locate, scan
from workflowkit.text.routes import Json, walk


@given(st.data(), VALUES, st.sampled_from([None, 0, 2]))
def test_places_are_those_of_the_scanner(data: st.DataObject, value: Json, indent: int) -> None:
    text = json.dumps(value, indent=indent)
    routes = [route for route, _ in walk(value)]
    wanted = data.draw(st.lists(st.sampled_from(routes), max_size=3))
    keep = {route[:length] for route in wanted for length in range(len(route) + 1)}
    scanned = {item.route: ValueOffsets(item.key, item.value) for item in scan(text)}
    assert locate(text, wanted) == {route: scanned[route] for route in keep}


def test_of_a_repeated_key_the_last_one_counts() -> None:
    text = '{"a": 1, "\\u0061": [2]}'
    assert locate(text, [("a", 0), ("b",)]) == {
        (): ValueOffsets(None, (0, 23)),
        ("a",): ValueOffsets((9, 17), (19, 22)),
        ("a", 0): ValueOffsets(None, (20, 21)),
    }


def test_values_beside_the_wanted_ones_may_be_nested_deeper_than_the_decoder_reads() -> None:
    depth = 2_000
    text = '{"deep": ' + "[" * depth + "]" * depth + ', "after": 1}'
    start = text.index('"after"')
    assert locate(text, [("after",)])[("after",)] == ValueOffsets(
        (start, start + 7), (start + 9, start + 10)
    )


def test_every_line_end_counts() -> None:
    assert [Lines("a\r\nb\rc\nd").line(number) for number in (1, 2, 3, 4)] == ["a", "b", "c", "d"]
    assert [Lines("a\n\nd").line(number) for number in (1, 2, 3)] == ["a", "", "d"]
