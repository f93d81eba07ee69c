from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines import behavior
from workflowkit.runtime.behavior import REFERENCE, Behavior
from workflowkit.runtime.executable import Executable, Failure, FailureKind, build
from workflowkit.runtime.interpreter import (
    Frame,
    Instance,
    State,
    StepSelection,
    complete,
    select,
    start,
)
from workflowkit.runtime.simulation import Submission, scripted, simulate

VECTORS = Path(__file__).parent.parent / "vectors"
CASES = json.loads((VECTORS / "runtime/traces.json").read_text())["cases"]
# What the engine refuses to start is judged by schema, structure and compiler, not by the interpreter.
STARTED = [
    case
    for case in CASES
    if case["engine"] != "same" and case["engine"]["outcome"] != "start_refused"
]
ALSO_SAME = [case for case in CASES if case["engine"] == "same"]


def agent_of(case: dict[str, Any]) -> Callable[..., Any]:
    return scripted(
        [
            Submission(item.get("context"), tuple(item.get("artifacts", ())))
            for item in case["script"]
        ]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_steps_follow_each_other_as_in_the_interpreter(case: dict[str, Any]) -> None:
    expected = case["interpreter"]
    executable = build(case["workflow"]["steps"])
    if expected["outcome"] == "compile_error":
        assert isinstance(executable, Failure)
        assert executable.kind == expected["errorKind"]
        return
    run = simulate(executable, State(), agent_of(case))
    assert (run.failure and run.failure.kind) == expected.get("errorKind")
    assert [
        {
            "step": item.instance.step_id,
            "loop": item.instance.loop_id,
            "iteration": item.instance.iteration if item.instance.loop_id else None,
            "title": item.title,
            "decisions": [note.event.value for note in item.notes],
        }
        for item in run.presented
    ] == expected["trace"]


@pytest.mark.parametrize("case", [*STARTED, *ALSO_SAME], ids=lambda case: case["id"])
def test_steps_follow_each_other_as_in_the_engine(case: dict[str, Any]) -> None:
    expected = case["interpreter"] if case["engine"] == "same" else case["engine"]
    executable = build(case["workflow"]["steps"])
    assert isinstance(executable, Executable)
    state = start(executable)
    assert isinstance(state, State)
    run = simulate(executable, state, agent_of(case))
    codes = {FailureKind.MISSING_CONTEXT: "PRECONDITION_FAILED", None: None}
    code = codes.get(run.failure and run.failure.kind, "INTERNAL_ERROR")
    assert code == expected.get("code")
    assert [(item.instance.step_id, item.title) for item in run.presented] == [
        (item["step"], item["title"]) for item in expected["trace"]
    ]


def plain(*ids: str) -> list[dict[str, Any]]:
    return [{"id": name, "title": name, "prompt": "p"} for name in ids]


def built(steps: Any, by: Behavior = REFERENCE) -> Executable:
    executable = build(steps, (), by)
    assert isinstance(executable, Executable)
    return executable


def test_only_the_pending_step_can_be_completed() -> None:
    state = State(pending=Instance("a"))
    assert complete(state, Instance("a")) == State(frozenset({"a"}))
    wrong = Failure(FailureKind.INVALID_STATE, "'loop@1::a' is not pending")
    assert complete(state, Instance("a", "loop", 1)) == wrong
    assert complete(State(), Instance("a")) == Failure(
        FailureKind.INVALID_STATE, "'a' is not pending"
    )


def test_a_complete_run_stays_complete() -> None:
    done = State(is_complete=True)
    assert complete(done, Instance("a")) == done
    assert select(built(plain("a")), done, {}, ()) == StepSelection(done, ())


def test_what_is_pending_is_returned_again() -> None:
    state = State(pending=Instance("a"))
    assert select(built(plain("a", "b")), state, {}, ()) == StepSelection(state, ())


def test_a_first_step_that_compilation_replaced_cannot_be_started() -> None:
    executable = built(plain("call.inner"))
    assert start(executable, "call") == Failure(
        FailureKind.INVALID_STATE, "there is no step 'call'"
    )
    assert isinstance(start(built([])), Failure)


@pytest.mark.parametrize(
    "frame", [Frame("ghost"), Frame("a"), Frame("l", 5), Frame("l", 0, 3), Frame("l", -1)]
)
def test_a_corrupt_frame_is_an_invalid_state(frame: Frame) -> None:
    loop = {
        "id": "l",
        "type": "loop",
        "loop": {"type": "for", "count": 2, "maxIterations": 5},
        "body": plain("x"),
    }
    failure = select(built([*plain("a"), loop]), State(frame=frame), {}, ())
    assert isinstance(failure, Failure)
    assert failure.kind == FailureKind.INVALID_STATE


def test_loops_of_later_engines_see_the_current_submission_only() -> None:
    def loop(name: str) -> dict[str, Any]:
        body = [
            {"id": f"{name}-decide", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
        ]
        config = {"type": "while", "maxIterations": 1, "condition": {"var": "x"}}
        return {"id": name, "type": "loop", "loop": config, "body": body}

    steps = [*plain("a"), loop("one"), *plain("b"), loop("two")]
    stop = Submission(artifacts=({"kind": "wr.loop_control", "decision": "stop"},))
    agent = scripted([Submission(), stop])
    for version, expected in [
        ("3.70.0", ["a", "one-decide", "b"]),
        ("3.71.1", ["a", "one-decide", "b", "two-decide"]),
    ]:
        run = simulate(built(steps, behavior(version)), State(), agent)
        assert [item.instance.step_id for item in run.presented] == expected


def test_a_reserved_context_key_ends_the_simulation() -> None:
    run = simulate(built(plain("a")), State(), scripted([Submission({"__proto__": 1})]))
    assert run.failure == Failure(FailureKind.INVALID_STATE, "the key '__proto__' is reserved")


WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 3)
    | st.floats()
    | st.sampled_from(["a", "b", "loop", "for", "while", "forEach", "until"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "type",
                    "loop",
                    "body",
                    "count",
                    "items",
                    "condition",
                    "conditionSource",
                    "maxIterations",
                    "runCondition",
                    "outputContract",
                    "title",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(st.lists(WILD, max_size=4), st.dictionaries(st.sampled_from(["a", "b"]), WILD, max_size=2))
def test_no_workflow_breaks_the_interpreter(steps: Any, context: dict[str, Any]) -> None:
    executable = build(steps)
    if isinstance(executable, Executable):
        run = simulate(executable, State(), scripted([]), context)
        assert run.failure is not None or run.state.is_complete
