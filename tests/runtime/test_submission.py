from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines import behavior
from workflowkit.runtime.assessments import Recorded, assess
from workflowkit.runtime.executable import ExecutableStep, build
from workflowkit.runtime.submission import Verdict, check_contract, check_submission

CONTRACTS = behavior("3.68.0").contracts
VECTORS = Path(__file__).parent.parent / "vectors"
FILE = json.loads((VECTORS / "format-extra/contracts.json").read_text())


def artifacts_of(case: dict[str, Any]) -> Any:
    reference = case["contractRef"]
    kind = CONTRACTS[reference].kind if reference in CONTRACTS else "kiln.artifact"
    good = next(
        (
            item["artifact"]
            for item in FILE["cases"]
            if item["contractRef"] == reference and item["valid"]
        ),
        {"kind": kind},
    )
    return {
        "none": [],
        "good": [good],
        "bad-then-good": [{"kind": kind, "extra": 1}, good],
        "other-kind": [{"kind": "other"}, "text", None],
    }[case["artifacts"]]


@pytest.mark.parametrize(
    "case", FILE["runtime"], ids=lambda case: " ".join(map(str, case.values()))
)
def test_output_contracts_are_checked_as_by_the_engine(case: dict[str, Any]) -> None:
    contract = {"contractRef": case["contractRef"]}
    if case["required"] is not None:
        contract["required"] = case["required"]
    problem, findings = check_contract(contract, artifacts_of(case), CONTRACTS)
    assert problem == case["code"]
    assert bool(findings) == (case["code"] == "INVALID_ARTIFACT_SCHEMA")


RISK = {
    "id": "risk",
    "dimensions": [
        {"id": "heat", "levels": ["low", "High", "high"]},
        {"id": "time", "levels": ["short", "Long"]},
        {"id": "cost", "levels": ["none", "some"], "required": False},
    ],
}
FIT = {"id": "fit", "dimensions": [{"id": "fitLevel", "levels": ["good", "bad"]}]}


def answer(identity: str | None = None, **dimensions: Any) -> dict[str, Any]:
    named = {} if identity is None else {"assessmentId": identity}
    return {"kind": "wr.assessment", "dimensions": dimensions, **named}


def risk(*artifacts: dict[str, Any]) -> tuple[tuple[Any, ...], list[Any]]:
    assessed = assess(["risk"], {"risk": RISK}, artifacts)
    return assessed.recorded, [(finding.route, finding.message) for finding in assessed.findings]


def test_levels_are_recorded_as_declared_in_the_order_of_the_declaration() -> None:
    recorded, findings = risk(answer(cost="some", time={"level": " LONG "}, heat="High"))
    assert findings == []
    assert recorded == (
        Recorded("risk", {"heat": "High", "time": "Long", "cost": "some"}, ("time",)),
    )
    assert list(recorded[0].level_by_dimension) == ["heat", "time", "cost"]


def test_nothing_is_recorded_when_something_is_wrong() -> None:
    assert risk(answer(heat="HIGH", time="eternal", mood="bad")) == (
        (),
        [
            ((0, "dimensions", "mood"), "'mood' is no dimension of 'risk'"),
            ((0, "dimensions", "heat"), "'HIGH' means several levels of this dimension"),
            ((0, "dimensions", "time"), "'eternal' is no level of this dimension"),
        ],
    )
    assert risk(answer(heat="low")) == (
        (),
        [((0, "dimensions"), "the dimension 'time' of 'risk' has no level")],
    )


def test_the_only_assessment_takes_the_first_artifact() -> None:
    good = answer(heat="low", time="short")
    assert risk()[1] == [((), "the assessment 'risk' has no answer")]
    assert risk({"kind": "other"}, answer("fit", heat="low"), good)[1] == [
        ((1, "assessmentId"), "the artifact answers 'fit' where 'risk' is asked for")
    ]
    assert risk({"kind": "wr.assessment"}, good)[1] == [
        ((0, "dimensions"), "'dimensions' is missing")
    ]
    assert risk(good, answer())[1] == []


def test_several_assessments_are_matched_by_id() -> None:
    declared = {"risk": RISK, "fit": FIT}
    unnamed = answer(fitLevel="bad")
    artifacts = [
        unnamed,
        {"kind": "wr.assessment", "assessmentId": "fit"},
        answer("fit", fitLevel="good"),
    ]
    assessed = assess(["fit", "risk"], declared, artifacts)
    assert [finding.message for finding in assessed.findings] == [
        "the assessment 'risk' has no answer"
    ]
    artifacts.append(answer("risk", heat="low", time="short"))
    assert [item.id for item in assess(["fit", "risk"], declared, artifacts).recorded] == [
        "fit",
        "risk",
    ]


def check(
    definition: dict[str, Any],
    notes: str | None = "Done.",
    artifacts: Any = (),
    context: dict[str, Any] | None = None,
    identity: str = "work",
    version: str = "3.68.0",
) -> Verdict:
    executable = build([], [RISK, FIT], behavior(version))
    step = ExecutableStep(identity, definition)
    return check_submission(executable, step, notes, artifacts, context or {})


def codes(verdict: Verdict) -> Any:
    return [blocker.code.value for blocker in verdict.blockers]


DECIDE = {"contractRef": "wr.contracts.loop_control"}
STOP = {"kind": "wr.loop_control", "decision": "stop"}
RULES = [{"type": "contains", "value": "OK", "message": "say OK"}]


@pytest.mark.parametrize(
    ("definition", "notes", "artifacts", "expected"),
    [
        ({}, "x", [], []),
        ({}, None, [], ["MISSING_REQUIRED_NOTES"]),
        ({}, " \ufeff", [], ["MISSING_REQUIRED_NOTES"]),
        ({"notesOptional": True}, None, [], []),
        ({"notesOptional": "yes"}, None, [], ["MISSING_REQUIRED_NOTES"]),
        ({"outputContract": DECIDE}, None, [STOP], []),
        ({"outputContract": DECIDE}, "x", [], ["MISSING_REQUIRED_OUTPUT"]),
        ({"outputContract": {**DECIDE, "required": False}}, None, [], []),
        (
            {"outputContract": DECIDE},
            None,
            [{**STOP, "extra": 1}, STOP],
            ["INVALID_REQUIRED_OUTPUT"],
        ),
        (
            {"outputContract": {"contractRef": "wr.contracts.assessment", "required": False}},
            "x",
            [],
            ["MISSING_REQUIRED_OUTPUT"],
        ),
        ({"outputContract": DECIDE, "assessmentRefs": ["risk"]}, None, [STOP], []),
        ({"assessmentRefs": ["risk"]}, "x", [], ["INVALID_REQUIRED_OUTPUT"]),
        (
            {"assessmentRefs": ["risk"]},
            None,
            [],
            ["INVALID_REQUIRED_OUTPUT", "MISSING_REQUIRED_NOTES"],
        ),
        (
            {"assessmentRefs": ["fit"], "validationCriteria": RULES},
            "x",
            [answer(fitLevel="good")],
            [],
        ),
        ({"validationCriteria": RULES}, "all OK", [], []),
        ({"validationCriteria": RULES}, "no", [], ["INVALID_REQUIRED_OUTPUT"]),
        (
            {"validationCriteria": RULES},
            None,
            [],
            ["MISSING_REQUIRED_NOTES", "MISSING_REQUIRED_OUTPUT"],
        ),
        (
            {"validationCriteria": RULES, "notesOptional": True},
            None,
            [],
            ["MISSING_REQUIRED_OUTPUT"],
        ),
        ({"validationCriteria": [3]}, "x", [], ["INVARIANT_VIOLATION"]),
    ],
)
def test_a_submission_is_blocked_for_these_reasons(
    definition: dict[str, Any], notes: str | None, artifacts: Any, expected: Any
) -> None:
    assert codes(check(definition, notes, artifacts)) == expected


def test_rules_with_conditions_see_the_context() -> None:
    rules = [{**RULES[0], "condition": {"var": "strict"}}]
    assert check({"validationCriteria": rules}, "x").is_completed
    assert not check({"validationCriteria": rules}, "x", context={"strict": True}).is_completed


def test_criteria_behind_a_contract_only_cost_the_notes() -> None:
    verdict = check({"outputContract": DECIDE, "validationCriteria": RULES}, "no", [STOP])
    assert verdict == Verdict(keeps_notes=False)


def test_broken_criteria_end_the_step_for_good() -> None:
    assert check({"validationCriteria": [3]}).is_terminal
    assert not check({"validationCriteria": RULES}, "no").is_terminal


def consequence(level: str, guidance: str = "Cool down.") -> list[dict[str, Any]]:
    effect = {"kind": "require_followup", "guidance": guidance}
    return [{"when": {"anyEqualsLevel": level}, "effect": effect}]


def test_a_level_can_demand_a_follow_up() -> None:
    definition = {"assessmentRefs": ["risk"], "assessmentConsequences": consequence("Long")}
    verdict = check(definition, artifacts=[answer(heat="low", time="LONG")])
    assert codes(verdict) == ["ASSESSMENT_FOLLOWUP_REQUIRED"]
    assert (verdict.blockers[0].id, verdict.blockers[0].help) == ("risk.time", "Cool down.")
    assert [item.id for item in verdict.recorded] == ["risk"]
    assert verdict.internal_error == ""
    assert check(definition, artifacts=[answer(heat="low", time="short")]).is_completed


def test_a_consequence_counts_beside_a_contract() -> None:
    definition = {
        "outputContract": DECIDE,
        "assessmentRefs": ["fit"],
        "assessmentConsequences": consequence("bad"),
    }
    verdict = check(definition, artifacts=[STOP, answer(fitLevel="bad")])
    assert codes(verdict) == ["ASSESSMENT_FOLLOWUP_REQUIRED"]
    assert verdict.internal_error == "the dimension id 'fitLevel' fits no blocker"
    assert check(definition, artifacts=[STOP, answer(fitLevel="good")]).is_completed
    assert check(definition, artifacts=[STOP]).is_completed


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (RULES, ["INVALID_REQUIRED_OUTPUT"]),
        ([{"type": "length", "min": 1, "message": "m"}], []),
        ([3], ["INVARIANT_VIOLATION"]),
    ],
)
def test_notes_of_white_space_are_judged_by_criteria(criteria: Any, expected: Any) -> None:
    definition = {"validationCriteria": criteria, "notesOptional": True}
    assert codes(check(definition, "  ")) == expected


def test_what_fits_no_blocker_is_an_internal_error() -> None:
    camel = {"assessmentRefs": ["fit"], "assessmentConsequences": consequence("bad")}
    assert check(camel, artifacts=[answer(fitLevel="bad")]).internal_error == (
        "the dimension id 'fitLevel' fits no blocker"
    )
    long = {"assessmentRefs": ["risk"], "assessmentConsequences": consequence("low", "é" * 476)}
    assert check(long, artifacts=[answer(heat="low", time="short")]).internal_error == (
        "the guidance takes more than 950 bytes"
    )
    fits = {**long, "assessmentConsequences": consequence("low", "é" * 475)}
    assert check(fits, artifacts=[answer(heat="low", time="short")]).internal_error == ""
    assert check({}, None, identity="call.inner").internal_error == (
        "the step id 'call.inner' fits no blocker"
    )


WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["risk", "fit", "wr.assessment", "low"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "outputContract",
                    "contractRef",
                    "assessmentRefs",
                    "assessmentConsequences",
                    "when",
                    "anyEqualsLevel",
                    "effect",
                    "guidance",
                    "validationCriteria",
                    "kind",
                    "dimensions",
                    "heat",
                    "time",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["outputContract", "assessmentRefs", "assessmentConsequences", "validationCriteria"]
        ),
        WILD,
    ),
    st.lists(WILD, max_size=3),
)
def test_no_step_or_artifact_breaks_the_gate(definition: dict[str, Any], artifacts: Any) -> None:
    assert isinstance(check(definition, "x", artifacts), Verdict)
