"""What each format prints for one result that has a bit of everything."""

from __future__ import annotations

import json

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from workflowkit.diagnostics import (
    Diagnostic,
    Edit,
    Finding,
    Fix,
    Identified,
    Related,
    Severity,
    in_order,
)
from workflowkit.report.formats import FORMATS, renderer
from workflowkit.report.placing import place
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.schemas.json_schema import json_schema
from workflowkit.text.document import Document, parse
from workflowkit.text.positions import Position, Span

RELEASE = r"""{
  "id": "wr.release",
  "clarificationPrompt": ["Which version?"],
  "steps": [
    { "id": "build", "title": "Build" },
    {
      "title": "Test"
    },
    { "id": "build", "title": "Ship", "prompt": "Tag the commit.\nName it after the version in the changelog.\nPush the tag to the origin that I named, nowhere else.\nThen say what you did." }
  ]
}
"""


def release() -> Document:
    return parse(RELEASE.encode(), "workflows/release.json")


def broken() -> Document:
    return parse(b'{"id": "wr.cut",\n', "workflows/cut off.json")


def example() -> Result:
    start = release().value["steps"][2]["prompt"].index("nowhere")
    there = {"workflows/cut off.json": broken()}
    shown = place(
        release(),
        [
            Identified("S002", "unknown-key", Severity.ERROR, unknown_key()),
            Identified("I002", "duplicate-step-id", Severity.ERROR, duplicate()),
            Identified(
                "S003",
                "missing-key",
                Severity.WARNING,
                Finding(("steps", 1, "id"), "this step has no 'id'", note="ids are kept\nfor ever"),
            ),
            Identified(
                "P030",
                "vague-word",
                Severity.INFO,
                Finding(("steps", 2, "prompt"), "'nowhere' says little", window=(start, start + 7)),
            ),
        ],
        there,
    )
    shown += place(
        broken(),
        [
            Identified(
                "S001",
                "invalid-json",
                Severity.ERROR,
                Finding((), "the text ends too early", "close it"),
            )
        ],
        {},
    )
    shown.append(unreadable())
    return Result(
        shown=tuple(in_order(shown)),
        n_files=12,
        n_suppressed=4,
        n_known=3,
        n_fixable=1,
        seconds=0.0412,
        tool_version="1.2.3",
    )


def unknown_key() -> Finding:
    return Finding(
        ("clarificationPrompt",),
        "unknown key 'clarificationPrompt'",
        "did you mean 'clarificationPrompts'?",
        on_key=True,
        fix=Fix(
            "rename it to 'clarificationPrompts'",
            (Edit("rename", ("clarificationPrompt",), "clarificationPrompts"),),
            safe=True,
        ),
    )


def duplicate() -> Finding:
    return Finding(
        ("steps", 2, "id"),
        "step id 'build' is already taken",
        "give this step an id of its own",
        related=(
            Related(("steps", 0, "id"), "first used here"),
            Related((), "and perhaps here", "workflows/cut off.json"),
            Related(("steps",), "and in a file that was not read", "workflows/gone.json"),
        ),
    )


START = Span(Position(1, 1, 0), Position(1, 1, 0))


def unreadable() -> Diagnostic:
    return Diagnostic(
        code="E000",
        name="unreadable-file",
        severity=Severity.ERROR,
        path="workflows/locked.json",
        span=START,
        finding=Finding((), "permission denied"),
    )


SOURCES = {document.path: document for document in (release(), broken())}
ODD = "'\ud800 \u202e é' is odd"
TERMINAL = Style(color=True, unicode=True)


@pytest.mark.parametrize("name", FORMATS)
def test_format_looks_like_this_in_a_pipe(name: str, golden: SnapshotAssertion) -> None:
    assert renderer(name)(example(), SOURCES, Style()) == golden


def test_text_looks_like_this_on_a_terminal(golden: SnapshotAssertion) -> None:
    assert renderer("text")(example(), SOURCES, TERMINAL).replace("\x1b", "␛") == golden


@pytest.mark.parametrize("name", FORMATS)
def test_format_copes_without_findings_and_without_sources(name: str) -> None:
    empty = Result(shown=(), n_files=0)
    assert isinstance(renderer(name)(empty, {}, TERMINAL), str)
    assert renderer(name)(example(), {}, Style()).endswith("\n")


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_records_for_programs_are_ascii_whatever_the_files_hold(name: str) -> None:
    finding = Finding((), "odd", help=ODD)
    odd = place(parse(b"{}", "é.json"), [Identified("X001", "odd", Severity.INFO, finding)], {})
    text = renderer(name)(Result(shown=tuple(odd), n_files=1), {}, Style())
    assert text.isascii()
    assert json.dumps(ODD)[1:-1] in text


def test_json_is_what_its_published_schema_says() -> None:
    record = json.loads(renderer("json")(example(), SOURCES, Style()))
    errors = jsonschema.Draft202012Validator(json_schema("diagnostics")).iter_errors(record)
    assert [error.message for error in errors] == []


def test_github_command_cannot_be_broken_out_of() -> None:
    finding = Finding((), "100%\n::error::no", "do: this, or\rthat")
    shown = place(
        parse(b"{}", "a,b:c.json"), [Identified("X001", "odd", Severity.INFO, finding)], {}
    )
    assert renderer("github")(Result(shown=tuple(shown), n_files=1), {}, Style()) == (
        "::notice file=a%2Cb%3Ac.json,line=1,endLine=1,col=1,endColumn=3,title=X001 odd::"
        "100%25%0A::error::no%0Ado: this, or%0Dthat\n"
    )


def test_github_command_holds_nothing_that_acts_on_a_terminal() -> None:
    finding = Finding((), "\x1b]0;title\x07 \u202egpj", "")
    shown = place(
        parse(b"{}", "\x9b31m.json"), [Identified("X001", "odd", Severity.INFO, finding)], {}
    )
    line = renderer("github")(Result(shown=tuple(shown), n_files=1), {}, Style())
    assert line.endswith("::<U+001B>]0;title<U+0007> <U+202E>gpj\n")
    assert "file=<U+009B>31m.json," in line


def test_sarif_rules_and_results_refer_to_each_other() -> None:
    run = json.loads(renderer("sarif")(example(), SOURCES, Style()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[item["ruleIndex"]]["id"] for item in run["results"]] == [
        item["ruleId"] for item in run["results"]
    ]
    uris = {
        item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for item in run["results"]
    }
    assert uris == {"workflows/cut%20off.json", "workflows/locked.json", "workflows/release.json"}
