"""What the fixes that want a look do, where a rule offers them beside safe ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.lint.running_rules import complete, fix_text
from workflowkit.lint.rules import ALL


def _fixed(name: str, step: dict[str, Any]) -> Any:
    rules = [rule for rule in ALL if rule.name == name]
    first = {"id": "first", "title": "First", "prompt": "Read."}
    text = complete(json.dumps({"steps": [first, step]}, indent=2))
    fixed = fix_text(text, rules, unsafe=True)
    return json.loads(fixed.text)["steps"][1]


GUIDED = {"id": "two", "title": "Two", "guidance": ["Cite files.", "Be brief."]}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"prompt": "Write."}, {"prompt": "Write.\n\n- Cite files.\n- Be brief."}),
        (
            {"promptBlocks": {"goal": "Write.", "constraints": ["One page."]}},
            {
                "promptBlocks": {
                    "goal": "Write.",
                    "constraints": ["One page.", "Cite files.", "Be brief."],
                }
            },
        ),
        (
            {"promptBlocks": {"goal": "Write."}},
            {"promptBlocks": {"goal": "Write.", "constraints": ["Cite files.", "Be brief."]}},
        ),
    ],
    ids=["raw prompt", "constraints", "no constraints"],
)
def test_guidance_moves_into_the_prompt(source: dict[str, Any], expected: dict[str, Any]) -> None:
    assert _fixed("ignored-field", GUIDED | source) == {"id": "two", "title": "Two"} | expected


def test_a_field_that_a_call_drops_is_deleted_after_a_look() -> None:
    call = {
        "id": "ideas",
        "title": "Ideas",
        "templateCall": {
            "templateId": "wr.templates.routine.ideation",
            "args": {"deliverableName": "ideas.md", "quantity": 3},
        },
    }
    assert _fixed("ignored-template-call-field", call | {"requireConfirmation": True}) == call


def test_a_summary_that_may_be_left_out_is_demanded_after_a_look() -> None:
    step = {"id": "two", "title": "Two", "prompt": "Summarize the work. " * 20}
    assert _fixed("missing-required-notes", step | {"notesOptional": True}) == step
