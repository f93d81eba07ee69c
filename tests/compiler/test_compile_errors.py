"""One mistake is told once, and no mistake hides another."""

from __future__ import annotations

from typing import Any

import pytest

from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.pipeline import compile_workflow

STEP = {"id": "load", "title": "Load", "prompt": "Load the kiln."}
POINT = {"slotId": "helper", "purpose": "Who helps.", "default": "a friend"}


def _rules(*steps: Any, **fields: Any) -> list[str]:
    head = {"id": "kiln.plan", "name": "Plan", "description": "Plans it.", "version": "1.0.0"}
    workflow = {**head, "steps": list(steps), **fields}
    return [error.rule for error in compile_workflow(workflow, CompileContext()).errors]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (
            {**STEP, "templateCall": {"templateId": 5}},
            ["invalid-schema", "conflicting-prompt-sources"],
        ),
        ({"id": "load", "title": "Load", "promt": "Load."}, ["unknown-key"]),
        ({"id": "load", "title": "Load", "templatecall": {}}, ["unknown-key"]),
        ({"id": "load", "title": "Load", "templateCall": {}}, ["invalid-schema"]),
        ({"id": "load", "title": "Load", "templateCall": {"templateID": "x"}}, ["unknown-key"]),
        ({"id": "load", "title": "Load", "promptBlocks": {"gaol": "Load."}}, ["unknown-key"]),
        (
            {"id": "load", "title": "Load", "promptBlocks": {"verify": "Load."}},
            ["invalid-schema"],
        ),
        ({"id": "load", "title": "Load", "prompt": ["Load."]}, ["invalid-schema"]),
        ({**STEP, "outputContract": {"contractRef": ""}}, ["invalid-schema"]),
        ({**STEP, "prompt": "Ask {{wr.bindings.ghost}}."}, ["unknown-slot"]),
        (
            {**STEP, "prompt": "Ask {{wr.bindings.ghost}} and {{wr.bindings.other}}."},
            ["unknown-slot", "unknown-slot"],
        ),
        (
            {**STEP, "assessmentRefs": ["risk", "cost"]},
            ["unknown-assessment-ref", "unknown-assessment-ref"],
        ),
        ({"id": "load", "title": "Load", "templateCall": {"templateId": {}}}, ["invalid-schema"]),
        (
            {**STEP, "functionCalls": [{"name": None, "args": {}}]},
            ["invalid-schema"],
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_follows_from_a_mistake_is_not_told(step: Any, expected: list[str]) -> None:
    assert _rules(step) == expected


def test_items_that_are_equal_are_not_told_to_share_a_name() -> None:
    assert _rules(STEP, extensionPoints=[POINT, POINT]) == ["invalid-schema"]


def test_a_step_without_title_and_prompt_lacks_two_things() -> None:
    assert _rules({"id": "load"}) == ["invalid-schema", "conflicting-prompt-sources"]


def test_a_stranger_among_the_keys_does_not_hide_a_missing_prompt() -> None:
    step = {"id": "load", "title": "Load", "colour": "red"}
    assert _rules(step) == ["unknown-key", "conflicting-prompt-sources"]


def test_two_steps_may_have_the_same_mistake() -> None:
    steps = [{"id": "load", "title": "Load"}, {"id": "fire", "title": "Fire"}]
    assert _rules(*steps) == ["conflicting-prompt-sources", "conflicting-prompt-sources"]


@pytest.mark.parametrize(
    "prompt",
    ["{{wr.refs.x}} and {{wr.bindings.ghost}}", "{{wr.bindings.ghost}} and {{wr.refs.x}}"],
)
def test_another_token_is_told_beside_an_undeclared_slot(prompt: str) -> None:
    step = {**STEP, "prompt": prompt}
    assert _rules(step) == ["unknown-slot", "unresolved-engine-token"]


def test_the_token_of_a_slot_that_a_part_hides_is_told_although_the_slot_is_undeclared() -> None:
    """Binding tokens are looked for in plain texts only, so nothing has reported this one before."""
    goal = [{"kind": "text", "text": "Ask {{wr.bindings.ghost}}."}]
    step = {"id": "load", "title": "Load", "promptBlocks": {"goal": goal}}
    assert _rules(step) == ["unresolved-engine-token"]
