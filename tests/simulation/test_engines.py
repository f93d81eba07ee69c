"""Runs as later engines make them (docs/engine/versions.md#loading-and-running)."""

from __future__ import annotations

from typing import Any

from tests.rendering.pinning import pinned, workflow
from workflowkit.simulation.default_answers import default_answer, first_values
from workflowkit.simulation.explore import Exploration, explore
from workflowkit.simulation.goals import GoalKind
from workflowkit.simulation.runs import SimulatedRun, play

LATE = "3.121.0"
ONBOARDING = "wr-system-onboarding"


def defaults(value: dict[str, Any], engine: str = LATE) -> SimulatedRun:
    flow = pinned(value, engine=engine)
    return play(flow, lambda turn: default_answer(flow, turn.step), {"goal": "a name"})


def explored(value: dict[str, Any], engine: str = LATE) -> Exploration:
    return explore(pinned(value, engine=engine))


def test_a_run_begins_with_the_step_of_the_engine() -> None:
    run = defaults(workflow({"id": "ask", "prompt": "{{goal}}", "runCondition": {"var": "no"}}))
    # Behind it the condition of the first authored step is tested.
    assert run.path == (ONBOARDING,)
    run = defaults(workflow({"id": "ask", "prompt": "Ask for {{goal}}."}))
    assert run.path == (ONBOARDING, "ask")
    assert run.turns[1].prompt.text.startswith("Ask for a name.")


def test_virtual_steps_follow_the_step_that_declares_them() -> None:
    audited = {
        "id": "build",
        "verification": {"command": "make test", "prompt": "Verify it."},
        "audit": {"prompt": "Audit it."},
    }
    run = defaults(workflow(audited, {"id": "end"}))
    assert run.path == (ONBOARDING, "build", "build__verification", "build__audit", "end")
    prompt = run.turns[2].prompt
    assert prompt.text == "Verify it."
    assert prompt.pieces[0].provenance[0].route == "steps[0].verification.prompt"


def test_every_consequence_is_covered() -> None:
    dimension = {"id": "fit", "purpose": "p", "levels": ["good", "poor", "bad"]}
    consequences = [
        {
            "when": {"anyEqualsLevel": level},
            "effect": {"kind": "require_followup", "guidance": f"It is {level}."},
        }
        for level in ("poor", "bad")
    ]
    step = {"id": "rate", "assessmentRefs": ["rating"], "assessmentConsequences": consequences}
    assessment = {"id": "rating", "purpose": "p", "dimensions": [dimension]}
    found = explored(workflow(step, assessments=[assessment]))
    names = {goal.name for goal in found.covered if goal.kind is GoalKind.CONSEQUENCE}
    assert names == {"0", "1"}
    assert found.uncovered == ()


def test_a_conditional_gate_asks_and_passes() -> None:
    ask = {
        "id": "ask",
        "promptBlocks": {"goal": "g", "outputRequired": {"risky": "boolean: whether"}},
    }
    gate = {"kind": "human_approval", "condition": {"var": "risky", "equals": True}}
    found = explored(workflow(ask, {"id": "ship", "requireConfirmation": gate}))
    assert {goal.outcome for goal in found.covered if goal.kind is GoalKind.GATE} == {
        "asks",
        "passes",
    }
    assert found.uncovered == ()
    assert {path.scenario.expect.gates for path in found.cover} == {("ship",), None}


def test_lists_have_the_fields_that_a_loop_shows() -> None:
    loop = {
        "id": "loop",
        "type": "loop",
        "loop": {"type": "forEach", "items": "files", "maxIterations": 4},
        "body": [{"id": "work", "prompt": "{{currentItem.name}}: {{currentItem.size.bytes}}"}],
    }
    ask = {"id": "ask", "promptBlocks": {"goal": "g", "outputRequired": {"files": "list: files"}}}
    value = workflow(ask, loop)
    found = explored(value)
    assert {path.run.passes.get("loop") for path in found.paths} == {0, 1, 2, 4}
    flow = pinned(value, engine=LATE)
    entry = {"name": "name 1", "size": {"bytes": "bytes 1"}}
    assert first_values(flow, "ask").context == {"files": [entry]}
    run = play(flow, lambda turn: first_values(flow, turn.step))
    assert "name 1: bytes 1\n" in run.turns[-1].prompt.text


def test_a_contract_without_a_table_entry_is_met_by_its_schema() -> None:
    contract = {"contractRef": "wr.contracts.discovery_handoff"}
    step = {"id": "deliver", "outputContract": contract}
    # Only later engines have a check for it.
    assert defaults(workflow({"id": "ask"}, step)).end == "complete"
    assert defaults(workflow({"id": "ask"}, step), "3.68.0").end == "blocked"


def test_the_final_footer_moved_to_the_last_other_step_of_a_loop() -> None:
    decision = {"contractRef": "wr.contracts.loop_control"}
    source = {"kind": "artifact_contract", "loopId": "loop", **decision}
    loop = {
        "id": "loop",
        "type": "loop",
        "loop": {"type": "while", "maxIterations": 2, "conditionSource": source},
        "body": [{"id": "work"}, {"id": "decide", "outputContract": decision}],
    }
    value = workflow({"id": "ask"}, loop, metricsProfile="review")
    for engine, asked in (("3.68.0", "decide"), (LATE, "work")):
        run = defaults(value, engine)
        steps = [turn.step for turn in run.turns if "metrics_outcome" in turn.prompt.text]
        assert steps == [asked]
