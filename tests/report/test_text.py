from __future__ import annotations

import pytest

from workflowkit.diagnostics import Diagnostic, Finding, Identified, Related, Severity
from workflowkit.report.formats import renderer
from workflowkit.report.placing import place
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.report.text import summary
from workflowkit.text.document import Document, parse

QUIET = Style(quiet=True)


def placed(document: Document, *findings: Finding) -> tuple[Diagnostic, ...]:
    return tuple(
        place(document, [Identified("X001", "odd", Severity.ERROR, item) for item in findings], {})
    )


def frame(content: bytes, finding: Finding, style: Style = QUIET) -> list[str]:
    """The rows below the place of the finding."""
    document = parse(content, "a.json")
    result = Result(shown=placed(document, finding), n_files=1)
    return renderer("text")(result, {"a.json": document}, style).splitlines()[3:]


def underlined(rows: list[str]) -> str:
    """What stands above the carets, where every character takes one cell."""
    source, carets = rows[:2]
    start = carets.index("^")
    return source[start : start + carets.count("^")]


def test_carets_stand_under_the_value_with_crlf_line_ends() -> None:
    rows = frame(b'{\r\n  "a": 1,\r\n  "b": "two"\r\n}', Finding(("b",), "odd"))
    assert rows == [' 3 |   "b": "two"', "   |        ^^^^^"]


def test_carets_stand_under_the_key_when_the_key_is_meant() -> None:
    rows = frame(b'{ "a": { "b": 1 } }', Finding(("a", "b"), "odd", on_key=True))
    assert underlined(rows) == '"b"'


def test_tabs_are_shown_as_four_spaces() -> None:
    rows = frame(b'{\n\t"a":\t1\n}', Finding(("a",), "odd"))
    assert rows == [' 2 |     "a":    1', "   |             ^"]


def test_wide_and_combining_characters_keep_carets_aligned() -> None:
    rows = frame('{ "界": "e\u0301", "b": 1 }'.encode(), Finding(("b",), "odd"))
    # The wide character takes two cells, the combining accent none.
    assert rows == [' 1 | { "界": "e\u0301", "b": 1 }', "   |                   ^"]


def test_a_wide_value_is_underlined_in_full() -> None:
    rows = frame('{ "a": "世界" }'.encode(), Finding(("a",), "odd"))
    assert rows[1] == "   |        ^^^^^^"


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\x7f", "<U+007F>"),
        ("\u202e", "<U+202E>"),
        ("\u2028", "<U+2028>"),
        ("\ufeff", "<U+FEFF>"),
        ("\x9b", "<U+009B>"),
    ],
)
def test_characters_that_hide_or_reorder_text_are_named(character: str, shown: str) -> None:
    rows = frame(f'{{ "a": "{character}", "b": 1 }}'.encode(), Finding(("b",), "odd"))
    assert rows == [f' 1 | {{ "a": "{shown}", "b": 1 }}', "   |                         ^"]


def test_raw_control_characters_of_a_broken_file_are_named() -> None:
    rows = frame(b'{ "a\x1b[2J": 1 }', Finding((), "odd"))
    assert rows == [' 1 | { "a<U+001B>[2J": 1 }', "   |     ^^^^^^^^"]


def test_messages_stay_on_their_line_and_have_no_control_characters() -> None:
    document = parse(b"{}", "a\n.json")
    result = Result(shown=placed(document, Finding((), "'\x1b\n\ud800' is odd")), n_files=1)
    text = renderer("text")(result, {}, QUIET)
    assert text.splitlines() == [
        r"a\n.json",
        r"error[X001 odd]: '<U+001B>\n<U+D800>' is odd",
        r"  --> a\n.json:1:1",
    ]


def test_a_long_line_is_shown_around_the_place() -> None:
    prompt = " ".join(f"word{number}" for number in range(2000))
    start = prompt.index("word1000")
    content = f'{{ "prompt": "{prompt}" }}'.encode()
    rows = frame(content, Finding(("prompt",), "odd", window=(start, start + 8)))
    assert underlined(rows) == "word1000"
    assert rows[0].startswith(" 1 | ...")
    assert rows[0].endswith("...")
    assert len(rows[0]) == len(" 1 | ") + 3 + QUIET.width + 3


def test_a_place_longer_than_the_window_keeps_what_stands_before_it() -> None:
    rows = frame(b'{ "prompt": "' + b"x" * 5000 + b'" }', Finding(("prompt",), "odd"))
    assert rows == [
        ' 1 | { "prompt": "' + "x" * 75 + "...",
        "   |             " + "^" * 76,
    ]


def test_a_place_at_the_end_of_a_long_line_uses_the_whole_window() -> None:
    rows = frame(b'{ "a": "' + b"x" * 5000 + b'", "b": 1 }', Finding(("b",), "odd"))
    assert rows[0] == " 1 | ..." + "x" * (88 - 11) + '", "b": 1 }'
    assert underlined(rows) == "1"


def test_wide_characters_count_twice_in_the_window() -> None:
    rows = frame(('{ "a": "' + "界" * 5000 + '", "b": 1 }').encode(), Finding(("b",), "odd"))
    assert rows[0] == " 1 | ..." + "界" * ((88 - 11) // 2) + '", "b": 1 }'


def test_two_places_far_apart_on_one_line_have_a_row_each() -> None:
    content = b'{ "a": 1, "x": "' + b"x" * 300 + b'", "b": 2 }'
    rows = frame(content, Finding(("b",), "odd", related=(Related(("a",), "as here"),)))
    assert [row[:12] for row in rows] == [
        ' 1 | { "a": ',
        "   |        ",
        " 1 | ...xxxx",
        "   |        ",
    ]
    assert rows[1] == "   |        - as here"
    assert underlined(rows[2:]) == "2"


def test_two_places_near_each_other_share_their_line() -> None:
    rows = frame(
        b'{ "a": 1, "b": 2 }', Finding(("b",), "odd", related=(Related(("a",), "as here"),))
    )
    assert rows == [
        ' 1 | { "a": 1, "b": 2 }',
        "   |        - as here",
        "   |                ^",
    ]


def test_line_numbers_are_aligned_whatever_their_length() -> None:
    content = b"{" + b"\n" * 998 + b'"a": 1,\n"b": 2}'
    rows = frame(content, Finding(("b",), "odd", related=(Related(("a",), "as here"),)))
    assert rows == [
        ' 999 | "a": 1,',
        "     |      - as here",
        '1000 | "b": 2}',
        "     |      ^",
    ]


def test_a_step_of_several_lines_is_shown_by_its_id() -> None:
    rows = frame(b'{ "steps": [\n{\n"title": "x",\n"id": "a"\n}\n]}', Finding(("steps", 0), "odd"))
    assert rows == [' 4 | "id": "a"', "   |       ^^^"]


def test_a_step_without_id_is_shown_by_its_bracket_and_the_line_after() -> None:
    rows = frame(b'{ "steps": [\n  {\n    "title": "x"\n  }\n]}', Finding(("steps", 0), "odd"))
    assert rows == [" 2 |   {", "   |   ^", ' 3 |     "title": "x"']


def test_place_inside_a_string_names_the_line_of_the_string() -> None:
    document = parse(rb'{ "steps": [{ "procedure": ["a", "b\nc\u000ad\\n"] }] }', "a.json")
    finding = Finding(("steps", 0, "procedure", 1), "odd", window=(4, 5))
    text = renderer("text")(
        Result(shown=placed(document, finding), n_files=1), {"a.json": document}, QUIET
    )
    assert text.splitlines()[2:] == [
        "  --> a.json:1:45 (procedure[1], line 3 of 3)",
        r' 1 | { "steps": [{ "procedure": ["a", "b\nc\u000ad\\n"] }] }',
        "   |                                             ^",
    ]


def test_findings_of_one_file_stand_under_one_heading() -> None:
    first, second = parse(b'{"a": 1}', "a.json"), parse(b"{}", "b.json")
    shown = (
        *placed(first, Finding((), "one"), Finding(("a",), "two")),
        *placed(second, Finding((), "three")),
    )
    rows = renderer("text")(Result(shown=shown, n_files=2), {}, QUIET).splitlines()
    assert [row for row in rows if not row.startswith((" ", "error"))] == [
        "a.json",
        "",
        "",
        "b.json",
    ]


def test_help_of_several_lines_is_indented_below_itself() -> None:
    rows = frame(b"{}", Finding((), "odd", help="choose one of\na\nb"))
    assert rows[2:] == ["   = help: choose one of", "           a", "           b"]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result(shown=(), n_files=1), "1 file, no findings"),
        (
            Result(shown=(), n_files=12, seconds=0.038),
            "12 files, no findings · 38 ms",
        ),
        (
            Result(shown=(), n_files=12, n_suppressed=2, seconds=1.25),
            "12 files, no findings · 2 suppressed · 1.2 s",
        ),
        (
            Result(shown=placed(parse(b"{}", "a"), Finding((), "x"), Finding((), "y")), n_files=3),
            "2 errors in 1 of 3 files",
        ),
    ],
)
def test_summary_counts(result: Result, expected: str) -> None:
    assert summary(result, Style(unicode=True)) == expected


def test_hint_names_each_code_once_and_the_worst_first() -> None:
    codes = [
        ("B001", Severity.INFO),
        ("D001", Severity.ERROR),
        ("C001", Severity.ERROR),
        ("B001", Severity.INFO),
    ]
    shown = place(
        parse(b"{}", "a"),
        [Identified(code, "x", bad, Finding((), code)) for code, bad in codes],
        {},
    )
    rows = renderer("text")(Result(shown=tuple(shown), n_files=1), {}, Style()).splitlines()
    assert rows[-2:] == [
        "`wfk explain C001` explains more (also: D001, B001).",
        "2 errors, 2 infos in 1 of 1 file",
    ]


def test_nothing_colored_unless_asked_for() -> None:
    document = parse(b'{"a": 1}', "a.json")
    result = Result(shown=placed(document, Finding(("a",), "odd")), n_files=1)
    assert "\x1b" not in renderer("text")(result, {"a.json": document}, Style(unicode=True))
    assert "\x1b[1;31m^\x1b[0m" in renderer("text")(result, {"a.json": document}, Style(color=True))


@pytest.mark.parametrize(
    ("severity", "threshold", "code"),
    [
        (Severity.ERROR, Severity.WARNING, 1),
        (Severity.WARNING, Severity.WARNING, 1),
        (Severity.INFO, Severity.WARNING, 0),
        (Severity.INFO, Severity.INFO, 1),
    ],
)
def test_exit_code_follows_from_the_worst_finding(
    severity: Severity, threshold: Severity, code: int
) -> None:
    shown = place(parse(b"{}", "a"), [Identified("X001", "x", severity, Finding((), "x"))], {})
    assert Result(shown=tuple(shown), n_files=1).exit_code(threshold) == code
    assert Result(shown=(), n_files=1).exit_code(threshold) == 0
