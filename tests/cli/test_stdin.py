"""`wfk lint|fmt|hash -`: standard input in the place of a file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Ran, Wfk
from workflowkit.cli import stdin

BAD = GOOD.replace('"name"', '"nmae"')


@pytest.fixture
def piped(wfk: Wfk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Wfk:
    """Runs a command whose first argument is what it reads from standard input."""

    def call(content: str | bytes, *arguments: str) -> Ran:
        raw = content.encode() if isinstance(content, str) else content
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return wfk(*arguments)

    return call


def test_findings_are_in_the_file_that_is_named(piped: Wfk) -> None:
    ran = piped(BAD, "lint", "-", "--stdin-filename", "workflows/flow.json", "--format", "concise")
    assert ran.code == 1
    assert ran.out.startswith("workflows/flow.json:")
    assert piped(BAD, "lint", "-", "--format", "concise").out.startswith(f"{stdin.NAME}:")
    assert piped(GOOD, "lint", "-").code == 0


@pytest.mark.parametrize(("profile", "code"), [("core", 0), ("catalog", 1)])
def test_the_configuration_of_the_named_file_counts(piped: Wfk, profile: str, code: int) -> None:
    Path("sub").mkdir()
    Path("sub/wfk.toml").write_text(f'[lint]\nprofile = "{profile}"\n', "utf-8")
    # An unusual metrics profile is a warning, which the outer configuration, profile `core`, leaves out.
    text = GOOD.replace('"version"', '"metricsProfile": "coding",\n  "version"')
    assert piped(text, "lint", "-", "--stdin-filename", "sub/flow.json").code == code
    assert piped(text, "lint", "-").code == 0


def test_routines_beside_the_named_file_are_used(piped: Wfk) -> None:
    Path("routines").mkdir()
    Path("routines/sample.json").write_text(GOOD.replace("acme.release", "acme.sample"), "utf-8")
    call = '{"id": "build", "title": "B", "templateCall": {"templateId": "wr.templates.routine.acme.sample"}}'
    step = GOOD[GOOD.index('{"id": "build"') : GOOD.index("\n  ]")]
    flow = GOOD.replace(step, f"{step},\n    {call}").replace(
        '"id": "build", "title": "B"', '"id": "more", "title": "B"'
    )
    assert piped(flow, "lint", "-", "--stdin-filename", "workflows/flow.json").code == 0
    assert "T001" in piped(flow, "lint", "-").out
    assert piped(flow, "hash", "-", "--stdin-filename", "workflows/flow.json").code == 0


def test_the_kind_of_file_follows_from_its_name(piped: Wfk) -> None:
    text = "triggers:\n  - id: a\n    provider: nothing\n"
    ran = piped(text, "lint", "-", "--stdin-filename", "triggers.yml", "--format", "json")
    codes = {item["code"] for item in json.loads(ran.out)["diagnostics"]}
    assert codes
    assert all(code.startswith("W") for code in codes)


def test_fixed_text_goes_to_standard_output(piped: Wfk) -> None:
    ran = piped(BAD, "lint", "-", "--fix", "--unsafe-fixes", "--stdin-filename", "flow.json")
    assert (ran.code, ran.out) == (0, GOOD)
    assert "1 fix applied" in ran.err
    broken = b'{"id": \xff'
    ran = piped(broken, "lint", "-", "--fix")
    assert ran.code == 1
    assert "S000" in ran.err
    assert "+" in piped(BAD, "lint", "-", "--unsafe-fixes", "--diff").out


def test_text_is_laid_out(piped: Wfk) -> None:
    assert piped(GOOD, "fmt", "-").code == 0
    laid = piped(GOOD, "fmt", "-").out
    crowded = json.dumps(json.loads(GOOD))
    assert (piped(crowded, "fmt", "-").out, piped(crowded, "fmt", "-").err) == (laid, "")
    ran = piped(crowded, "fmt", "-", "--check", "--stdin-filename", "a.json")
    assert (ran.code, ran.out) == (1, "would change: a.json\n")
    assert piped(laid, "fmt", "-", "--check").code == 0
    assert piped(crowded, "fmt", "-", "--diff").out.startswith(f"--- a/{stdin.NAME}\n")
    ran = piped("{", "fmt", "-")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"{stdin.NAME}: not formatted: ")


def test_the_hash_is_that_of_the_file(piped: Wfk) -> None:
    Path("flow.json").write_text(GOOD, "utf-8")
    of_file = piped("", "hash", "flow.json").out
    assert piped(GOOD, "hash", "-", "--stdin-filename", "flow.json").out == of_file
    assert of_file.startswith("sha256:")


@pytest.mark.parametrize("command", ["lint", "fmt", "hash"])
def test_options_that_contradict_each_other_are_refused(piped: Wfk, command: str) -> None:
    assert piped(GOOD, command, "-", ".").code == 2
    ran = piped(GOOD, command, "--stdin-filename", "a.json", ".")
    assert (ran.code, ran.out) == (2, "")
    assert "add '-' as the path" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["preview"],
        ["preview", "--step", "build", "--format", "json"],
        ["simulate", "--auto"],
        ["simulate", "--explore"],
        ["graph"],
        ["graph", "--format", "json"],
    ],
)
def test_a_workflow_is_run_and_drawn_as_the_file_is(
    piped: Wfk, wfk: Wfk, good: Path, words: list[str]
) -> None:
    command, *options = words
    path = "workflows/release.json"
    of_file = wfk(command, path, *options)
    of_text = piped(GOOD, command, "-", "--stdin-filename", path, *options)
    assert of_file.out
    assert of_text == of_file


@pytest.mark.parametrize("command", ["preview", "graph", "simulate"])
def test_what_is_no_workflow_is_reported(piped: Wfk, command: str) -> None:
    options = ["--auto"] if command == "simulate" else []
    for content in ("{", "[]", BAD, b"\xff\x00", ""):
        ran = piped(content, command, "-", "--stdin-filename", "flow.json", *options)
        rejected = command == "graph" and content == BAD
        assert ran.code == (0 if rejected else 1), content
        assert "flow.json" in ran.err or rejected
    # A name that no workflow has.
    assert piped(GOOD, command, "-", "--stdin-filename", "triggers.yml", *options).code == 2
    assert piped(GOOD, command, "workflows", "--stdin-filename", "flow.json").code == 2


def test_standard_input_cannot_answer_as_well(piped: Wfk) -> None:
    ran = piped(GOOD, "simulate", "-")
    assert ran.code == 2
    assert "add --auto or --explore" in ran.err
