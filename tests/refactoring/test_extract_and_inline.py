"""Extracting and inlining routines: the agent gets the same, and what cannot keep that is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.refactoring.projects import (
    bundled,
    files_in,
    other_text_after,
    prompts,
    routine,
    step,
    text_after,
    workflow,
    write,
)
from workflowkit.compiler.steps import every_step
from workflowkit.config.settings import RuleChoice
from workflowkit.diagnostics import Severity
from workflowkit.format.reader import Workflow
from workflowkit.refactoring.extract_routine import extract_routine
from workflowkit.refactoring.inline_routine import inline_routine
from workflowkit.refactoring.plan import RefactoringError, RefusedNameError
from workflowkit.refactoring.proof import after
from workflowkit.run.project import Project

FLOW = "workflows/flow.json"
NEW = "acme.routine-facts"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wfk.toml").write_text("[lint]\n", "utf-8")
    return tmp_path


def test_steps_become_a_file_and_a_call(folder: Path) -> None:
    look = step("look", "Look at {area} and {{userGoal}}.", runCondition={"var": "userGoal"})
    check = {**step("check", "Check it."), "requireConfirmation": True, "guidance": ["Be quick."]}
    write(folder, FLOW, workflow(look, check, step("late")))
    scenario = "expect:\n  path: [begin, look, check, late]\n"
    write(folder, "scenarios/flow/a.yaml", scenario)
    files = files_in(folder)
    plan = extract_routine(files, FLOW, ["check", "look"], NEW)
    assert json.loads(plan.new_files["routines/facts.json"])["steps"] == [look, check]
    changed = json.loads(text_after(files, plan, FLOW))["steps"]
    assert changed[1] == {
        "id": "facts",
        "title": "Facts",
        "templateCall": {
            "templateId": "wr.templates.routine.acme.routine-facts",
            "args": {"area": "{area}"},
        },
    }
    assert [each["id"] for each in changed] == ["begin", "facts", "late"]
    assert other_text_after(plan, "scenarios/flow/a.yaml") == (
        "expect:\n  path: [begin, facts.look, facts.check, late]\n"
    )
    now = after(files, plan)
    assert [each.value["prompt"] for each in now.compiled(FLOW).steps] == [
        "Read the request.",
        "Look at {area} and {{userGoal}}.",
        "Check it.",
        "Do the work.",
    ]
    assert prompts(now, FLOW) == prompts(files, FLOW)
    assert now.compiled("routines/facts.json").is_valid
    assert plan.promises[1] == "ids: look becomes facts.look, check becomes facts.check"


def test_blocks_are_rendered_and_what_a_step_needs_comes_along(folder: Path) -> None:
    dimension = {"id": "reach", "purpose": "Who", "levels": ["few", "many"]}
    fields: dict[str, Any] = {
        "assessments": [{"id": "risk", "purpose": "How risky", "dimensions": [dimension]}],
        "extensionPoints": [{"slotId": "finder", "purpose": "Who finds", "default": "acme.finder"}],
        "functionDefinitions": [{"name": "count", "definition": "Counts."}],
        "validatedAgainstSpecVersion": 3,
    }
    look = {
        "id": "look",
        "title": "Look",
        "promptBlocks": {
            "goal": "Ask {{wr.bindings.finder}}.",
            "outputRequired": {"foundFiles": "list: what was found"},
        },
        "assessmentRefs": ["risk"],
        "functionCalls": [{"name": "count", "args": {}}],
    }
    write(folder, FLOW, workflow(look, step("late", "Read {{foundFiles}}."), **fields))
    files = files_in(folder)
    plan = extract_routine(files, FLOW, ["look"], NEW)
    made = json.loads(plan.new_files["routines/facts.json"])
    assert {key: made[key] for key in fields} == fields
    assert made["steps"][0]["prompt"] == (
        "## Goal\nAsk {{wr.bindings.finder}}.\n\n## Output Required\n- **foundFiles**: list: what was found"
    )
    assert prompts(after(files, plan), FLOW) == prompts(files, FLOW)


LOOP = {
    "id": "rounds",
    "type": "loop",
    "title": "Rounds",
    "loop": {"type": "for", "count": 2, "maxIterations": 2},
    "body": "named",
}
CALL = {
    "id": "ideas",
    "title": "Ideas",
    "templateCall": {"templateId": "wr.templates.routine.ideation", "args": {}},
}


@pytest.mark.parametrize(
    ("ids", "reason"),
    [
        (["nope"], "the workflow has no step 'nope'"),
        ([], "no step is named"),
        (["one", "three"], "step 'three' does not follow step 'one'"),
        (["begin", "inner"], "step 'inner' does not follow step 'begin'"),
        (["rounds"], "step 'rounds' is a loop, which a routine cannot have"),
        (["named"], "loop 'rounds' names step 'named' as its body, and the id would change"),
        (["begin"], "step 'begin' is the first one, and a run cannot start with a routine"),
        (["with-ref"], "to which a routine cannot refer"),
    ],
)
def test_steps_that_are_refused(folder: Path, ids: list[str], reason: str) -> None:
    ref = {"goal": [{"kind": "ref", "refId": "wr.refs.notes_first_durability"}]}
    inner = {**LOOP, "id": "others", "body": [step("inner")]}
    steps = [step("one"), step("two"), step("three"), LOOP, inner, step("named")]
    write(folder, FLOW, workflow(*steps, {"id": "with-ref", "title": "Ref", "promptBlocks": ref}))
    files = files_in(folder)
    with pytest.raises(RefactoringError) as refused:
        extract_routine(files, FLOW, ids, NEW)
    assert reason in refused.value.message
    written_out = extract_routine(files, FLOW, ["with-ref"], NEW, writes_out=True)
    assert prompts(after(files, written_out), FLOW) == prompts(files, FLOW)
    assert any("written out" in note.message for note in written_out.notes)


def test_ids_and_files_that_are_refused(folder: Path) -> None:
    write(folder, FLOW, workflow(step("one")))
    write(folder, "routines/facts.json", routine("acme.routine-other", step("look")))
    files = files_in(folder)
    for name, reason in (
        ("acme.release", "is taken"),
        ("wr.routine-ideation", "is taken"),
        ("No Id", "is no workflow id"),
    ):
        with pytest.raises(RefusedNameError, match=reason):
            extract_routine(files, FLOW, ["one"], name)
    with pytest.raises(RefactoringError, match="exists"):
        extract_routine(files, FLOW, ["one"], NEW)
    with pytest.raises(RefactoringError, match="the file is a routine"):
        extract_routine(files, "routines/facts.json", ["look"], "acme.routine-more")
    write(folder, FLOW, workflow(step("one"), {"id": "lost", "title": "Lost"}))
    with pytest.raises(RefactoringError, match="does not compile"):
        extract_routine(files_in(folder), FLOW, ["one"], "acme.routine-more")


def test_a_call_becomes_its_steps(folder: Path) -> None:
    inner = [
        step("look", "Look at {area}, {{area}}."),
        step("begin", "Go on in {area}.", runCondition={"var": "own"}, guidance=["First."]),
    ]
    write(folder, "routines/facts.json", routine(NEW, *inner, metaGuidance=["Change nothing."]))
    call = {
        "id": "facts",
        "title": "Lost",
        "agentRole": "Someone who reads",
        "runCondition": {"var": "isOn"},
        "templateCall": {
            "templateId": "wr.templates.routine.acme.routine-facts",
            "args": {"area": "src {x}"},
        },
    }
    text = json.dumps(workflow(call, step("late")), indent="\t").replace("\n", "\r\n")
    write(folder, FLOW, text)
    files = files_in(folder)
    plan = inline_routine(files, FLOW, "facts")
    changed = text_after(files, plan, FLOW)
    assert json.loads(changed)["steps"][1:3] == [
        {
            "id": "look",
            "title": "Title of look",
            "runCondition": {"var": "isOn"},
            "prompt": "Look at src {x}, {{area}}.",
            "guidance": ["Change nothing."],
        },
        {
            "id": "facts-begin",
            "title": "Title of begin",
            "runCondition": {"var": "own"},
            "prompt": "Go on in src {x}.",
            "guidance": ["First.", "Change nothing."],
        },
    ]
    # What is around it stays, and so do the line ends and the style.
    start = text.index('{\r\n\t\t\t"id": "facts"')
    assert changed.startswith(text[:start])
    assert changed.endswith(text[text.index(',\r\n\t\t{\r\n\t\t\t"id": "late"') :])
    assert "\n" not in changed.replace("\r\n", "")
    assert [note.message for note in plan.notes] == [
        "'agentRole' of step 'facts' had no effect and is gone",
        f"no workflow calls routine '{NEW}' any more",
    ]
    with pytest.raises(RefactoringError, match="calls no routine"):
        inline_routine(files, FLOW, "late")


def test_a_prompt_that_is_too_long_for_a_step_of_its_own(folder: Path) -> None:
    write(folder, "routines/facts.json", routine(NEW, step("look", "x" * 9000)))
    call = {**CALL, "templateCall": {"templateId": "wr.templates.routine.acme.routine-facts"}}
    write(folder, FLOW, workflow(call))
    files = files_in(folder)
    assert files.compiled(FLOW).is_valid
    with pytest.raises(RefactoringError, match="would no longer compile"):
        inline_routine(files, FLOW, "ideas")


STEPS = [
    (path, each.id)
    for path, document in bundled().by_path.items()
    if path.endswith(("/coding-task.json", "/discovery.json", "/relocation-us.json"))
    for each in Workflow(document.value).all_steps
    if not each.is_loop and not each.calls_template and each.route != ("steps", 0)
]


@pytest.mark.parametrize(("path", "step_id"), STEPS)
def test_inline_undoes_extract(path: str, step_id: str) -> None:
    files = bundled()
    plan = extract_routine(files, path, [step_id], "acme.routine-part", writes_out=True)
    now = after(files, plan)
    assert prompts(now, path) == prompts(files, path)
    back = after(now, inline_routine(now, path, "part"))
    # The hash covers ids, conditions, contracts, and all else that the engine reads.
    assert back.compiled(path).hash == files.compiled(path).hash


@pytest.mark.parametrize(
    ("path", "step_id"),
    [
        (path, each.id)
        for path, document in bundled().by_path.items()
        for each in Workflow(document.value).all_steps
        if each.calls_template
    ],
)
def test_every_bundled_call_can_be_inlined(path: str, step_id: str) -> None:
    files = bundled()
    now = after(files, inline_routine(files, path, step_id))
    assert prompts(now, path) == prompts(files, path)
    assert not any(
        "." in node.id for node in every_step(now.compiled(path).steps) if step_id in node.id
    )


def _severe(folder: Path) -> list[tuple[str, str]]:
    assert folder.resolve() == Path().resolve()
    shown = Project.load(["."]).lint(baseline="").shown
    return sorted((each.name, each.message) for each in shown if each.severity is not Severity.INFO)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("adaptive-ticket-creation", ["settle-size", "write-single"]),
        ("examples/until-loop", ["narrow-range"]),
        ("examples/condition-source", ["recount-warnings"]),
    ],
)
def test_no_warning_arises(folder: Path, name: str, ids: list[str]) -> None:
    source = next(
        each for path, each in bundled().by_path.items() if path.endswith(f"/{name}.json")
    )
    write(folder, FLOW, source.text.replace('"wr.', '"acme.', 1))
    before = _severe(folder)
    for step_id in ids:
        plan = extract_routine(
            files_in(folder), FLOW, [step_id], f"acme.routine-{step_id}", writes_out=True
        )
        for path in plan.edits:
            write(folder, path, other_text_after(plan, path))
        for path, text in plan.new_files.items():
            write(folder, path, text)
    assert _severe(folder) == before


def test_a_gate_in_a_routine_is_a_gate_of_the_workflow(folder: Path) -> None:
    guided = {"recommendedPreferences": {"recommendedAutonomy": "guided"}}
    gated = step("approve", "Show me the plan.", requireConfirmation=True)
    write(folder, FLOW, workflow(gated, step("late"), **guided))

    def found() -> list[str]:
        project = Project.load(["."]).with_rules(RuleChoice(), ["conflicting-automation-level"])
        return [each.message for each in project.lint().shown]

    assert found() == []
    plan = extract_routine(files_in(folder), FLOW, ["approve"], NEW)
    write(folder, FLOW, other_text_after(plan, FLOW))
    assert found() == ["runs are guided, but no step asks for confirmation"]
    for path, text in plan.new_files.items():
        write(folder, path, text)
    assert found() == []
