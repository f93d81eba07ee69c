"""Answers of the real engine where a model of it was once wrong: each case of tests/vectors/fidelity, held to the engine's own answer."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.engines import behavior, spec
from tests.lint.running_rules import fix_text, lint_text
from tests.triggers.test_loader import dropped_record, loaded_record
from workflowkit.catalog import serving
from workflowkit.catalog.ids import SourceKind
from workflowkit.compiler.context import CompileContext, compile_context
from workflowkit.compiler.pipeline import compile_workflow
from workflowkit.compiler.references import resolved_path
from workflowkit.compiler.routines import collect_routines
from workflowkit.lint.rules import ALL
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.criteria import check_criteria
from workflowkit.runtime.executable import Executable, ExecutableStep, build
from workflowkit.runtime.interpreter import State, start
from workflowkit.runtime.simulation import Submission, scripted, simulate
from workflowkit.runtime.submission import check_submission
from workflowkit.text import document
from workflowkit.triggers.line_reader import read
from workflowkit.triggers.loader import load
from workflowkit.triggers.payload import render_goal
from workflowkit.triggers.trigger import DaemonContext, Trigger, Workspace

FOLDER = Path(__file__).parents[1] / "vectors" / "fidelity"
CASES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*-*.json"))
}
CASES.pop("strict-schemas")
"""That file belongs to the tests of schemas."""


def cases(key: str) -> list[Any]:
    """Return the cases whose input has *key*."""
    return [
        pytest.param(case, id=name)
        for name, case in CASES.items()
        if isinstance(case["input"], dict) and key in case["input"]
    ]


NEWER = {name: case for name, case in CASES.items() if name.startswith("n0")}
for _name in NEWER:
    del CASES[_name]


KEYS = ("template", "steps", "script", "before", "criteria", "condition", "triggers.yml")
GATE = ("r04", "r05")


def test_every_case_is_run_once() -> None:
    assert len(CASES) > 25
    assert {
        name: [key for key in KEYS if key in case["input"]]
        for name, case in CASES.items()
        if sum(key in case["input"] for key in KEYS) != 1
    } == {}


@pytest.mark.parametrize("case", NEWER.values(), ids=NEWER)
def test_what_a_newer_engine_accepts_has_its_hash(case: dict[str, Any]) -> None:
    compilation = compile_workflow(case["input"], compile_context(spec("3.121.0")))
    assert compilation.is_valid, compilation.errors
    assert compilation.hash == case["engine"]["hash"]
    assert compile_workflow(case["input"], compile_context(spec("3.68.0"))).outcome == (
        "schema_failed"
    )


def executable_of(workflow: dict[str, Any], version: str = "3.68.0") -> Executable:
    executable = build(workflow["steps"], workflow.get("assessments", ()), behavior(version))
    assert isinstance(executable, Executable)
    return executable


def run(
    workflow: dict[str, Any], script: list[dict[str, Any]], version: str = "3.68.0"
) -> list[dict[str, Any]]:
    """Return the answers to a start and to each submission of *script*, as the cases write them."""
    executable = executable_of(workflow, version)
    state = start(executable)
    assert isinstance(state, State)
    sent = [Submission(artifacts=tuple(item.get("artifacts", ()))) for item in script]
    outcome = simulate(executable, state, scripted(sent))
    first, *others = [item.instance.step_id for item in outcome.presented]
    answers: list[dict[str, Any]] = [{"start": "ok", "pending": first}]
    answers += [{"kind": "ok", "pending": step, "complete": False} for step in others]
    if outcome.failure is not None:
        answers.append({"kind": "error", "code": outcome.failure.kind.value})
    return answers[: len(script) + 1]


LOOPS = [item for item in cases("script") if str(item.id).startswith(("r01", "r02"))]


@pytest.mark.parametrize("version", ["3.68.0", "3.121.0"])
@pytest.mark.parametrize("case", LOOPS)
def test_a_loop_without_a_usable_id_ends_the_session(case: dict[str, Any], version: str) -> None:
    # The first answer that is an error ends the run.
    expected = case["engine"][version]
    assert run(case["input"]["wf"], case["input"]["script"], version)[: len(expected)] == expected


@pytest.mark.parametrize("case", LOOPS)
def test_a_loop_with_an_id_runs(case: dict[str, Any]) -> None:
    workflow = case["input"]["wf"]
    script = case["input"]["script"]
    named = copy.deepcopy(workflow)
    named["steps"][1]["loop"]["conditionSource"]["loopId"] = "rounds"
    assert run(named, script) == case["engine"]["with loopId 'rounds'"]
    findings = lint_text(json.dumps(workflow), ALL).diagnostics
    assert "missing-loop-id" in {item.name for item in findings}


@pytest.mark.parametrize("case", cases("before"))
def test_the_safe_fixes_of_lint_keep_a_session_alive(case: dict[str, Any]) -> None:
    text = json.dumps(case["input"]["before"])
    fixed = fix_text(text, ALL, unsafe=False)
    assert "mismatched-loop-id" in {item.name for item in fixed.applied}
    script: list[dict[str, Any]] = [{}] * (len(case["engine"]["before"]) - 1)
    assert run(json.loads(text), script) == case["engine"]["before"]
    assert run(json.loads(fixed.text), script) == case["engine"]["before"]


@pytest.mark.parametrize(
    "case", [item for item in cases("script") if str(item.id).startswith(GATE)]
)
def test_a_submission_is_blocked_as_by_the_engine(case: dict[str, Any]) -> None:
    executable = executable_of(case["input"]["wf"])
    (sent,), (_, answer) = case["input"]["script"], case["engine"]
    step = executable.steps[0]
    assert isinstance(step, ExecutableStep)
    verdict = check_submission(executable, step, sent["notes"], sent.get("artifacts", ()), {})
    assert answer["kind"] == "blocked"
    assert verdict.internal_error == ""
    assert [[item.code, item.pointer, item.id] for item in verdict.blockers] == answer["blockers"]


@pytest.mark.parametrize("case", cases("criteria"))
def test_notes_are_judged_as_by_the_engine(case: dict[str, Any]) -> None:
    result = check_criteria(case["input"]["criteria"], case["input"]["text"], {})
    expected = case["engine"]
    assert result.error == expected.get("err")
    if result.error is None:
        assert result.is_valid == expected["valid"]
        assert [issue.message for issue in result.issues] == expected["issues"]
        assert result.is_unwrapped == bool(expected["w"])


@pytest.mark.parametrize("case", cases("condition"))
def test_a_condition_is_evaluated_as_by_the_engine(case: dict[str, Any]) -> None:
    given = case["input"]
    assert evaluate(given["condition"], given["context"]) == case["engine"]["r"]


@pytest.mark.parametrize("case", cases("template"))
def test_a_goal_is_made_as_by_the_engine(case: dict[str, Any]) -> None:
    given = case["input"]
    assert render_goal(given["template"], given["goal"], given["payload"]) == case["engine"]


DAEMON = DaemonContext(
    environment={},
    workspaces={"team": Workspace("/srv/team", "~/souls/team.md")},
    home="/home/u",
    is_windows=False,
)


@pytest.mark.parametrize("case", cases("triggers.yml"))
def test_a_trigger_file_is_loaded_as_by_the_engine(case: dict[str, Any]) -> None:
    reading = read(case["input"]["triggers.yml"])
    triggers = tuple(Trigger(index, item) for index, item in enumerate(reading.items))
    outcome = load(triggers, next(iter(reading.errors), None), DAEMON)
    expected = case["engine"]
    if "file" in expected:
        assert outcome.error is not None
        assert outcome.error.line == expected["file"]["lineNumber"]
        return
    assert outcome.error is None
    assert [loaded_record(item) for item in outcome.triggers] == expected["loaded"]
    assert [dropped_record(item) for item in outcome.dropped] == expected["skipped"]
    assert outcome.duplicate_id == expected["dup"]


@pytest.mark.parametrize("line", ["branchPrefix: ''", 'baseBranch: "  "'])
def test_a_quoted_blank_name_of_a_branch_counts_as_absent(line: str) -> None:
    text = f"triggers:\n  - id: a\n    provider: generic\n    workflowId: w.x\n    workspacePath: /s\n    {line}\n"
    triggers = tuple(Trigger(index, item) for index, item in enumerate(read(text).items))
    outcome = load(triggers, None, DAEMON)
    assert outcome.dropped == ()
    assert (outcome.triggers[0].base_branch, outcome.triggers[0].branch_prefix) == ("", "")


def test_a_block_named_behind_the_dash_is_ignored() -> None:
    text = "triggers:\n  - dispatchCondition: x\n    id: a\n    provider: generic\n    workflowId: w.x\n    workspacePath: /s\n"
    triggers = tuple(Trigger(index, item) for index, item in enumerate(read(text).items))
    outcome = load(triggers, None, DAEMON)
    assert outcome.dropped == ()
    assert outcome.triggers[0].dispatch_condition is None


def source(folder: str, kind: SourceKind, steps: list[Any]) -> serving.Source:
    value = {"id": "ab.cd", "name": "n", "description": "d", "version": "1.0.0", "steps": steps}
    item = document.parse(json.dumps(value).encode(), f"{folder}/a.json")
    return serving.Source(kind, folder, (item,))


def serve(*sources: serving.Source) -> serving.Startup:
    environment = CompileContext()
    return serving.start(sources, lambda _, value: compile_workflow(value, environment), {})


GOOD = [{"id": "abc", "title": "t", "prompt": "p"}]


@pytest.mark.parametrize("case", cases("steps"))
def test_what_fails_at_start_is_listed(case: dict[str, Any]) -> None:
    assert case["engine"].startswith("listed")
    user = source("user", SourceKind.USER, GOOD)
    (served,) = serve(user, source("project", SourceKind.PROJECT, case["input"]["steps"])).served
    assert served.warnings == (
        "the engine would choose 'project/a.json', list it, and fail to start 'ab.cd'",
    )


@pytest.mark.parametrize("step", [None, "x"])
def test_a_step_that_is_no_object_breaks_the_whole_list(step: Any) -> None:
    (unserved,) = serve(source("project", SourceKind.PROJECT, [step])).unserved
    assert unserved.reasons[-1] == (
        "a step is not an object, which makes the engine list no workflow of any source"
    )


def test_a_routine_with_a_loop_that_is_called_twice_collides_in_the_first_compilation() -> None:
    loop = {
        "id": "rounds",
        "type": "loop",
        "title": "L",
        "prompt": "p",
        "loop": {"type": "for", "count": 2, "maxIterations": 2},
        "body": [{"id": "work", "title": "t", "prompt": "p"}],
    }
    base = {"name": "n", "description": "d", "version": "1.0.0"}
    routine = {"id": "routine-loop", **base, "steps": [loop]}
    environment = CompileContext(routines=collect_routines([("r.json", routine)]))

    def outcome(n_calls: int) -> str:
        call = {"templateId": "wr.templates.routine.loop"}
        steps = [
            {"id": f"call-{number}", "title": "t", "templateCall": call}
            for number in range(n_calls)
        ]
        return compile_workflow({"id": "ab.cd", **base, "steps": steps}, environment).outcome

    assert outcome(1) == "valid"
    assert outcome(2) == "v1_compilation_failed"


@pytest.mark.parametrize(
    ("base", "source", "expected"),
    [
        ("/ws", "a/../b.md", "/ws/b.md"),
        ("/ws", "/ws/b.md", "/ws/b.md"),
        ("/ws", "//ws/b.md", "/ws/b.md"),
        ("/ws", "../b.md", None),
        ("/ws", "/wsx/b.md", None),
        ("/ws/", "b.md", None),
        ("/a/../ws", "b.md", None),
        ("/", "b.md", None),
    ],
)
def test_a_base_is_compared_as_it_is_given(base: str, source: str, expected: str | None) -> None:
    assert resolved_path(base, source) == expected
