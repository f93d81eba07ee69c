from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.diagnostics import Finding, Identified, Related, Severity
from workflowkit.report.placing import in_string, place
from workflowkit.text.document import parse
from workflowkit.text.routes import Route, TextRange

TEXT = """{
  "id": "wr.release",
  "steps": [
    { "id": "build", "title": "Build" },
    {
      "title": "Test",
      "loop": {
        "type": "while"
      }
    },
    {
      "id": 3,
      "prompt": "a\\nb"
    }
  ]
}
"""


def placed(finding: Finding, text: str = TEXT) -> tuple[str, int]:
    """The text that the span covers, and its line."""
    document = parse(text.encode(), "a.json")
    (diagnostic,) = place(document, [Identified("X001", "odd", Severity.ERROR, finding)], {})
    start, end = diagnostic.span.start, diagnostic.span.end
    return document.text[start.offset : end.offset], start.line


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ((), ('"wr.release"', 2)),
        (("id",), ('"wr.release"', 2)),
        (("version",), ('"wr.release"', 2)),
        (("steps",), ('"steps"', 3)),
        (("steps", 0), ('{ "id": "build", "title": "Build" }', 4)),
        (("steps", 0, "prompt"), ('"build"', 4)),
        (("steps", 1), ("{", 5)),
        (("steps", 1, "id"), ("{", 5)),
        (("steps", 1, "loop"), ('"loop"', 7)),
        (("steps", 1, "loop", "body", 0, "id"), ('"loop"', 7)),
        (("steps", 2), ("{", 11)),
        (("steps", 2, "id"), ("3", 12)),
        (("steps", 2, "prompt", "x"), ('"prompt"', 13)),
        (("steps", 9), ('"steps"', 3)),
        (("steps", "x"), ('"steps"', 3)),
        ((4,), ('"wr.release"', 2)),
    ],
)
def test_route_is_placed_where_it_reads_best(route: Route, expected: tuple[str, int]) -> None:
    assert placed(Finding(route, "odd")) == expected


def test_key_is_placed_when_the_key_is_meant() -> None:
    assert placed(Finding(("steps", 2, "prompt"), "odd", on_key=True)) == ('"prompt"', 13)


def test_array_item_has_no_key_so_its_value_is_placed() -> None:
    assert placed(Finding((0,), "odd", on_key=True), "[true]") == ("true", 1)


def test_window_is_placed_inside_the_string() -> None:
    assert placed(Finding(("steps", 2, "prompt"), "odd", window=(1, 3))) == (r"\nb", 13)


def test_window_in_something_else_than_a_string_is_left_aside() -> None:
    assert placed(Finding(("steps", 2, "id"), "odd", window=(0, 1))) == ("3", 12)


def test_a_range_is_placed_where_it_says_and_keeps_the_route_it_belongs_to() -> None:
    finding = Finding(TextRange(4, 8, ("id",)), "odd", on_key=True, window=(0, 1))
    assert placed(finding) == ('"id"', 2)
    assert finding.route == ("id",)
    assert Finding(TextRange(4, 8), "odd").route == ()


def test_a_related_range_is_placed_too() -> None:
    finding = Finding(("id",), "odd", related=(Related(TextRange(4, 8), "the key"),))
    (diagnostic,) = place(
        parse(TEXT.encode(), "a.json"), [Identified("X001", "odd", Severity.ERROR, finding)], {}
    )
    span = diagnostic.related[0].span
    assert span is not None
    assert (span.start.offset, span.end.offset) == (4, 8)


def test_places_of_a_file_inside_another_get_its_route_in_front() -> None:
    related = (Related(TextRange(4, 8, ("id",)), "here"), Related(("id",), "there", "b.json"))
    finding = Finding(("id",), "odd", related=related).under(("rows", 2))
    assert finding.route == ("rows", 2, "id")
    assert [item.route for item in finding.related] == [("rows", 2, "id"), ("id",)]


@pytest.mark.parametrize("window", [(2, 99), (-3, 99), (50, 60), (2, 1)])
def test_window_beyond_the_string_stays_inside_the_quotes(window: tuple[int, int]) -> None:
    text, line = placed(Finding(("steps", 2, "prompt"), "odd", window=window))
    assert text in r"a\nb"
    assert line == 13


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n\n', ("", 1)),
        ("", ("", 1)),
        ('{"a" 1}', ("1", 1)),
        ('{"a": "x\n"}', ("", 1)),
    ],
)
def test_broken_text_is_placed_where_it_breaks(text: str, expected: tuple[str, int]) -> None:
    assert placed(Finding(("steps", 0), "odd"), text) == expected


def test_scalar_document_is_placed() -> None:
    assert placed(Finding(("steps",), "odd"), " 5") == ("5", 1)


def test_related_places_are_found_here_and_in_other_documents() -> None:
    here = parse(b'{"a": 1}', "a.json")
    there = parse(b'{\n"b": 2}', "b.json")
    finding = Finding(
        ("a",),
        "odd",
        related=(
            Related(("a",), "one"),
            Related(("b",), "two", "b.json"),
            Related(("c",), "three", "c.json"),
        ),
    )
    (diagnostic,) = place(
        here, [Identified("X001", "odd", Severity.INFO, finding)], {"b.json": there}
    )
    starts = [
        (item.path, item.message, item.span and (item.span.start.line, item.span.start.column))
        for item in diagnostic.related
    ]
    assert starts == [
        ("a.json", "one", (1, 7)),
        ("b.json", "two", (2, 6)),
        ("c.json", "three", None),
    ]


def test_order_and_identity_are_kept() -> None:
    document = parse(b'{"a": 1, "b": 2}', "a.json")
    findings = [Identified("X002", "late", Severity.INFO, Finding(("b",), "b"))]
    findings.append(Identified("X001", "early", Severity.ERROR, Finding(("a",), "a")))
    shown = [
        (item.code, item.name, item.severity, item.path) for item in place(document, findings, {})
    ]
    assert shown == [
        ("X002", "late", Severity.INFO, "a.json"),
        ("X001", "early", Severity.ERROR, "a.json"),
    ]


TEXTS = st.text(st.sampled_from('ab"\\\n\t/é界😀\u2028\x7f'), max_size=12)


@given(st.data(), TEXTS, st.booleans())
def test_window_covers_the_characters_it_counts(
    data: st.DataObject, value: str, ensure_ascii: bool
) -> None:
    literal = json.dumps(value, ensure_ascii=ensure_ascii)
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    first, last = in_string(f"  {literal} ", (2, 2 + len(literal)), (start, end))
    assert json.loads(f'"{f"  {literal} "[first:last]}"') == value[start:end]
