"""Rules whose reason depends on the engine: what they report for an engine that is not the default."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.lint.running_rules import lint_text
from workflowkit.cli.main import wfk
from workflowkit.lint.rules import ALL

OWN_KEY = {
    "id": "triage",
    "title": "Triage",
    "promptBlocks": {"goal": "Rate.", "outputRequired": {"riskLevel": "one of low | high"}},
    "requireConfirmation": {"var": "riskLevel", "equals": "high"},
}


def gate_findings(folder: Path, engine: str) -> list[dict[str, Any]]:
    workflow = {
        "id": "acme.gates",
        "name": "Gates",
        "description": "Use this to see a gate.",
        "version": "1.0.0",
        "steps": [OWN_KEY, {"id": "build", "title": "Build", "prompt": "Build it."}],
    }
    path = folder / "acme.gates.json"
    path.write_text(json.dumps(workflow))
    arguments = ["lint", "--format", "json", "--profile", "style", "--engine", engine, str(path)]
    result = CliRunner().invoke(wfk, arguments)
    found = json.loads(result.stdout)["diagnostics"]
    return [item for item in found if item["code"] in ("H001", "H002")]


@pytest.mark.parametrize(
    ("engine", "effect"),
    [("3.68.0", "asks every time"), ("3.121.0", "evaluates the gate before the step runs")],
)
def test_a_gate_on_its_own_key_is_one_finding_with_the_effect_of_the_engine(
    tmp_path: Path, engine: str, effect: str
) -> None:
    (finding,) = gate_findings(tmp_path, engine)
    assert finding["code"] == "H001"
    assert effect in finding["note"]


def step(identity: str, prompt: str = "Go on.", **fields: Any) -> dict[str, Any]:
    return {"id": identity, "title": identity.title(), "prompt": prompt, **fields}


def judged_loop(identity: str, **fields: Any) -> dict[str, Any]:
    source = {"kind": "artifact_contract", "contractRef": LOOP_CONTROL, "loopId": identity}
    decide = step(f"{identity}-decide", outputContract={"contractRef": LOOP_CONTROL})
    return {
        "id": identity,
        "type": "loop",
        "title": "Rounds",
        "loop": {"type": "while", "maxIterations": 3, "conditionSource": source},
        "body": [step(f"{identity}-work"), decide],
        **fields,
    }


LOOP_CONTROL = "wr.contracts.loop_control"
CALL = {
    "templateId": "wr.templates.routine.ideation",
    "args": {"deliverableName": "a.md", "quantity": 8},
}
LOW = {"runCondition": {"var": "risk", "equals": "low"}}
GOAL_FIRST = [step("one", "Read {{goal}}."), step("two")]
SOME = {"riskLevel": "one of low | high"}
RATES = {"promptBlocks": {"goal": "Rate.", "outputRequired": SOME}}
RATE: dict[str, Any] = {"id": "rate", "title": "Rate", **RATES}
WHEN_HIGH = {"var": "riskLevel", "equals": "high"}
HANDOFF = "wr.contracts.discovery_handoff"
GATE_VERDICT = "wr.contracts.gate_verdict"


def ends_with(contract: str) -> list[Any]:
    return [step("one"), step("last", outputContract={"contractRef": contract})]


def gated(gate: Any) -> list[Any]:
    return [RATE, step("build", "Write it.", requireConfirmation=gate)]


def example(kind: str, **fields: Any) -> list[Any]:
    artifact = json.dumps({"kind": kind, **fields})
    return [step("one"), step("last", f"Return this.\n\n```json\n{artifact}\n```\n")]


def contradiction() -> list[Any]:
    fragment = {"id": "part", "text": "Care.", "when": {"var": "goal", "equals": "high"}}
    return [
        step("one", promptFragments=[fragment], runCondition={"var": "goal", "equals": "low"}),
        step("two"),
    ]


def decided_with_gate(gate: Any) -> dict[str, Any]:
    loop = judged_loop("rounds")
    loop["body"][1]["requireConfirmation"] = gate
    return loop


VERDICT: dict[str, Any] = {
    "verdict": "clean",
    "confidence": "high",
    "summary": "s",
    "findings": [{"severity": "nit", "summary": "s", "line": 3}],
}
PASSES = {"type": "for", "count": 2, "maxIterations": 1.5}
FRACTION = {"id": "rounds", "type": "loop", "title": "R", "loop": PASSES, "body": [step("work")]}


@pytest.mark.parametrize(
    ("code", "steps", "before", "after"),
    [
        # From 3.119.0 on a start puts a step in front.
        ("E002", [{"id": "call", "title": "C", "templateCall": CALL}], "3.118.0", "3.119.0"),
        ("S009", [judged_loop("rounds"), step("last")], "3.118.0", "3.119.0"),
        ("S009", [step("one", **LOW), step("last")], "3.118.0", "3.119.0"),
        ("C024", GOAL_FIRST, "3.118.0", "3.119.0"),
        # From 3.71.1 on a decision counts for its submission.
        ("L013", [step("one"), judged_loop("a"), step("two"), judged_loop("b")], "3.70.0", "3.71.1"),
        # Contracts that get a validator.
        ("E003", ends_with(HANDOFF), "3.74.2", "3.76.0"),
        ("E003", ends_with(GATE_VERDICT), "3.91.0", "3.92.0"),
        ("R011", example("wr.review_verdict", **VERDICT), "3.92.0", "3.94.0"),
        # A later engine asks for the outcome in a step that does not decide.
        ("M005", [step("one"), {**FRACTION, "loop": {**PASSES, "maxIterations": 2}}], "3.68.0", "3.69.0"),
        # Conditions of gates are evaluated from 3.102.0 on.
        ("L011", [RATE, decided_with_gate(WHEN_HIGH), step("last")], "3.97.0", "3.102.0"),
        ("H002", gated(WHEN_HIGH), "3.97.0", "3.102.0"),
    ],
)  # fmt: skip
def test_a_rule_is_silent_from_the_version_on_that_no_longer_does_it(
    code: str, steps: list[Any], before: str, after: str
) -> None:
    measured = {"metricsProfile": "review"}
    assert code in codes(steps, before, **measured)
    assert code not in codes(steps, after, **measured)
    assert code not in codes(steps, "3.121.0", **measured)


@pytest.mark.parametrize(
    ("code", "steps", "before", "after"),
    [
        # A first loop is presented before 3.119.0, so its gate is read and its bound is not.
        ("L024", [judged_loop("rounds", requireConfirmation=True), step("last")], "3.118.0", "3.119.0"),
        ("E003", [FRACTION, step("last")], "3.118.0", "3.119.0"),
        ("C030", contradiction(), "3.118.0", "3.119.0"),
    ],
)  # fmt: skip
def test_a_rule_speaks_from_the_version_on_that_does_it(
    code: str, steps: list[Any], before: str, after: str
) -> None:
    assert code not in codes(steps, "3.68.0")
    assert code not in codes(steps, before)
    assert code in codes(steps, after)
    assert code in codes(steps, "3.121.0")


def codes(steps: list[Any], engine: str, **fields: Any) -> set[str]:
    return {item.code for item in diagnostics(steps, engine, **fields)}


def diagnostics(steps: list[Any], engine: str, **fields: Any) -> Any:
    workflow = {
        "id": "acme.example",
        "name": "Example",
        "description": "Use this to see one rule.",
        "version": "1.0.0",
        **fields,
        "steps": steps,
    }
    return lint_text(json.dumps(workflow), ALL, engine=engine).diagnostics


def test_steps_behind_a_first_step_without_condition_are_judged_alike() -> None:
    later = [
        step(f"s{n}", runCondition={"var": "riskLevel", "equals": value})
        for n, value in enumerate(("low", "high", "low"))
    ]
    for engine in ("3.118.0", "3.119.0"):
        (finding,) = [item for item in diagnostics([RATE, *later], engine) if item.code == "S010"]
        assert finding.message == "all 3 steps after the first have a condition"
        assert "S008" not in codes([RATE, *later], engine)
    first = step("one", runCondition={"var": "goal"})
    (finding,) = [item for item in diagnostics([first, *later], "3.119.0") if item.code == "S010"]
    assert finding.message == "all 4 steps have a condition"


def test_adjacent_loops_share_a_decision_in_every_version() -> None:
    steps = [step("one"), judged_loop("a"), judged_loop("b")]
    for engine in ("3.68.0", "3.70.0", "3.71.1", "3.121.0"):
        (finding,) = [item for item in diagnostics(steps, engine) if item.code == "L013"]
        reach = "session" if engine in ("3.68.0", "3.70.0") else "latest submission"
        assert finding.finding.note.endswith(f"reads decisions from all artifacts of the {reach}")


def test_a_loop_in_first_place_takes_part_where_it_is_entered() -> None:
    steps = [judged_loop("a"), judged_loop("b"), step("last")]
    assert "L013" not in codes(steps, "3.118.0")
    assert "L013" in codes(steps, "3.119.0")


def test_a_body_in_first_place_is_moved_inline_where_it_does_not_run_on_its_own() -> None:
    named = {**judged_loop("rounds"), "body": "work"}
    steps = [step("work", outputContract={"contractRef": LOOP_CONTROL}), named, step("last")]
    for engine, has_fix in (("3.118.0", False), ("3.119.0", True)):
        (finding,) = [item for item in diagnostics(steps, engine) if item.code == "L023"]
        assert (finding.finding.fix is not None) == has_fix


KINDS = {"kind": "coordinator_eval"}, {"kind": "human_approval"}


def test_a_gate_for_a_coordinator_needs_no_question_to_a_person() -> None:
    coordinator, human = (codes(gated(gate), "3.92.0") for gate in KINDS)
    assert "H003" not in coordinator
    assert "H003" in human
    assert {"H002", "S001", "S002"}.isdisjoint(coordinator | human)


def test_a_gate_of_a_loop_stops_a_person_or_nobody() -> None:
    for gate, is_reported in ((True, True), (KINDS[1], True), (KINDS[0], False)):
        found = codes([RATE, decided_with_gate(gate), step("last")], "3.102.0")
        assert ("L011" in found) == is_reported


def test_a_gate_for_a_coordinator_is_no_confirmation() -> None:
    for gate, is_guided in ((True, True), (KINDS[1], True), (KINDS[0], False)):
        preferences = {"recommendedAutonomy": "guided"}
        found = codes(gated(gate), "3.102.0", recommendedPreferences=preferences)
        assert ("S018" in found) == (not is_guided)


def test_gates_for_a_coordinator_do_not_cost_a_person_anything() -> None:
    def many(gate: Any) -> list[Any]:
        return [step(f"s{n}", "Ask me.", requireConfirmation=gate) for n in range(5)]

    assert "H005" in codes(many(True), "3.92.0")
    assert "H005" in codes(many(KINDS[1]), "3.92.0")
    assert "H005" not in codes(many(KINDS[0]), "3.92.0")


def test_the_condition_beside_a_kind_is_read() -> None:
    gate = {"kind": "human_approval", "condition": WHEN_HIGH}
    own = {**RATE, "requireConfirmation": gate}
    assert "H001" in codes([step("one"), own, step("last")], "3.102.0")
    assert "H001" not in codes([step("one"), *gated(gate), step("last")], "3.102.0")
    ghost = {"kind": "human_approval", "condition": {"var": "ghostKey", "equals": 1}}
    assert "C001" in codes([step("one"), *gated(ghost)], "3.102.0")


ASSESSMENTS = [
    {
        "id": identity,
        "purpose": "p",
        "dimensions": [{"id": "heat", "purpose": "p", "levels": ["low", "high"]}],
    }
    for identity in ("risk", "cost")
]


@pytest.mark.parametrize(("when", "reported"), [({}, True), ({"forAssessment": "risk"}, False)])
def test_a_consequence_for_one_assessment_is_clear(when: Any, reported: bool) -> None:
    effect = {"kind": "require_followup", "guidance": "Do it again."}
    judge = step(
        "judge",
        assessmentRefs=["risk", "cost"],
        assessmentConsequences=[{"when": {"anyEqualsLevel": "high", **when}, "effect": effect}],
    )
    found = codes([step("one"), judge], "3.89.0", assessments=ASSESSMENTS)
    assert ("A007" in found) == reported


def test_a_kind_of_artifact_is_known_from_its_version_on() -> None:
    steps = example("wr.gate_verdict", version=1)
    unknown = "no contract has the kind"
    for engine, is_known in (("3.86.0", False), ("3.88.0", True)):
        found = [item.code for item in diagnostics(steps, engine)]
        assert ("R011" in found) == is_known, unknown


def test_a_key_that_only_a_delegation_or_an_audit_reads_is_used() -> None:
    rate = {"id": "rate", "title": "Rate", **RATES}
    rate["promptBlocks"] = {"goal": "Rate.", "outputRequired": {"needsReview": "boolean: whether"}}

    def found(*more: dict[str, Any]) -> set[str]:
        return codes([rate, *more, step("three"), step("four")], "3.118.0")

    fan_out = {
        "id": "fan-out",
        "type": "parallel",
        "title": "F",
        "parallelDelegations": [
            {"workflowId": "acme.other", "contextMapping": {"level": "needsReview"}}
        ],
    }
    assert "C015" in found(step("two"))
    assert "C015" not in found(step("two", audit={"rubric": ["`needsReview` is right"]}))
    assert "C015" not in found(
        step("two", verification={"command": "x", "prompt": "Compare {{needsReview}}."})
    )
    assert "C015" not in found(fan_out)


def test_a_part_of_a_text_can_be_tested() -> None:
    free = {"goal": "Look.", "outputRequired": {"area": "text: what it is about"}}
    look = {"id": "look", "title": "Look", "promptBlocks": free}
    parts = [step(f"on-{part}", runCondition={"var": "area", "contains": part}) for part in "xyz"]
    both = step(
        "on-both",
        runCondition={"and": [{"var": "area", "contains": "x"}, {"var": "area", "contains": "y"}]},
    )
    found = codes([look, *parts, both, step("last")], "3.118.0")
    assert {"C005", "E001", "E004", "S001", "S002"}.isdisjoint(found)


NEWEST = Path(__file__).parent / "newest_engine"


def newest_findings(name: str, engine: str, profile: str) -> list[tuple[str, str]]:
    arguments = ["lint", "--format", "json", "--profile", profile, "--engine", engine]
    found = json.loads(CliRunner().invoke(wfk, [*arguments, str(NEWEST / name)]).stdout)[
        "diagnostics"
    ]
    return [(entry["name"], entry["message"]) for entry in found]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("contains.json", []),
        ("gate-kind.json", []),
        ("parallel.json", []),
        ("two-consequences.json", []),
        ("every-construct.json", []),
        (
            "gate-kind-typo.json",
            [("unknown-condition-key", "'verdict' is tested, but no step captures it")],
        ),
    ],
)
def test_files_of_the_newest_format_have_no_false_error(
    name: str, found: list[tuple[str, str]]
) -> None:
    assert newest_findings(name, "3.121.0", "core") == found


def test_a_file_with_every_construct_has_only_findings_about_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "acme.every-construct.json"
    path.write_bytes((NEWEST / "every-construct.json").read_bytes())
    found = {rule for rule, _ in newest_findings(str(path), "3.121.0", "style")}
    assert found == {
        "inconsistent-prompt-style",
        "missing-about",
        "missing-block-section",
        "missing-examples",
        "missing-outcome-report",
        "missing-preferences",
        "missing-stamp",
    }
