"""Rules about the plain text of a file, readable or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.lint.running_rules import complete, fix_text, lint_document, lint_text
from workflowkit.cli.main import wfk
from workflowkit.lint.rules import ALL
from workflowkit.run.analyze import FileReport
from workflowkit.text import document
from workflowkit.text.json_text import MAX_BYTES


def _places(report: FileReport) -> list[tuple[str, int, int, str]]:
    return [
        (item.name, item.span.start.line, item.span.start.column, item.message)
        for item in report.diagnostics
    ]


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (b"", 1, 1, "the file is empty"),
        (b'{"id": "a",}', 1, 11, "a comma is before the closing bracket"),
        (b'{\n  "id": NaN\n}', 2, 9, "'NaN' is not JSON"),
        (b'\xef\xbb\xbf{"id": "a"}', 1, 1, "the file starts with a byte order mark"),
        (b'{"a": "b', 1, 7, "this string has no closing quote"),
        ('{"id": "a"}'.encode("utf-16"), 1, 1, "the file is UTF-16, not UTF-8"),
        ('{"id": "a"}'.encode("utf-16-be"), 1, 1, "the file is UTF-16, not UTF-8"),
        (b"\x7fELF\x00\x01\x02", 1, 1, "the file is binary data"),
        (b"# A workflow\nid: acme.a\nsteps:\n  - id: b\n", 2, 1, "the file is YAML, not JSON"),
        (b"---\nid: acme.a\n", 1, 1, "the file is YAML, not JSON"),
        (
            b'{\n<<<<<<< HEAD\n"id": "a"\n=======\n"id": "b"\n>>>>>>> side\n}',
            2,
            1,
            "the file has merge-conflict markers",
        ),
        ("{“id“: 1}".encode(), 1, 2, "a typographic quote starts no JSON string"),
    ],
)
def test_what_is_not_json_is_said_where_reading_stops(
    content: bytes, line: int, column: int, message: str
) -> None:
    report = lint_document(document.parse(content, "workflows/broken.json"), ALL)
    assert _places(report) == [("invalid-json", line, column, message)]


def test_bytes_that_are_no_utf_8_are_read_as_the_engine_reads_them() -> None:
    text = complete("{}").encode().replace(b"Example", b"Ex\xffmple")
    report = lint_document(document.parse(text, "workflows/latin.json"), ALL)
    assert "invalid-json" not in {item.name for item in report.diagnostics}
    (found,) = (item for item in report.diagnostics if item.name == "invalid-encoding")
    assert found.message == "the file has bytes that are not UTF-8"
    assert text.splitlines()[0][found.span.start.column - 1 :].startswith(b"\xff")


def test_a_character_for_invalid_bytes_that_the_author_wrote_is_no_invalid_byte() -> None:
    report = lint_text(complete('{"about": "\ufffd stands for invalid bytes."}'), ALL)
    assert "invalid-encoding" not in {item.name for item in report.diagnostics}


def test_the_fix_of_a_text_that_is_nearly_json_shows_what_else_is_wrong() -> None:
    rules = [rule for rule in ALL if rule.name in ("invalid-json", "unknown-key")]
    text = complete('{"colour": 1}')[:-1] + ", // a colour\n}"
    fixed = fix_text(text, rules, unsafe=False)
    assert fixed.text == complete('{"colour": 1}')[:-1] + "\n}"


def test_the_help_for_a_schema_key_names_the_editor_settings() -> None:
    report = lint_text(complete('{"$schema": "workflow.schema.json"}'), ALL)
    (found,) = (item for item in report.diagnostics if item.name == "unknown-key")
    assert "editor settings" in found.help


@pytest.mark.parametrize("value", ["[]", '"text"', "5", "null"])
def test_json_that_is_no_object_is_refused_once(value: str) -> None:
    assert [item.name for item in lint_text(value, ALL).diagnostics] == ["invalid-schema"]


def test_a_file_above_the_limit_is_reported_at_its_start() -> None:
    text = complete("{}")
    padded = text + " " * (MAX_BYTES - len(text))
    assert "excessive-file-size" not in {item.name for item in lint_text(padded, ALL).diagnostics}
    (found,) = (
        i for i in lint_text(padded + " ", ALL).diagnostics if i.name == "excessive-file-size"
    )
    assert found.message == "the file has 1000001 bytes; the engine reads at most 1000000"
    assert found.span.start.line == 1


def test_a_lost_key_is_related_to_the_one_that_counts() -> None:
    report = lint_text('{"id": "acme.one",\n "id": "acme.two"}', ALL)
    (found,) = (item for item in report.diagnostics if item.name == "duplicate-key")
    assert found.message == "key 'id' is written 2 times; number 1 is lost"
    assert (found.span.start.line, found.span.start.column) == (1, 2)
    (last,) = found.related
    assert last.message == "the last one counts"
    assert (last.span.start.line, last.span.start.column) == (2, 8)


THREE_MISTAKES = """{
  "id": "acme.release",
  "name": "Release",
  "description": "Use this to build, sign and ship a release.",
  "version": "1.0.0",
  "steps": [
    {"id": "build", "title": "Build", "prompt": "Build it.", "requireConfirmaton": true},
    {"id": "sign", "prompt": "Sign it."},
    {"id": "build", "title": "Ship", "prompt": "Ship it."}
  ]
}
"""


def test_three_mistakes_are_three_errors_each_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    path.write_text(THREE_MISTAKES, "utf-8")
    result = CliRunner().invoke(wfk, ["lint", "--profile", "core", str(path)])
    assert result.exit_code == 1
    frames = result.output.replace(path.as_posix(), "release.json")
    for expected in (UNKNOWN_KEY, MISSING_TITLE, REPEATED_ID):
        assert expected in frames
    assert result.output.count("error[") == 3
    assert "3 errors in 1 of 1 file" in result.output


UNKNOWN_KEY = """\
error[S002 unknown-key]: unknown key 'requireConfirmaton' [*]
  --> release.json:7:62
 7 |    {"id": "build", "title": "Build", "prompt": "Build it.", "requireConfirmaton": true},
   |                                                             ^^^^^^^^^^^^^^^^^^^^
   = help: did you mean 'requireConfirmation'?
"""
MISSING_TITLE = """\
error[S001 invalid-schema]: step has no 'title'
  --> release.json:8:5
 8 |     {"id": "sign", "prompt": "Sign it."},
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: add 'title'
"""
REPEATED_ID = """\
error[I002 duplicate-step-id]: step id 'build' is already taken
  --> release.json:9:12
 7 |     {"id": "build", "title": "Build", "prompt": "Build it.", "requireConfirmaton": true}...
   |            ------- first used here
 9 |     {"id": "build", "title": "Ship", "prompt": "Ship it."}
   |            ^^^^^^^
   = help: give this step an id of its own
"""


@pytest.mark.parametrize("key", ["promt", "promptBlock", "templatecall", "Prompt"])
def test_a_misspelled_prompt_source_is_one_mistake(key: str) -> None:
    value = '"Build it."' if key.lower().startswith("promt") or key == "Prompt" else "{}"
    text = complete(
        f'{{"steps": [{{"id": "first", "title": "First", "prompt": "Go."}}, {{"id": "build", "title": "Build", "{key}": {value}}}]}}'
    )
    names = [i.name for i in lint_text(text, ALL).diagnostics if i.severity.rank == 0]
    assert names[:1] == ["unknown-key"]
    assert "conflicting-prompt-sources" not in names
