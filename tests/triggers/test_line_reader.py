from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflowkit.triggers.line_reader import read
from workflowkit.triggers.trigger import Trigger


def settings(text: str) -> dict[str, Any]:
    """What the engine holds of the only trigger in *text*."""
    (item,) = read(text).items
    return {".".join(path): entry.value for path, entry in Trigger(0, item).entries.items()}


HEAD = "triggers:\n  - id: x\n"


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        ("    goal: a: b\n", {"goal": "a: b"}),
        ("        goal: deep\n", {"goal": "deep"}),
        ("   goal: one deeper than the dash\n", {"goal": "one deeper than the dash"}),
        ("    goal:no blank\n", {"goal": "no blank"}),
        ("    goal :  blanks  \n", {"goal": "blanks"}),
        ("    goal: 'a'\n", {"goal": "a"}),
        ("    goal: ''a''\n", {"goal": "'a'"}),
        ("    goal: \"a'\n", {"goal": "\"a'"}),
        ('    goal: "\n', {"goal": ""}),
        ("\t   goal: a\n", {"goal": "a"}),
        ("\ufeff\u00a0\v goal: a\n", {"goal": "a"}),
        ('    goal: ""\n', {"goal": ""}),
        ("    goal:\n", {}),
        ("    goal: a\n    goal:\n", {"goal": "a"}),
        ("    goal: a\n    goal: b\n", {"goal": "b"}),
        ("    # comment\n\n    goal: a\n", {"goal": "a"}),
        ("    Goal: a\n", {"Goal": "a"}),
        ("    meta:\n      goal: a\n", {"goal": "a"}),
        ("    - goal: a\n", {"- goal": "a"}),
        ("    source: x\n      repo: a\n", {"source": "", "source.repo": "a"}),
        ("    source:\n      repo:\n      token: t\n", {"source": "", "source.token": "t"}),
        ("    source:\n     a:\n      repo: r\n", {"source": "", "source.repo": "r"}),
        (
            "    source:\n      repo: a\n    source:\n      token: t\n",
            {"source": "", "source.token": "t"},
        ),
        ("    contextMapping:\n      a:\n", {"contextMapping": "", "contextMapping.a": ""}),
    ],
)
def test_lines_are_read_as_the_engine_reads_them(lines: str, held: dict[str, Any]) -> None:
    assert settings(HEAD + lines) == {"id": "x", **held}


@pytest.mark.parametrize(
    ("text", "line", "stop"),
    [
        ("", 2, "empty"),
        ("# only\n# comments\n", 4, "empty"),
        ("\n\ntrigger:\n", 3, "no-root"),
        ("---\ntriggers:\n", 1, "marker"),
        ("%YAML 1.2\n", 1, "marker"),
        ("triggers:\n- id: x\n", 2, "flush-item"),
        ("triggers:\n - id: x\n", 2, "flush-item"),
        ("triggers:\n  -\n", 2, "bare-dash"),
        ("triggers:\n\u00a0 - id: x\n", 2, "stray"),
        ("triggers:\n\t - id: x\n", 2, "tab"),
        ("triggers:\n  id: x\n", 2, "stray"),
        (HEAD + "  goal: a\n", 3, "stray"),
        (HEAD + "goal: a\n", 3, "top-level-key"),
        (HEAD + "---\n", 3, "marker"),
        (HEAD + "...\n", 3, "marker"),
        (HEAD + "    goal\n", 3, "no-colon"),
        (HEAD + "    goal: [a]\n", 3, "collection"),
        (HEAD + "    goal: {a: b}\n", 3, "collection"),
        (HEAD + "    source:\n      repo: [a]\n", 4, "collection"),
        (HEAD + "    source:\n      repo\n", 4, "no-colon"),
        (HEAD + "\t\tgoal: a\n", 3, "tab"),
        ("triggers:\n  - [a]\n", 2, "no-colon"),
    ],
)
def test_a_line_that_cannot_be_taken_rejects_the_file(text: str, line: int, stop: str) -> None:
    first = read(text).errors[0]
    assert (first.line, first.stop) == (line, stop)


@pytest.mark.parametrize("start", ["triggers:", " triggers:", "triggers: []", "triggers: # none"])
def test_the_root_line_only_needs_to_begin_well(start: str) -> None:
    reading = read(f"{start}\n")
    assert (reading.errors, reading.items) == ((), ())


def test_reading_goes_on_behind_a_refused_line() -> None:
    reading = read("triggers:\n- id: a\n  goal\n  provider: generic\n- id: b\n")
    assert [error.line for error in reading.errors] == [2, 3, 5]
    assert [[entry.key for entry in item.entries] for item in reading.items] == [
        ["id", "provider"],
        ["id"],
    ]


def test_places_are_those_of_the_text() -> None:
    text = 'triggers:\n  - id: "x"\n    source: y\n      repo:   a/b  \n'
    first, source = read(text).items[0].entries
    assert text[slice(*first.key_place)] == "id"
    assert text[slice(*first.raw)] == '"x"'
    assert text[slice(*first.value_place)] == "x"
    assert text[slice(*source.raw)] == "y"
    assert text[slice(*source.block[0].raw)] == "a/b"
    assert text[source.block[0].colon] == ":"


@given(st.text(alphabet=" \t\n\r-:#\"'[{agoal|>&*\u00a0\u2028\ufeff"))
def test_any_text_is_read(text: str) -> None:
    for error in read(text).errors:
        assert error.end >= error.start
