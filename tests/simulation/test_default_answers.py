from __future__ import annotations

from typing import Any

import pytest

from tests.rendering.pinning import pinned, workflow
from workflowkit.runtime.javascript import search
from workflowkit.simulation.default_answers import default_answer
from workflowkit.simulation.pattern_example import example_of
from workflowkit.simulation.runs import RunEnd, play


def rule(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "message": "m", **fields}


@pytest.mark.parametrize(
    "criteria",
    [
        [rule("contains", value="## Risks"), rule("contains", value="## Plan")],
        [rule("length", min=300)],
        [rule("regex", pattern="^## Summary$", flags="m"), rule("contains", value="x")],
        [rule("regex", pattern="^\\d{3}-[A-F]+$")],
        {"and": [rule("contains", value="one"), {"or": [rule("contains", value="two")]}]},
        [rule("schema", schema={"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "minItems": 2, "items": {"enum": ["z"]}}}})],
        [],
    ],
)  # fmt: skip
def test_default_notes_meet_the_criteria(criteria: Any) -> None:
    flow = pinned(workflow({"id": "one", "validationCriteria": criteria}))
    run = play(flow, lambda turn: default_answer(flow, turn.step))
    assert run.end is RunEnd.COMPLETE
    assert len(run.moves) == 1


@pytest.mark.parametrize(
    "pattern",
    ["a|b", "x(y|z)+", "[^a-z]{2,}", "\\bGo\\b", "(?:ab)?c", "(?<n>q)", "[\\]]", "\\.{3}", "a.c", "(?=a)a", "\\s*-"],
)  # fmt: skip
def test_an_example_is_matched(pattern: str) -> None:
    text = example_of(pattern, "")
    assert text is not None
    assert search(pattern, "", text)


@pytest.mark.parametrize("pattern", ["(", "[", "a(?!a)(?=a)", "\\", "(?=b)a"])
def test_a_pattern_without_an_example_has_none(pattern: str) -> None:
    assert example_of(pattern, "") is None
