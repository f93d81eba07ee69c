"""Renaming steps: what is changed, what stays, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.refactoring.projects import (
    bundled,
    files_in,
    other_text_after,
    restored,
    routine,
    step,
    text_after,
    workflow,
    write,
)
from workflowkit.format.reader import Workflow
from workflowkit.refactoring.plan import RefactoringError, RefusedNameError
from workflowkit.refactoring.proof import after
from workflowkit.refactoring.rename_step import rename_step
from workflowkit.run.project import Project

FLOW = "flow.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wfk.toml").write_text("[lint]\n", "utf-8")
    return tmp_path


def _renamed(folder: Path, value: object, old: str, new: str) -> str:
    write(folder, FLOW, value)
    files = files_in(folder)
    return text_after(files, rename_step(files, FLOW, old, new), FLOW)


def test_only_the_id_itself_changes(folder: Path) -> None:
    value = workflow(step("plan"), step("plan-two"), step("my-plan"), step("planner"))
    before = json.dumps(value, indent=2) + "\n"
    assert _renamed(folder, value, "plan", "draft") == before.replace(
        '"id": "plan"', '"id": "draft"'
    )


def test_a_loop_that_names_the_step_as_its_body(folder: Path) -> None:
    loop = {
        "id": "rounds",
        "type": "loop",
        "title": "Rounds",
        "loop": {"type": "for", "count": 2, "maxIterations": 2},
        "body": "build",
    }
    changed = json.loads(_renamed(folder, workflow(step("build"), loop), "build", "make"))
    assert changed["steps"][1]["id"] == "make"
    assert changed["steps"][2]["body"] == "make"


def test_the_loop_id_of_a_decision_follows_its_loop(folder: Path) -> None:
    decide = step(
        "decide",
        'Submit {"kind": "wr.loop_control", "loopId": "rounds", "decision": "stop"}.',
        outputContract={"contractRef": "wr.contracts.loop_control"},
    )
    source = {
        "kind": "artifact_contract",
        "contractRef": "wr.contracts.loop_control",
        "loopId": "rounds",
    }
    loop = {
        "id": "rounds",
        "type": "loop",
        "title": "Rounds",
        "loop": {"type": "while", "maxIterations": 3, "conditionSource": source},
        "body": [step("work"), decide],
    }
    changed = _renamed(folder, workflow(loop), "rounds", "passes")
    assert changed.count("passes") == 3
    assert '\\"loopId\\": \\"passes\\"' in changed
    assert "rounds" not in changed


def test_citations_change_where_nothing_else_has_the_name(folder: Path) -> None:
    late = step(
        "late", "Repeat step `plan`, or `make-plan`. The plan stays. See `plan` and plan-b."
    )
    write(folder, FLOW, workflow(step("plan"), step("make-plan"), late))
    files = files_in(folder)
    plan = rename_step(files, FLOW, "plan", "draft")
    assert (
        "Repeat step `draft`, or `make-plan`. The plan stays. See `plan` and plan-b."
        in text_after(files, plan, FLOW)
    )
    # A single word in backticks may be anything.
    assert [(note.path, note.place) for note in plan.notes] == [(FLOW, ("steps", 3, "prompt"))]
    other = rename_step(files, FLOW, "make-plan", "write-it")
    assert "or `write-it`." in text_after(files, other, FLOW)


def test_a_context_key_of_the_same_name_stays(folder: Path) -> None:
    first = step("scope", "Read it. Capture:\n- `scope`: what to do")
    late = step(
        "late", "Use `scope` and {{scope}}.", runCondition={"var": "scope", "equals": "scope"}
    )
    changed = json.loads(_renamed(folder, workflow(first, late), "scope", "range"))
    assert changed["steps"][1]["id"] == "range"
    assert changed["steps"][2] == late


def test_scenarios_of_the_workflow(folder: Path) -> None:
    inner = step("work")
    loop = {
        "id": "rounds",
        "type": "loop",
        "title": "Rounds",
        "loop": {"type": "for", "count": 2, "maxIterations": 2},
        "body": [inner],
    }
    write(folder, "workflows/flow.json", workflow(loop))
    text = (
        "# a comment with work\nanswers:\n  - step: rounds@1/work  # first\n  - {step: 'rounds@2/work'}\n"
        'expect:\n  path: [begin, "rounds@1/work", rounds@2/work]\n  last: work\n'
        "  sentences:\n    seen: [work]\n  prompts:\n    rounds@1/work:\n      seen: [Do]\n"
        "  fragments:\n    unseen: [work.extra]\n"
    )
    write(folder, "scenarios/flow/a.yaml", text)
    plan = rename_step(files_in(folder), "workflows/flow.json", "work", "null")
    assert other_text_after(plan, "scenarios/flow/a.yaml") == text.replace(
        "/work", "/null"
    ).replace("last: work", 'last: "null"').replace("work.extra", "null.extra")
    loop_plan = rename_step(files_in(folder), "workflows/flow.json", "rounds", "turns")
    assert other_text_after(loop_plan, "scenarios/flow/a.yaml") == text.replace("rounds@", "turns@")


def test_a_step_of_a_routine_in_the_scenarios_and_texts_of_its_callers(folder: Path) -> None:
    write(
        folder, "routines/facts.json", routine("acme.routine-facts", step("look"), step("look-up"))
    )
    call = {
        "id": "facts",
        "title": "Facts",
        "templateCall": {"templateId": "wr.templates.routine.acme.routine-facts"},
    }
    late = step("late", "Read the notes of `facts.look`, not of `facts.look-up`, into `facts.md`.")
    write(folder, "workflows/flow.json", workflow(call, late))
    scenario = "expect:\n  path: [begin, facts.look, facts.look-up, late]\n"
    write(folder, "scenarios/flow/a.yaml", scenario)
    files = files_in(folder)
    plan = rename_step(files, "routines/facts.json", "look", "see-it")
    assert "`facts.see-it`, not of `facts.look-up`, into" in text_after(
        files, plan, "workflows/flow.json"
    )
    assert other_text_after(plan, "scenarios/flow/a.yaml") == scenario.replace(
        "facts.look,", "facts.see-it,"
    )
    now = after(files, plan)
    ids = [each.id for each in now.compiled("workflows/flow.json").steps]
    assert ids == ["begin", "facts.see-it", "facts.look-up", "late"]
    # A call gives its id to what it injects.
    moved = rename_step(files, "workflows/flow.json", "facts", "research")
    assert other_text_after(moved, "scenarios/flow/a.yaml") == scenario.replace(
        "facts.", "research."
    )
    assert "of `research.look`, not of `research.look-up`, into `facts.md`." in text_after(
        files, moved, "workflows/flow.json"
    )


def test_a_suppression_by_step(folder: Path) -> None:
    config = (
        "[lint]\n[[lint.suppress]] # build\nrule = 'P001'\nreason = 'build'\nstep = 'build'\n"
        '[[lint.suppress]]\nrule = "P001"\nreason = "x"\npath = "other.json"\nstep = "build"\n'
    )
    (folder / "wfk.toml").write_text(config, "utf-8")
    write(folder, FLOW, workflow(step("build"), step("build-two")))
    plan = rename_step(files_in(folder), FLOW, "build", "make-it")
    assert other_text_after(plan, "wfk.toml") == config.replace(
        "step = 'build'", "step = 'make-it'"
    )
    # An entry that is for another file as well stays.
    write(folder, "other.json", {**workflow(step("build")), "id": "acme.other"})
    shared = rename_step(files_in(folder), FLOW, "build", "make-it")
    assert "wfk.toml" not in shared.edits
    assert [note.path for note in shared.notes] == ["wfk.toml"]


def test_the_baseline_knows_the_findings_under_the_new_id(folder: Path) -> None:
    vague = {"id": "vague-step", "title": "Vague", "prompt": "Use {{missingKey}} and {{otherKey}}."}
    write(folder, FLOW, workflow(vague, step("late", "Use {{thirdKey}}.")))
    project = Project.load(["."])
    change = project.baseline()
    assert change.n_after > 2
    write(folder, "wfk-baseline.json", change.text)
    assert not Project.load(["."]).lint().shown
    plan = rename_step(files_in(folder), FLOW, "vague-step", "clear-step")
    for path in plan.edits:
        write(folder, path, other_text_after(plan, path))
    result = Project.load(["."]).lint()
    assert [each.message for each in result.shown] == []
    assert "vague-step" not in Path("wfk-baseline.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("nope", "fresh-id", "the workflow has no step 'nope'"),
        ("plan", "begin", "the id 'begin' is taken"),
        ("plan", "Fresh", "the format does not accept 'Fresh' as the id of a step"),
        ("plan", "ab", "the format does not accept 'ab' as the id of a step"),
        ("plan", "fresh\n", "the format does not accept 'fresh\n' as the id of a step"),
        ("p.a+n", "fresh-id", "the workflow has no step 'p.a+n'"),
    ],
)
def test_names_that_are_refused(folder: Path, old: str, new: str, reason: str) -> None:
    write(folder, FLOW, workflow(step("plan")))
    with pytest.raises(RefusedNameError) as refused:
        rename_step(files_in(folder), FLOW, old, new)
    assert refused.value.message == reason
    assert refused.value.path == FLOW


def test_files_that_are_refused(folder: Path) -> None:
    write(folder, FLOW, workflow(step("twin"), step("twin")))
    with pytest.raises(RefactoringError, match="2 steps have the id 'twin'"):
        rename_step(files_in(folder), FLOW, "twin", "fresh-id")
    text = json.dumps(workflow(step("plan")))
    for broken in (text[:-2], "\ufeff" + text, ""):
        write(folder, FLOW, broken)
        files = files_in(folder)
        if FLOW in files.by_path:
            with pytest.raises(RefactoringError, match="the file is not JSON"):
                rename_step(files, FLOW, "plan", "fresh-id")
    Path(FLOW).write_bytes(text.replace("Do the work", "Do \xff").encode("latin-1"))
    with pytest.raises(RefactoringError, match="the file is not UTF-8"):
        rename_step(files_in(folder), FLOW, "plan", "fresh-id")


def test_a_workflow_that_does_not_compile_can_be_renamed_in(folder: Path) -> None:
    lost = {
        "id": "lost",
        "title": "Lost",
        "templateCall": {"templateId": "wr.templates.routine.no"},
    }
    assert '"id": "found"' in _renamed(folder, workflow(lost), "lost", "found")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_all_other_characters_stay(folder: Path, newline: str) -> None:
    text = newline.join(
        [
            '{"id" :"acme.release",\t"name":"R\\u00e9l\\u0065ase \\ud83d\\ude80 \\ud800",',
            '"description": "Use this to\\/release.", "version":"1.0.0", "version":"1.0.1",',
            ' "steps":[{"id":"begin","title":"T","prompt":"P"},',
            '  {"id":"pl\\u0061n","title":"\\t","prompt":"\\u0053tep `pl\\u0061n` \\n\\"x\\" 1.0e0"} ] }',
            "",
        ]
    )
    write(folder, FLOW, text)
    files = files_in(folder)
    changed = text_after(files, rename_step(files, FLOW, "plan", "draft"), FLOW)
    assert changed == text.replace("pl\\u0061n", "draft")


STEPS = [
    (path, each.id)
    for path, document in bundled().by_path.items()
    if path.endswith(
        (
            "/coding-task.json",
            "/discovery.json",
            "/until-loop.json",
            "/ideation.json",
            "/shaping.json",
        )
    )
    for each in Workflow(document.value).all_steps
]


@pytest.mark.parametrize(("path", "step_id"), STEPS)
def test_there_and_back_gives_the_same_bytes(path: str, step_id: str) -> None:
    files = bundled()
    plan = rename_step(files, path, step_id, "a-fresh-id")
    assert restored(files, plan, rename_step(after(files, plan), path, "a-fresh-id", step_id))
