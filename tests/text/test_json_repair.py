"""Mistakes in texts that are nearly JSON, with the text that a person would write."""

from __future__ import annotations

import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.work import lines_run
from workflowkit.text.edits import apply_edits
from workflowkit.text.json_repair import mistakes

VALUES = st.recursive(
    st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


def _repaired(text: str) -> str:
    return apply_edits(text, [edit for mistake in mistakes(text) for edit in mistake.edits])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": [1, 2,], "b": 3,}', '{"a": [1, 2], "b": 3}'),
        ('{"a": 1, // one\n "b": 2 /* two */}', '{"a": 1,\n "b": 2}'),
        ('{"a": 1, // last\n}', '{"a": 1\n}'),
        ('{"a": 1 # one\n}', '{"a": 1\n}'),
        ('\ufeff{"a": 1}', '{"a": 1}'),
        ("{\u201ca\u201d: \u201eb\u201c, \u2018c\u2019: 1}", '{"a": "b", "c": 1}'),
        (
            '{"a": "x, // no comment,]"\n, /* c */ "b": 1,\n}',
            '{"a": "x, // no comment,]"\n, "b": 1\n}',
        ),
        ('{"a": 1,, "b": [,2,,3,,],}', '{"a": 1, "b": [2,3]}'),
        ("{a: 1, b-c: 2, 3: 4}", '{"a": 1, "b-c": 2, "3": 4}'),
        (
            "{'a': 'it\\'s \"x\" \\n \\\\', \"b\": 1}",
            '{"a": "it\'s \\"x\\" \\n \\\\", "b": 1}',
        ),
        ('{"a": "x"\n "b": {}\n "c": ["y" "z" 1]}', '{"a": "x",\n "b": {},\n "c": ["y", "z", 1]}'),
        ('[{"a": 1}{"a": 2}]', '[{"a": 1},{"a": 2}]'),
        ('{"a": 1 // one\n "b": 2}', '{"a": 1,\n "b": 2}'),
        ('{"a": "one\n\ttwo", "b": "\t"}', '{"a": "one\\n\\ttwo", "b": "\\t"}'),
        ("[True, False, None]", "[true, false, null]"),
        ('{\u00a0"a": 1}', '{ "a": 1}'),
    ],
    ids=[
        "commas",
        "comments",
        "comma before a comment",
        "comment of a shell",
        "byte order mark",
        "quotes",
        "strings stay",
        "surplus commas",
        "bare keys",
        "single quotes",
        "missing commas",
        "objects side by side",
        "missing comma before a comment",
        "raw line breaks",
        "literals of Python",
        "no-break space",
    ],
)
def test_the_text_becomes_json(text: str, expected: str) -> None:
    assert _repaired(text) == expected
    assert mistakes(expected) == ()


def test_every_mistake_has_its_place() -> None:
    text = "{a: 1,\n 'b': 2 \"c\": 3,}"
    assert [(text[each.start : each.end], each.message) for each in mistakes(text)] == [
        ("a", "found 'a' where a quoted key was expected"),
        ("'b'", "a single quote starts no JSON string"),
        ('"c"', "found '\"' where ',' or an end was expected"),
        (",", "a comma is before the closing bracket"),
    ]


@pytest.mark.parametrize(
    ("text", "repaired", "message", "rest"),
    [
        (
            '{"a": 1,, "b": "say "no" now", "c": 1,}',
            '{"a": 1, "b": "say "no" now", "c": 1,}',
            "found 'no' where ',' or an end was expected",
            "no",
        ),
        ('{a: "x,\n "b": 1,}', '{"a": "x,\n "b": 1,}', "this string has no closing quote", "\n"),
        ('{a: "x', '{"a": "x', "this string has no closing quote", '"x'),
        ("{a: [1, 2}", '{"a": [1, 2}', "found '}' where ',' or an end was expected", "}"),
        ('{a: 1, "b": [', '{"a": 1, "b": [', "the text ends too early", ""),
        ("{a: 1} {b: 2}", '{"a": 1} {b: 2}', "text follows the end of the JSON value", "{"),
        ('{a: x, "b": 1,}', '{"a": x, "b": 1}', "found 'x' where a value was expected", "x"),
        ('{a: "\\d", "b": 1,}', '{"a": "\\d", "b": 1}', "this escape is not JSON", "\\"),
        ("{a: 1 /* open", '{"a": 1 /* open', "JSON has no comments", "/"),
        ("[ , 1, 2 .5]", "[  1, 2 .5]", "found '.' where ',' or an end was expected", "."),
        ('["a "[1]" b",]', '["a "[1]" b",]', "found '[' where ',' or an end was expected", "["),
    ],
    ids=[
        "quote in a string",
        "open string",
        "open string at the end",
        "wrong bracket",
        "open bracket",
        "two values",
        "bare value",
        "escape",
        "open comment",
        "number",
        "brackets in a string",
    ],
)
def test_the_first_mistake_with_several_readings_ends_the_list(
    text: str, repaired: str, message: str, rest: str
) -> None:
    *_, last = mistakes(text)
    assert (last.message, last.edits) == (message, ())
    assert text[last.start :].startswith(rest)
    assert _repaired(text) == repaired


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("id: x\n", "the file is YAML, not JSON"),
        ("{\n<<<<<<< ours\n a: 1,\n=======\n}", "the file has merge-conflict markers"),
    ],
    ids=["empty", "YAML", "merge"],
)
def test_other_texts_are_called_what_they_are(text: str, message: str) -> None:
    (mistake,) = mistakes(text)
    assert (mistake.message, mistake.edits) == (message, ())


def test_a_valid_text_has_no_mistakes() -> None:
    assert mistakes('{"a": "// no comment", "b": ",]"}') == ()


@given(VALUES)
def test_a_trailing_comma_is_all_that_is_removed(value: object) -> None:
    written = json.dumps([value])
    assert _repaired(written[:-1] + ",]") == written


@given(VALUES)
def test_commas_that_are_taken_out_come_back(value: object) -> None:
    written = json.dumps([[value, value], value], indent=1)
    broken = "\n".join(line.removesuffix(",") for line in written.split("\n"))
    assert json.loads(_repaired(broken)) == json.loads(written)


@given(st.text(alphabet="{}[],:\"'\\/*#\n\t a1\u201c\u201d\ufeff"))
def test_any_text_has_mistakes_unless_it_is_json(text: str) -> None:
    found = mistakes(text)
    try:
        json.loads(text)
    except ValueError:
        assert found
        assert all(mistake.edits for mistake in found[:-1])
        if found[-1].edits:
            json.loads(_repaired(text))


@pytest.mark.parametrize(
    "unit", ["/*", ",", "[,", '{"a" ', "'", '"\n', "a", "\u201c", "#\n", "1 ", " ", "{a:1}", "[1,,"]
)
def test_work_is_linear(unit: str) -> None:
    short, long = (lines_run(partial(mistakes, "[" + unit * n)) for n in (500, 2_000))
    assert long <= 4.5 * short + 100
