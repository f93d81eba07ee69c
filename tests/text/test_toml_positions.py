from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from workflowkit.text.toml_positions import Keys, position, scan

TEXT = '''\
# a = 0
top = 1
dotted . "key.with dots" . 'x' = [ 1, [2, 3], { y = 4 } ]  # ] }

[table]  # [not.a.table]
text = """
  [no.table]
  key = "no"
  quotes "" at the end"""""
literal = \'\'\'
it's # '' not a comment\'\'\'
escaped = "a \\"quoted\\" # word"
when = 1979-05-27 07:32:00
inline = { a.b = 1, "c" = [ { d = 2 } ], }
many = [
  "one", # , "two"
  "three",
]

[ table . "sub \\u00e9" ]
key = true

[[items]]
name = 'first'
[items.detail]
size = 1
[[items.parts]]
n = 1
[[items.parts]]
n = 2

[[items]]
name = 'second'
[[items.parts]]
n = 3
'''.replace(", }\n", " }\n")


def places(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:
    yield keys, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*keys, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*keys, index))


def test_exactly_what_is_in_the_text_has_a_place() -> None:
    assert set(scan(TEXT)) == {keys for keys, _ in places(tomllib.loads(TEXT))}


def test_scalar_values_are_where_their_text_is() -> None:
    found = scan(TEXT)
    for keys, value in places(tomllib.loads(TEXT)):
        if isinstance(value, int) and not isinstance(value, bool):
            assert TEXT[found[keys][1] :].startswith(str(value)), keys


@pytest.mark.parametrize(
    ("keys", "on_value", "expected"),
    [
        ((), False, (1, 1)),
        (("top",), False, (2, 1)),
        (("top",), True, (2, 7)),
        (("dotted", "key.with dots"), False, (3, 10)),
        (("dotted", "key.with dots", "x", 2, "y"), True, (3, 53)),
        (("table", "when"), True, (13, 8)),
        (("table", "many", 1), True, (17, 3)),
        (("table", "sub é"), False, (20, 11)),
        (("items", 0), False, (23, 1)),
        (("items", 1), False, (32, 1)),
        (("items", 0, "parts", 1, "n"), True, (30, 5)),
        (("items", 1, "missing"), True, (32, 1)),
        (("missing", "altogether"), False, (1, 1)),
    ],
)
def test_position_is_that_of_key_or_value(
    keys: Keys, on_value: bool, expected: tuple[int, int]
) -> None:
    found = position(TEXT, keys, on_value=on_value)
    assert (found.line, found.column) == expected


def test_line_ends_of_other_systems_do_not_move_places() -> None:
    text = "[a]\r\nb = 1\r\nc = [\r\n  2\r\n]\r\n"
    found = position(text, ("a", "c", 0), on_value=True)
    assert (found.line, found.column) == (4, 3)
