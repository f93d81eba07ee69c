from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rendering.pinning import pinned, workflow
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.routines import Routine, Routines
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import Moment, render
from workflowkit.rendering.provenance import joined, paragraphs
from workflowkit.runtime.interpreter import Instance
from workflowkit.spec.pack import Feature

BUNDLED = sorted((Path(__file__).parents[2] / "workflows").rglob("*.json"))
CONTEXT = CompileContext(
    refs={"wr.refs.care": "Take care.\nAlways."},
    features={
        "wr.features.one": Feature(constraints=("From one.",)),
        "wr.features.two": Feature(
            constraints=([{"kind": "ref", "refId": "wr.refs.care"}],), verify=("From two.",)
        ),
    },
)


def places(flow: PinnedWorkflow, step_id: str, **context: Any) -> list[tuple[str, list[str]]]:
    """Return each paragraph that is not the engine's, with the places where it was written."""
    rendered = render(flow, Moment(Instance(step_id), context))
    return [
        (
            paragraph.text,
            [
                ":".join(filter(None, (place.writer.value, place.name, place.route)))
                for place in paragraph.provenance
            ],
        )
        for paragraph in paragraphs(rendered.pieces)
        if paragraph.provenance[0].writer.value != "engine"
    ]


def test_features_refs_and_slots_are_named() -> None:
    value = workflow(
        {
            "id": "only",
            "promptBlocks": {
                "goal": "Reach {{goal}}.",
                "constraints": ["Call {{wr.bindings.tool}} now.", "Stay calm."],
            },
            "promptFragments": [
                {"id": "deep", "when": {"var": "mode", "equals": "deep"}, "text": "Dig."}
            ],
        },
        features=["wr.features.one", "wr.features.two"],
        extensionPoints=[
            {"slotId": "tool", "purpose": "p", "default": "wr.tool", "acceptedKinds": ["routine"]}
        ],
    )
    own = "own:steps[0].promptBlocks"
    assert places(pinned(value, CONTEXT), "only", goal="it", mode="deep") == [
        ("## Goal\nReach it.", [f"{own}.goal"]),
        ("## Constraints", [f"{own}.constraints[0]"]),
        ("- Call wr.tool now.", [f"{own}.constraints[0]", "slot:tool"]),
        ("- Stay calm.", [f"{own}.constraints[1]"]),
        ("- From one.", ["feature:wr.features.one"]),
        ("- Take care.\nAlways.", ["ref:wr.refs.care", "feature:wr.features.two"]),
        ("## Verify\n- From two.", ["feature:wr.features.two"]),
        ("Dig.", ["fragment:deep:steps[0].promptFragments[0].text"]),
    ]


def test_steps_of_routines_are_named_with_their_arguments() -> None:
    routine = Routine(
        {
            "id": "routine-check",
            "steps": [{"id": "run", "title": "Run", "prompt": "Check.\n\n{what}\n\nReport."}],
        }
    )
    routines = Routines({"routine-check": routine}, {"wr.templates.routine.check": routine})
    call = {"templateId": "wr.templates.routine.check", "args": {"what": "The tests."}}
    value = workflow({"id": "first"}, {"id": "call", "templateCall": call})
    routed = "routine:routine-check:steps[0].prompt"
    assert places(pinned(value, CompileContext(routines=routines)), "call.run") == [
        ("Check.", [routed]),
        ("The tests.", ["argument:what:steps[1].templateCall.args.what", routed]),
        ("Report.", [routed]),
    ]


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_pieces_of_bundled_prompts_are_the_compiled_prompts(path: Path) -> None:
    value = json.loads(path.read_text("utf-8"))
    if "steps" not in value:
        pytest.skip("a reference, not a workflow")
    flow = pinned(value)
    for step_id, step in flow.executable.by_id.items():
        if step.definition.get("type") == "loop":
            continue
        pieces = flow.authored[step_id]
        assert joined(pieces) == step.definition["prompt"]
        # A step with blocks has more than one piece, so that the fallback was not needed.
        assert (
            len(pieces) > 1
            or not step.definition["prompt"].startswith("## Goal\n")
            or ("." in step_id)
        )
