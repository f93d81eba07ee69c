from __future__ import annotations

import pytest

from workflowkit.analysis.prompts.delegation import OPTIONAL_DELEGATION, fan_outs
from workflowkit.analysis.prompts.texts import Passages
from workflowkit.format.reader import Workflow


def _orders(*prompts: str) -> list[tuple[str, str]]:
    steps = [{"id": f"s{i}", "prompt": prompt} for i, prompt in enumerate(prompts)]
    workflow = Workflow({"steps": steps})
    found = fan_outs(workflow, Passages(workflow), lambda step: f"<{step.id}>")
    return [(item.order, item.follow_up) for item in found]


def test_several_agents_are_a_fan_out_and_the_next_step_follows_it_up() -> None:
    assert _orders("Look. Spawn three subagents.", "Compare.", "End.") == [
        ("Spawn three subagents.", "Look. Spawn three subagents.\nCompare.\n<s0>\n<s1>")
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        "Spawn one subagent with the log.",
        "Do not launch subagents.",
        "Delegate one mission in parallel to your work.",
        "Run the tests in parallel.",
    ],
)
def test_one_agent_or_none_is_no_fan_out(prompt: str) -> None:
    assert _orders(prompt) == []


@pytest.mark.parametrize(
    ("text", "is_optional"),
    [
        ("Optionally spawn one", True),
        ("you may also delegate", True),
        ("Consider launching two", True),
        ("may also use one subagent", True),
        ("you may use the cache", False),
        ("spawn one", False),
    ],
)
def test_optional_delegation(text: str, is_optional: bool) -> None:
    assert bool(OPTIONAL_DELEGATION.search(text)) == is_optional
