from __future__ import annotations

import re

import pytest

from workflowkit.analysis.prompts.texts import MARK, Passage, Passages, prompt_place
from workflowkit.format.reader import Step, Workflow

BLOCKS = {
    "goal": "Read it.",
    "procedure": ["Open it.", [{"kind": "text", "text": "Close it."}]],
    "outputRequired": {"size": "number: of files"},
}


def _passage(text: str) -> Passage:
    return Passage(Step({"id": "a", "prompt": text}, ("steps", 0)), ("steps", 0, "prompt"), text)


def test_prose_keeps_offsets_and_marks_what_is_no_prose() -> None:
    text = "Run `a b` on {{x}} at https://a.example/b now.\n```\ncode\n```\nEnd."
    prose = _passage(text).prose
    assert len(prose) == len(text)
    assert prose.split("\n")[0] == f"Run {MARK * 5} on {MARK * 5} at {MARK * 19} now."
    assert prose.split("\n")[1:] == ["   ", "    ", "   ", "End."]


def test_the_sentence_around_an_offset_ends_at_stops_and_lines() -> None:
    passage = _passage("Look first. Then do not\nstop e.g. here")
    assert [passage.text[slice(*span)] for span in passage.sentences] == [
        "Look first.",
        "Then do not",
        "stop e.g.",
        "here",
    ]
    assert passage.lead(passage.text.index("not")) == "Then do "
    assert passage.sentence_at(11) == (0, 11)


def test_what_a_sentence_forbids_is_known_within_that_sentence() -> None:
    passage = _passage("Do not push. Push it. You can't push. Notes push.")
    places = [match.start() for match in re.finditer(r"(?i)push", passage.text)]
    assert [passage.is_forbidden(place) for place in places] == [True, False, True, False]


def test_passages_know_their_section() -> None:
    value = {
        "id": "a",
        "promptBlocks": BLOCKS,
        "promptFragments": [{"id": "f", "text": "More."}],
    }
    workflow = Workflow({"steps": [value, {"id": "b", "prompt": "Raw."}]})
    assert [(item.section, item.text) for item in Passages(workflow)] == [
        ("goal", "Read it."),
        ("procedure", "Open it."),
        ("procedure", "Close it."),
        ("outputRequired", "number: of files"),
        ("promptFragments", "More."),
        ("prompt", "Raw."),
    ]
    assert [item.text for item in Passages(workflow).of(workflow.steps[1])] == ["Raw."]


def test_search_skips_passages_without_a_stem() -> None:
    workflow = Workflow(
        {"steps": [{"id": "a", "prompt": "One two. One two."}, {"id": "b", "prompt": "one `two`"}]}
    )
    passages = Passages(workflow)
    pattern = re.compile(r"\w+ two", re.IGNORECASE)
    assert [match.span() for _, match in passages.find(pattern, "one")] == [(0, 7), (9, 16)]
    assert [match.span() for _, match in passages.first_of_each_step(pattern)] == [(0, 7)]
    assert list(passages.find(pattern, "three")) == []
    ticked = re.compile(r"\w+ `two")
    assert [match.span() for _, match in passages.find_in_text(ticked, "`two")] == [(0, 8)]


def test_findings_about_a_whole_prompt_point_at_its_key() -> None:
    route = ("steps", 0)
    assert prompt_place(Step({"prompt": "x"}, route)) == ("steps", 0, "prompt")
    assert prompt_place(Step({"promptBlocks": {}}, route)) == ("steps", 0, "promptBlocks")
    assert prompt_place(Step({}, route)) == ("steps", 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Say 'it is mine' now.", True),
        ('Say "it is mine".', True),
        ("Say “mine”.", True),
        ("Don't call it mine, it's ours.", False),
        ("'Yours' or mine?", False),
        ("'It's mine' is a claim.", True),
        ("'Open\nmine' over two lines.", False),
    ],
)
def test_words_in_quotation_marks_are_quoted(text: str, expected: bool) -> None:
    assert _passage(text).is_quoted(text.index("mine")) is expected
