"""Renaming context keys, assessments and routines: what is changed, what stays, and what is refused."""

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
from workflowkit.refactoring.key_places import key_places
from workflowkit.refactoring.names import context_of, names_of_keys
from workflowkit.refactoring.plan import RefactoringError, RefusedNameError
from workflowkit.refactoring.proof import after
from workflowkit.refactoring.rename_assessment import rename_assessment
from workflowkit.refactoring.rename_context_key import rename_context_key
from workflowkit.refactoring.rename_routine import rename_routine
from workflowkit.run.loading import Options
from workflowkit.run.refactorings import load

FLOW = "workflows/flow.json"
CALL = {
    "id": "facts",
    "title": "Facts",
    "templateCall": {"templateId": "wr.templates.routine.acme.routine-facts"},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wfk.toml").write_text("[lint]\n", "utf-8")
    return tmp_path


def _key_renamed(folder: Path, value: object, old: str, new: str) -> dict[str, object]:
    write(folder, FLOW, value)
    files = files_in(folder)
    changed: dict[str, object] = json.loads(
        text_after(files, rename_context_key(files, FLOW, old, new), FLOW)
    )
    return changed


def test_a_key_in_all_places_that_name_it(folder: Path) -> None:
    def steps(key: str) -> list[dict[str, object]]:
        return [
            {
                "id": "list-it",
                "title": "List it",
                "promptBlocks": {
                    "goal": "List the parts.",
                    "outputRequired": {key: "list: the parts", "itemListOther": "text: more"},
                },
            },
            {
                "id": "each",
                "type": "loop",
                "title": "Each",
                "runCondition": {"and": [{"var": key}, {"not": {"var": "itemListOther"}}]},
                "loop": {"type": "forEach", "items": key, "itemVar": "part", "maxIterations": 3},
                "body": [step("one", "Do {{part.name}}.")],
            },
            step(
                "late",
                f"Print {{{{{key}}}}} and {{{{{key}.first}}}}; `{key}` is done. Read itemList.md, `itemList.json` and {{itemListOther}}.",
                requireConfirmation={"var": key, "equals": "itemList"},
                promptFragments=[
                    {"id": "more", "text": f"Set `{key} = []`.", "when": {"var": key}}
                ],
            ),
        ]

    changed = _key_renamed(folder, workflow(*steps("itemList")), "itemList", "partList")
    assert changed == workflow(*steps("partList"))


def test_a_step_and_an_argument_of_the_same_name_stay(folder: Path) -> None:
    write(
        folder,
        "routines/facts.json",
        routine("acme.routine-facts", step("look", "Look at {plan}. Capture:\n- `plan`: the plan")),
    )
    call = {**CALL, "templateCall": {**CALL["templateCall"], "args": {"plan": "x"}}}
    write(folder, FLOW, workflow(step("plan"), call, step("late", "Use {{plan}}.")))
    files = files_in(folder)
    plan = rename_context_key(files, FLOW, "plan", "outline")
    assert set(plan.edits) == {FLOW, "routines/facts.json"}
    now = after(files, plan)
    prompt = now.compiled(FLOW).steps[2].value["prompt"]
    assert prompt == "Look at x. Capture:\n- `outline`: the plan"
    late = json.loads(text_after(files, plan, FLOW))["steps"]
    assert late[1]["id"] == "plan"
    assert late[2]["templateCall"]["args"] == {"plan": "x"}
    assert late[3]["prompt"] == "Use {{outline}}."


def test_a_key_in_what_starts_the_workflow(folder: Path) -> None:
    write(folder, FLOW, workflow(step("late", "Use {{userGoal}}.")))
    write(
        folder,
        "scenarios/flow/a.yaml",
        "context: {userGoal: x, userGoals: y}\nexpect:\n  context:\n    userGoal: x\n",
    )
    triggers = (
        "triggers:\n  - id: a\n    provider: generic\n    workflowId: acme.release\n    workspacePath: /x\n"
        "    goal: go\n    contextMapping:\n      userGoal: $.goal  # userGoal\n"
        "  - id: b\n    provider: generic\n    workflowId: acme.other\n    workspacePath: /x\n"
        "    goal: go\n    contextMapping:\n      userGoal: $.goal\n"
    )
    write(folder, "triggers.yml", triggers)
    plan = rename_context_key(files_in(folder), FLOW, "userGoal", "askedFor")
    assert other_text_after(plan, "triggers.yml") == triggers.replace(
        "userGoal: $.goal  #", "askedFor: $.goal  #"
    )
    assert (
        other_text_after(plan, "scenarios/flow/a.yaml")
        == "context: {askedFor: x, userGoals: y}\nexpect:\n  context:\n    askedFor: x\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("nothingLike", "other", "the workflow has no context key 'nothingLike'"),
        ("planDoc", "taskDoc", "the key 'taskDoc' is in use"),
        ("planDoc", "plan doc", "'plan doc' cannot be a context key in tokens and captures"),
        ("planDoc", "metrics_outcome", "the engine itself sets or reads the key 'metrics_outcome'"),
        (
            "planDoc",
            "currentItem",
            "'currentItem' is what the engine calls a variable of the loop 'each'",
        ),
    ],
)
def test_keys_that_are_refused(folder: Path, old: str, new: str, reason: str) -> None:
    loop = {
        "id": "each",
        "type": "loop",
        "title": "Each",
        "loop": {"type": "forEach", "items": "planDoc", "maxIterations": 3},
        "body": [step("one", "Do {{currentItem}} of {{taskDoc}}.")],
    }
    write(folder, FLOW, workflow(step("set-it", "Capture:\n- `planDoc`: a list"), loop))
    with pytest.raises(RefactoringError) as refused:
        rename_context_key(files_in(folder), FLOW, old, new)
    assert refused.value.message == reason


def test_a_name_that_is_no_longer_read_as_a_key(folder: Path) -> None:
    write(
        folder,
        FLOW,
        workflow(step("set-it", "Set planDoc = true."), step("late", "Use {{planDoc}}.")),
    )
    files = files_in(folder)
    assert rename_context_key(files, FLOW, "planDoc", "draftDoc").edits
    listed = step("list-it", "Return the values:\n- planDoc: where it is\n- taskDoc: more")
    write(folder, FLOW, workflow(listed, step("late", "Use {{planDoc}}.")))
    files = files_in(folder)
    captured = context_of(files, FLOW, files.workflow_at(FLOW)).captures_by_key
    if "planDoc" in captured:
        with pytest.raises(RefactoringError, match="would no longer be read"):
            rename_context_key(files, FLOW, "planDoc", "plan")


KEYS = [
    (path, key)
    for path, document in bundled().by_path.items()
    if path.endswith(("/coding-task.json", "/bug-investigation.json", "/context-gathering.json"))
    for key in sorted(names_of_keys(context_of(bundled(), path, Workflow(document.value))))
]


@pytest.mark.parametrize(("path", "key"), KEYS)
def test_a_key_there_and_back_gives_the_same_bytes(path: str, key: str) -> None:
    files = bundled()
    own = key_places(context_of(files, path, files.workflow_at(path)), key, is_ambiguous=False)
    if not (own.strings or own.keys or own.windows):
        with pytest.raises(RefusedNameError, match="is of routine"):
            rename_context_key(files, path, key, "aFreshKey")
        return
    plan = rename_context_key(files, path, key, "aFreshKey")
    assert restored(files, plan, rename_context_key(after(files, plan), path, "aFreshKey", key))


def _assessed(name: str) -> dict[str, object]:
    dimension = {"id": "reach", "purpose": "Who", "levels": ["few", "many"]}
    return workflow(
        step(
            "weigh",
            f'Submit {{"kind": "wr.assessment", "assessmentId": "{name}"}} for assessment `{name}`; risk is risk.',
            assessmentRefs=[name],
        ),
        {"id": "risk", "title": "Risk", "prompt": 'See step `risk`, and "risk".'},
        assessments=[{"id": name, "purpose": "How risky", "dimensions": [dimension]}],
    )


def test_an_assessment_in_all_places_that_name_it(folder: Path) -> None:
    write(folder, FLOW, _assessed("risk"))
    text = "answers:\n  - step: weigh\n    artifacts:\n      - {kind: wr.assessment, assessmentId: risk, dimensions: {reach: risk}}\n"
    write(folder, "scenarios/flow/a.yaml", text)
    files = files_in(folder)
    plan = rename_assessment(files, FLOW, "risk", "danger")
    changed = json.loads(text_after(files, plan, FLOW))
    expected = _assessed("danger")
    # A step has the name as well, so that the citation is left.
    expected["steps"][1]["prompt"] = expected["steps"][1]["prompt"].replace("`danger`", "`risk`")
    assert changed == expected
    assert {note.place for note in plan.notes} == {("steps", 1, "prompt"), ("steps", 2, "prompt")}
    assert other_text_after(plan, "scenarios/flow/a.yaml") == text.replace(
        "assessmentId: risk", "assessmentId: danger"
    )
    with pytest.raises(RefusedNameError, match="declares no assessment 'reach'"):
        rename_assessment(files, FLOW, "reach", "x")
    with pytest.raises(RefusedNameError, match="the id 'risk' is taken"):
        rename_assessment(files, FLOW, "risk", "risk")


def test_an_assessment_that_a_routine_asks_for(folder: Path) -> None:
    asking = step("weigh", "Weigh it.", assessmentRefs=["risk"])
    declared = _assessed("risk")["assessments"]
    write(
        folder, "routines/facts.json", routine("acme.routine-facts", asking, assessments=declared)
    )
    write(folder, FLOW, workflow(CALL, assessments=declared))
    write(folder, "workflows/b.json", {**workflow(CALL, assessments=declared), "id": "acme.bb"})
    write(folder, "workflows/c.json", {**workflow(assessments=declared), "id": "acme.cc"})
    files = files_in(folder)
    plan = rename_assessment(files, FLOW, "risk", "danger")
    assert set(plan.edits) == {FLOW, "workflows/b.json", "routines/facts.json"}
    assert [e.message for e in after(files, plan).compiled("workflows/b.json").errors] == []


def test_a_routine_in_all_files_that_name_it(folder: Path) -> None:
    old, new = "acme.routine-facts", "acme.routine-evidence"

    def flow(name: str) -> dict[str, object]:
        call = {**CALL, "templateCall": {"templateId": f"wr.templates.routine.{name}"}}
        point = {"slotId": "finder", "purpose": "Who finds", "default": name}
        text = f"Call {{{{wr.bindings.finder}}}} or `{name}`, not {old}s or my{old}."
        return workflow(call, step("late", text), extensionPoints=[point])

    write(folder, "routines/facts.json", routine(old, step("look")))
    write(folder, FLOW, flow(old))
    write(folder, ".workrail/bindings.json", {"acme.release": {"finder": old}})
    tags = {"tags": [], "workflows": {old: {"tags": []}, "acme.release": {"tags": []}}}
    write(folder, "spec/workflow-tags.json", tags)
    (folder / "wfk.toml").write_text('spec = "spec"\n', "utf-8")
    files = files_in(folder)
    plan = rename_routine(files, old, new)
    assert json.loads(text_after(files, plan, FLOW)) == flow(new)
    assert json.loads(text_after(files, plan, "routines/facts.json"))["id"] == new
    assert new in other_text_after(plan, ".workrail/bindings.json")
    assert list(json.loads(other_text_after(plan, "spec/workflow-tags.json"))["workflows"]) == [
        new,
        "acme.release",
    ]
    assert after(files, plan).compiled(FLOW).is_valid
    # A workflow keeps what its section of the bindings file binds.
    (folder / "wfk.toml").write_text('paths = ["workflows", "routines"]\n', "utf-8")
    trigger = "triggers:\n  - id: a\n    workflowId: acme.release\n"
    (folder / "triggers.yml").write_text(trigger, "utf-8")
    files, _ = load(None, Options())
    assert set(rename_routine(files, "acme.release", "acme.ship").edits) == {
        FLOW,
        ".workrail/bindings.json",
        "triggers.yml",
    }
    for name, reason in (
        ("acme.release", "taken"),
        ("Bad Id", "is no workflow id"),
        ("wr.routine-x", "namespace"),
    ):
        with pytest.raises(RefusedNameError, match=reason):
            rename_routine(files, old, name)
    with pytest.raises(RefactoringError, match="is not one of the project"):
        rename_routine(files, "wr.routine-ideation", new)


def test_a_workflow_in_a_trigger(folder: Path) -> None:
    write(folder, FLOW, workflow())
    triggers = (
        'triggers:\n  - id: acme.release\n    provider: generic\n    workflowId: "acme.release"\n'
        "    workspacePath: /x\n    goal: acme.release\n"
    )
    write(folder, "triggers.yml", triggers)
    plan = rename_routine(files_in(folder), "acme.release", "acme.ship-it")
    assert other_text_after(plan, "triggers.yml") == triggers.replace(
        '"acme.release"', '"acme.ship-it"'
    )


@pytest.mark.parametrize("old", ["wr.routine-context-gathering", "wr.coding-task"])
def test_an_id_there_and_back_gives_the_same_bytes(old: str) -> None:
    files = bundled()
    new = old.replace("context-gathering", "evidence").replace("coding-task", "program-it")
    plan = rename_routine(files, old, new)
    assert len(plan.edits) > 2
    assert restored(files, plan, rename_routine(after(files, plan), new, old))
