from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.pinning import pinned, workflow
from workflowkit.compiler.context import CompileContext
from workflowkit.compiler.routines import Routine, Routines
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.executable import FailureKind
from workflowkit.simulation.play import (
    AttemptResult,
    Situation,
    StepAnswer,
    begin,
    prompt_at,
    submit,
)
from workflowkit.simulation.runs import RunEnd, SimulatedRun, Turn, play

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "runtime/traces.json").read_text())["cases"]
STARTED = [
    case
    for case in CASES
    if case["engine"] == "same" or case["engine"]["outcome"] != "start_refused"
]
VERDICT = {"contractRef": "wr.contracts.review_verdict"}
RULE = {"type": "contains", "value": "done", "message": "Say done."}


def scripted(flow: PinnedWorkflow, script: list[dict[str, Any]]) -> SimulatedRun:
    """Run *flow*: the n-th presented step gets the n-th entry of *script*, with notes."""
    answers = iter(script)

    def agent(turn: Turn) -> StepAnswer | None:
        if turn.last is not None:
            return None
        entry = next(answers, {})
        return StepAnswer(entry.get("context"), "Done.", tuple(entry.get("artifacts", ())))

    return play(flow, agent)


@pytest.mark.parametrize("case", STARTED, ids=lambda case: case["id"])
def test_runs_are_those_of_the_engine(case: dict[str, Any]) -> None:
    expected = case["interpreter"] if case["engine"] == "same" else case["engine"]
    run = scripted(pinned(case["workflow"]), case["script"])
    assert [(turn.step, turn.prompt.title) for turn in run.turns] == [
        (entry["step"], entry["title"]) for entry in expected["trace"]
    ]
    assert (run.end is RunEnd.COMPLETE) is (expected["outcome"] == "complete")
    if expected.get("code") == "PRECONDITION_FAILED":
        assert run.failure is not None
        assert run.failure.kind is FailureKind.MISSING_CONTEXT


def begun(flow: PinnedWorkflow, **context: Any) -> Situation:
    situation = begin(flow, context)
    assert isinstance(situation, Situation)
    return situation


def codes(flow: PinnedWorkflow, answer: StepAnswer) -> list[str]:
    return [blocker.code.value for blocker in submit(flow, begun(flow), answer).blockers]


def test_a_blocked_call_keeps_its_artifacts_and_loses_its_context() -> None:
    flow = pinned(workflow({"id": "one"}, {"id": "two", "prompt": "{{a}}"}))
    artifact = {"kind": "wr.loop_control", "decision": "stop"}
    attempt = submit(flow, begun(flow, goal="g"), StepAnswer({"a": 1}, None, (artifact,)))
    assert attempt.result is AttemptResult.BLOCKED
    assert [blocker.code for blocker in attempt.blockers] == ["MISSING_REQUIRED_NOTES"]
    assert attempt.situation.context == {"goal": "g"}
    assert attempt.situation.artifacts == (artifact,)
    # The reply to a blocked call is rendered with the stored context, unlike the one to the start.
    assert begun(flow, goal="g").visible == {}
    assert attempt.situation.visible == {"goal": "g"}


def test_after_three_blocks_a_valid_retry_is_refused() -> None:
    flow = pinned(workflow({"id": "one"}, {"id": "two"}))
    situation = begun(flow)
    for _ in range(3):
        assert not situation.is_over
        situation = submit(flow, situation, StepAnswer()).situation
    attempt = submit(flow, situation, StepAnswer(notes="Done."))
    assert attempt.result is AttemptResult.FAILED
    assert attempt.situation == situation
    assert situation.is_over
    # The step itself can be started again from where it was before the blocks.
    assert submit(flow, begun(flow), StepAnswer(notes="Done.")).result is AttemptResult.COMPLETED


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [
        ({}, StepAnswer(notes=" "), ["MISSING_REQUIRED_NOTES"]),
        ({"notesOptional": True}, StepAnswer(), []),
        ({"outputContract": VERDICT}, StepAnswer(), ["MISSING_REQUIRED_OUTPUT"]),
        ({"outputContract": {**VERDICT, "required": False}}, StepAnswer(), []),
        (
            {"outputContract": {**VERDICT, "required": False}},
            StepAnswer(artifacts=({"kind": "wr.review_verdict"},)),
            ["INVALID_REQUIRED_OUTPUT"],
        ),
        (
            {"validationCriteria": [RULE]},
            StepAnswer(),
            ["MISSING_REQUIRED_NOTES", "MISSING_REQUIRED_OUTPUT"],
        ),
        ({"validationCriteria": [RULE]}, StepAnswer(notes="no"), ["INVALID_REQUIRED_OUTPUT"]),
        ({"validationCriteria": [RULE]}, StepAnswer(notes="done"), []),
    ],
)
def test_the_gate_blocks_as_the_engine_does(
    step: dict[str, Any], answer: StepAnswer, expected: list[str]
) -> None:
    assert codes(pinned(workflow({"id": "one", **step}, {"id": "two"})), answer) == expected


def test_criteria_that_cannot_be_evaluated_end_the_run() -> None:
    broken = [{"type": "schema", "schema": {"type": "no-type"}, "message": "Be JSON."}]
    flow = pinned(workflow({"id": "one", "validationCriteria": broken}, {"id": "two"}))
    run = play(flow, lambda _: StepAnswer(notes="{}"))
    assert (run.end, len(run.moves)) == (RunEnd.BLOCKED, 1)


def test_missing_notes_of_an_injected_step_are_an_error_and_not_a_block() -> None:
    routine = Routine(
        {"id": "routine-look", "steps": [{"id": "run", "title": "Run", "prompt": "Run it."}]}
    )
    routines = Routines({"routine-look": routine}, {"wr.templates.routine.look": routine})
    call = {"id": "call", "templateCall": {"templateId": "wr.templates.routine.look"}}
    flow = pinned(workflow({"id": "one"}, call), CompileContext(routines=routines))
    situation = submit(flow, begun(flow), StepAnswer(notes="Done.")).situation
    attempt = submit(flow, situation, StepAnswer())
    assert attempt.result is AttemptResult.FAILED
    assert attempt.situation == situation
    assert submit(flow, situation, StepAnswer(notes="Done.")).situation.state.is_complete


def test_a_missing_list_stores_nothing_and_can_be_sent_again() -> None:
    loop = {
        "id": "loop",
        "type": "loop",
        "loop": {"type": "forEach", "items": "files", "maxIterations": 5},
        "body": [{"id": "work"}],
    }
    flow = pinned(workflow({"id": "one"}, loop))
    attempt = submit(flow, begun(flow), StepAnswer({"a": 1}, "Done."))
    assert attempt.failure is not None
    assert attempt.failure.kind is FailureKind.MISSING_CONTEXT
    assert attempt.situation == begun(flow)
    attempt = submit(flow, attempt.situation, StepAnswer({"files": ["x", "y"]}, "Done."))
    assert attempt.situation.pending is not None
    run = play(flow, lambda _: StepAnswer({"files": ["x", "y"]}, "Done."))
    assert run.path == ("one", "loop@1/work", "loop@2/work")
    assert run.passes == {"loop": 2}


@pytest.mark.parametrize(
    "context", [{"__proto__": 1}, {"a": "x" * 300_000}, json.loads("[" * 70 + "]" * 70)]
)
def test_a_context_that_the_engine_rejects_stores_nothing(context: Any) -> None:
    flow = pinned(workflow({"id": "one"}))
    answer = StepAnswer(context if isinstance(context, dict) else {"a": context}, "Done.")
    attempt = submit(flow, begun(flow), answer)
    assert attempt.result is AttemptResult.FAILED
    assert attempt.situation == begun(flow)


def test_the_stop_of_one_loop_starves_the_next_in_early_engines_only() -> None:
    def loop(name: str) -> dict[str, Any]:
        source = {
            "kind": "artifact_contract",
            "contractRef": "wr.contracts.loop_control",
            "loopId": name,
        }
        config = {"type": "while", "maxIterations": 2, "conditionSource": source}
        body = [
            {"id": f"{name}-do", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
        ]
        return {"id": name, "type": "loop", "loop": config, "body": body}

    steps = ({"id": "one"}, loop("aaa"), {"id": "mid"}, loop("bbb"))
    for engine, ends in (("3.68.0", "mid"), ("3.121.0", "bbb@1/bbb-do")):
        stop = {"artifacts": [{"kind": "wr.loop_control", "decision": "stop"}]}
        run = scripted(pinned(workflow(*steps), engine=engine), [{}, stop, {}, stop])
        assert run.path[-1] == ends


def test_prompts_follow_the_run() -> None:
    flow = pinned(workflow({"id": "one", "prompt": "{{goal}}"}, {"id": "two", "prompt": "{{a}}"}))
    situation = begun(flow, goal="g")
    first = prompt_at(flow, situation)
    assert first is not None
    assert first.text.startswith("[unset: goal]")
    after = submit(flow, situation, StepAnswer({"a": 5}, "Done.")).situation
    second = prompt_at(flow, after)
    assert second is not None
    assert second.text.startswith("5\n\n")
    assert len(second.text) < len(first.text)  # Notes exist, so that the request for them is short.


def test_metrics_are_those_that_the_engine_would_store() -> None:
    flow = pinned(workflow({"id": "one"}, {"id": "two"}, metricsProfile="coding"))
    keys = [
        {"metrics_files_changed": 3},
        {"metrics_outcome": "success", "metrics_commit_shas": ["abc"]},
    ]
    run = scripted(flow, [{"context": context} for context in keys])
    assert run.metrics is not None
    assert (run.metrics.outcome, run.metrics.files_changed) == ("success", 3)
    # Commits that are first reported with the last step come too late for the confidence.
    assert (run.metrics.capture_confidence, run.metrics.commit_shas) == ("none", ("abc",))
    run = scripted(flow, [{"context": {"metrics_commit_shas": ["abc"]}}])
    assert run.metrics is not None
    assert run.metrics.capture_confidence == "high"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "stop"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abk"), inner),
    max_leaves=4,
)
ANSWERS = st.builds(
    StepAnswer,
    st.none() | st.dictionaries(st.sampled_from(["files", "mode"]), JSON),
    st.none() | st.sampled_from(["", " ", "done", "no"]),
    st.lists(JSON | st.just({"kind": "wr.loop_control", "decision": "stop"}), max_size=2).map(
        tuple
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ANSWERS, max_size=12))
def test_no_answer_breaks_the_player(answers: list[StepAnswer]) -> None:
    loop = {
        "id": "loop",
        "type": "loop",
        "loop": {"type": "forEach", "items": "files", "maxIterations": 2},
        "body": [{"id": "work", "validationCriteria": [RULE]}],
        "runCondition": {"var": "mode"},
    }
    flow = FLOWS.setdefault("wild", pinned(workflow({"id": "one"}, loop, {"id": "end"})))
    script = iter(answers)
    run = play(flow, lambda _: next(script, None))
    assert run.end in RunEnd
    assert run.path[0] == "one"
    assert len(run.moves) <= len(answers)


FLOWS: dict[str, PinnedWorkflow] = {}
