from __future__ import annotations

from typing import Any

import pytest

from tests.rendering.pinning import pinned, workflow
from workflowkit.rendering.prompt import Moment, RenderedPrompt, render
from workflowkit.rendering.provenance import Writer
from workflowkit.runtime.interpreter import Instance

DIMENSION = {"id": "depth", "purpose": "How deep.", "levels": ["low", "high"]}
LOOP_CONTRACT = {"contractRef": "wr.contracts.loop_control"}

DECISION = {
    "kind": "artifact_contract",
    "contractRef": "wr.contracts.loop_control",
    "loopId": "loop",
}


def shown(value: dict[str, Any], instance: Instance, **context: Any) -> RenderedPrompt:
    return render(pinned(value), Moment(instance, context))


def sections(rendered: RenderedPrompt) -> list[str]:
    """Return who wrote what, in order: names of the engine's sections, else the writer."""
    found: list[str] = []
    for piece in rendered.pieces:
        place = piece.provenance[0]
        name = place.name if place.writer is Writer.ENGINE else place.writer.value
        if found[-1:] != [name]:
            found.append(name)
    return found


def test_parts_are_in_the_engines_order() -> None:
    value = workflow(
        {"id": "first"},
        {
            "id": "loop",
            "type": "loop",
            "loop": {"type": "for", "count": 2, "maxIterations": 2},
            "body": [
                {
                    "id": "work",
                    "prompt": "Work on {{goal}}.",
                    "assessmentRefs": ["a"],
                    "validationCriteria": {
                        "and": [{"type": "contains", "value": "done", "message": "Say done."}]
                    },
                    "promptFragments": [{"id": "f", "text": "Mode {{mode}}."}],
                }
            ],
        },
        assessments=[{"id": "a", "purpose": "Rate it.", "dimensions": [DIMENSION]}],
        metricsProfile="coding",
    )
    rendered = shown(value, Instance("work", "loop", 0), goal="it", mode="slow")
    assert sections(rendered) == [
        "loop",
        "own",
        "criteria",
        "assessments",
        "notes",
        "fragment",
        "metrics",
    ]
    # A quote line and one line end: the authored prompt is on the very next line.
    assert rendered.text.split("\n")[1] == "Work on it."
    assert "\n\nMode slow.\n\n" in rendered.text
    assert 'contains "done"' in rendered.text
    assert "Say done." not in rendered.text


def test_an_array_of_criteria_is_not_shown() -> None:
    rule = {"type": "contains", "value": "done", "message": "Say done."}
    value = workflow({"id": "only", "validationCriteria": [rule]})
    assert sections(shown(value, Instance("only"))) == ["own", "notes"]


@pytest.mark.parametrize(
    "part", [{"outputContract": {**LOOP_CONTRACT, "required": False}}, {"notesOptional": True}]
)
def test_notes_are_not_asked_for(part: dict[str, Any]) -> None:
    assert "notes" not in sections(shown(workflow({"id": "only", **part}), Instance("only")))


def test_the_request_for_notes_is_short_when_there_are_some() -> None:
    flow = pinned(workflow({"id": "only"}))
    long = render(flow, Moment(Instance("only"))).text
    short = render(flow, Moment(Instance("only"), has_notes=True)).text
    assert len(long) > 3 * len(short)


LOOP = {
    "id": "loop",
    "type": "loop",
    "loop": {"type": "forEach", "items": "files", "maxIterations": 3},
    "body": [{"id": "work", "prompt": "{{currentItem}} {{currentIndex}} {{currentIteration}}"}],
}


def test_loop_variables_are_shown_in_inline_bodies_only() -> None:
    inline = workflow({"id": "first"}, LOOP)
    rendered = shown(inline, Instance("work", "loop", 1), files=["a", "b"])
    assert "\nb 1 2\n" in rendered.text
    assert "2 of 3" in rendered.text
    named = workflow({"id": "first"}, {**LOOP, "body": "work"}, LOOP["body"][0])
    rendered = shown(named, Instance("work", "loop", 1), files=["a", "b"])
    assert "[unset: currentItem] [unset: currentIndex] [unset: currentIteration]" in rendered.text
    assert "of 3" not in rendered.text


@pytest.mark.parametrize(
    ("iteration", "bound", "words"),
    # The second pass of two is not announced as the last.
    [(1, 2, "first pass missed"), (2, 3, "last pass"), (2, 5, "Expect less")],
)
def test_scope_of_later_passes(iteration: int, bound: int, words: str) -> None:
    config = {"type": "for", "count": 9, "maxIterations": bound}
    value = workflow({"id": "first"}, {**LOOP, "loop": config})
    assert words in shown(value, Instance("work", "loop", iteration)).text


def test_a_decision_step_has_no_banner() -> None:
    body = [{"id": "work"}, {"id": "decide", "outputContract": LOOP_CONTRACT}]
    config = {"type": "while", "maxIterations": 3, "conditionSource": DECISION}
    value = workflow({"id": "first"}, {**LOOP, "loop": config, "body": body})
    assert sections(shown(value, Instance("decide", "loop", 0))) == ["own", "contract"]


def test_assessments_are_in_the_order_of_their_declaration() -> None:
    declared = [
        {"id": name, "purpose": f"Purpose of {name}.", "dimensions": [DIMENSION]}
        for name in ("one", "two")
    ]
    value = workflow({"id": "only", "assessmentRefs": ["two", "one"]}, assessments=declared)
    text = shown(value, Instance("only")).text
    assert text.index("Purpose of one.") < text.index("Purpose of two.")
    assert "set `assessmentId` to `two`" in text


FINAL = "metrics_outcome"
EVERY = "metrics_commit_shas"


@pytest.mark.parametrize(
    ("profile", "first", "last"),
    [
        ("coding", {EVERY}, {EVERY, FINAL}),
        ("review", set(), {FINAL}),
        ("ticket", set(), {FINAL}),
        ("none", set(), set()),
    ],
)
def test_metrics_are_asked_for_by_profile(profile: str, first: set[str], last: set[str]) -> None:
    value = workflow({"id": "one"}, {"id": "two"}, metricsProfile=profile)
    for name, expected in (("one", first), ("two", last)):
        text = shown(value, Instance(name)).text
        assert {key for key in (EVERY, FINAL) if key in text} == expected


def test_the_decision_step_of_a_last_loop_asks_for_the_outcome() -> None:
    body = [{"id": "work"}, {"id": "decide", "outputContract": LOOP_CONTRACT}]
    config = {"type": "while", "maxIterations": 3, "conditionSource": DECISION}
    loop = {**LOOP, "loop": config, "body": body}
    value = workflow({"id": "first"}, loop, metricsProfile="review")
    assert FINAL in shown(value, Instance("decide", "loop", 0)).text
    assert FINAL not in shown(value, Instance("work", "loop", 0)).text


def test_a_loop_in_first_place_is_shown_with_the_request_for_notes_alone() -> None:
    value = workflow(LOOP, {"id": "last"})
    assert sections(shown(value, Instance("loop"))) == ["notes"]


@pytest.mark.parametrize(
    ("engine", "asks"), [("3.68.0", True), ("3.121.0", False)], ids=["early", "late"]
)
def test_a_gate_with_a_condition(engine: str, asks: bool) -> None:
    gate = {"var": "risky", "equals": True}
    flow = pinned(workflow({"id": "only", "requireConfirmation": gate}), engine=engine)
    assert render(flow, Moment(Instance("only"))).asks is asks
    assert render(flow, Moment(Instance("only"), {"risky": True})).asks


def test_a_token_whose_braces_a_slot_completes_is_replaced_in_the_whole_text() -> None:
    value = workflow(
        {"id": "only", "prompt": "See {{wr.bindings.slot}} and {{a}}."},
        extensionPoints=[
            {"slotId": "slot", "purpose": "p", "default": "{{b}}", "acceptedKinds": ["routine"]}
        ],
    )
    assert shown(value, Instance("only"), a=1, b="x").text.startswith("See x and 1.")
