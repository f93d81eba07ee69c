"""What a run is in each version of the engine, from docs/engine/versions.md: every change has a test at the version before and after it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engines import behavior
from workflowkit.runtime.contracts import check_artifact
from workflowkit.runtime.executable import Executable, ExecutableStep, Failure, FailureKind, build
from workflowkit.runtime.gates import GateKind
from workflowkit.runtime.interpreter import State, start
from workflowkit.runtime.simulation import Run, Submission, Wait, scripted, simulate
from workflowkit.runtime.submission import ContractErrorKind, check_contract, check_submission
from workflowkit.runtime.tokens import substitute

LOOP_CONTROL = {"contractRef": "wr.contracts.loop_control"}
STOP = {"kind": "wr.loop_control", "decision": "stop"}


def step(identity: str, **fields: Any) -> dict[str, Any]:
    return {"id": identity, "title": identity, "prompt": "p", **fields}


def loop(identity: str, body: list[Any], **config: Any) -> dict[str, Any]:
    chosen = {"type": "for", "count": 1, "maxIterations": 3, **config}
    return {"id": identity, "type": "loop", "title": identity, "loop": chosen, "body": body}


def executable(steps: list[Any], version: str, assessments: Any = ()) -> Executable:
    made = build(steps, assessments, behavior(version))
    assert isinstance(made, Executable)
    return made


def run(
    steps: list[Any],
    version: str,
    *sent: Submission,
    context: dict[str, Any] | None = None,
    is_attended: bool = True,
) -> Run:
    made = executable(steps, version)
    state = start(made, steps[0]["id"])
    assert isinstance(state, State), state
    return simulate(made, state, scripted(sent), context, is_attended=is_attended)


def ids(outcome: Run) -> list[str]:
    return [item.instance.step_id for item in outcome.presented]


# Start: 3.119.0 puts a step in front.

ONBOARDING = "wr-system-onboarding"


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        (step("one"), ["one", "last"], [ONBOARDING, "one", "last"]),
        (
            step("one", runCondition={"var": "x"}),
            ["one", "last"],
            [ONBOARDING, "last"],
        ),
        # A loop is shown once as a step, or entered like every other.
        (
            loop("rounds", [step("work")]),
            ["rounds", "last"],
            [ONBOARDING, "work", "last"],
        ),
    ],
)
def test_the_first_step_is_chosen_like_all_others_behind_the_onboarding_step(
    first: dict[str, Any], before: list[str], after: list[str]
) -> None:
    assert ids(run([first, step("last")], "3.118.0")) == before
    assert ids(run([first, step("last")], "3.119.0")) == after


def test_a_body_in_first_place_runs_once_more_only_when_it_is_presented() -> None:
    named = {**loop("rounds", []), "body": "work"}
    assert ids(run([step("work"), named], "3.118.0")) == ["work", "work"]
    assert ids(run([step("work"), named], "3.119.0")) == [ONBOARDING, "work"]


def test_a_first_step_that_compilation_replaced_can_be_started_behind_the_onboarding_step() -> None:
    steps = [step("call.inner")]
    assert isinstance(start(executable(steps, "3.118.0"), "call"), Failure)
    state = start(executable(steps, "3.119.0"), "call")
    assert isinstance(state, State)
    assert state.pending is not None
    assert state.pending.step_id == ONBOARDING


def test_the_first_step_sees_the_context_behind_the_onboarding_step() -> None:
    steps = [step("one", title="{{goal}}")]
    before = run(steps, "3.118.0", context={"goal": "G"})
    after = run(steps, "3.119.0", context={"goal": "G"})
    assert before.presented[0].title == "[unset: goal]"
    assert after.presented[1].title == "G"


# Virtual steps: 3.118.0.

CHECKED = step(
    "work",
    runCondition={"var": "go"},
    verification={"command": "make test", "prompt": "Verify."},
    audit={"prompt": "Audit.", "rubric": ["R"]},
)


def test_a_verification_and_an_audit_follow_their_step() -> None:
    steps = [step("one"), CHECKED, step("last")]
    go = Submission({"go": True})
    assert ids(run(steps, "3.117.0", go)) == ["one", "work", "last"]
    virtual = ["work__verification", "work__audit"]
    assert ids(run(steps, "3.118.0", go)) == ["one", "work", *virtual, "last"]
    assert ids(run(steps, "3.118.0")) == ["one", "last"]


def test_a_virtual_step_has_the_condition_and_the_prompt_and_needs_no_notes() -> None:
    made = executable([CHECKED], "3.118.0")
    for identity, prompt in [("work__verification", "Verify."), ("work__audit", "Audit.")]:
        virtual = made.by_id[identity]
        assert isinstance(virtual, ExecutableStep)
        assert virtual.run_condition == {"var": "go"}
        assert virtual.definition["prompt"] == prompt
        assert check_submission(made, virtual, None, (), {}).is_completed
    work = made.by_id["work"]
    assert isinstance(work, ExecutableStep)
    assert not check_submission(made, work, None, (), {}).is_completed


def test_virtual_steps_follow_in_every_pass_of_a_loop() -> None:
    checked = step("work", audit={"prompt": "Audit."})
    steps = [step("one"), loop("rounds", [checked, step("more")], count=2)]
    one_pass = ["work", "work__audit", "more"]
    assert ids(run(steps, "3.118.0")) == ["one", *one_pass, *one_pass]


def test_a_virtual_step_cannot_take_an_id_that_another_step_has() -> None:
    steps = [step("work", audit={"prompt": "A."}), step("work__audit")]
    assert isinstance(build(steps, (), behavior("3.117.0")), Executable)
    failure = build(steps, (), behavior("3.118.0"))
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.INVALID_STATE


# Parallel steps: 3.117.0, with synthesis in bodies: 3.118.0.

PARALLEL = {
    "id": "fan-out",
    "type": "parallel",
    "title": "Fan out",
    "parallelDelegations": [
        {"workflowId": "acme.one", "contextMapping": {"a": "b"}},
        {"workflowId": "acme.two", "contextMapping": {}},
    ],
}
VERDICT = {
    "kind": "wr.review_verdict",
    "verdict": "clean",
    "confidence": "high",
    "findings": [],
    "summary": "fine",
}


def test_a_parallel_step_is_presented_and_completed_like_a_step() -> None:
    made = executable([step("one"), PARALLEL, step("last")], "3.117.0")
    fan_out = made.by_id["fan-out"]
    assert isinstance(fan_out, ExecutableStep)
    assert [item["workflowId"] for item in fan_out.delegations] == ["acme.one", "acme.two"]
    assert ids(run([step("one"), PARALLEL, step("last")], "3.117.0")) == ["one", "fan-out", "last"]
    assert not check_submission(made, fan_out, "", (), {}).is_completed
    assert check_submission(made, fan_out, "Done.", (), {}).is_completed


def test_a_synthesis_follows_its_parallel_step_with_its_contract() -> None:
    contract = {"contractRef": "wr.contracts.review_verdict"}
    synthesis = {"prompt": "Join.", "outputContract": contract}
    steps = [step("one"), {**PARALLEL, "synthesis": synthesis}]
    assert ids(run(steps, "3.118.0")) == ["one", "fan-out", "fan-out__synthesis"]
    body = [step("one"), loop("rounds", [steps[1]], count=2)]
    assert ids(run(body, "3.118.0")) == ["one", *["fan-out", "fan-out__synthesis"] * 2]
    made = executable(steps, "3.118.0")
    virtual = made.by_id["fan-out__synthesis"]
    assert isinstance(virtual, ExecutableStep)
    assert not check_submission(made, virtual, None, (), {}).is_completed
    assert check_submission(made, virtual, None, [VERDICT], {}).is_completed


# Loop decisions: 3.71.1.


def test_a_decision_counts_for_the_session_or_for_one_submission() -> None:
    def decided(name: str) -> dict[str, Any]:
        decide = step(f"{name}-decide", outputContract=LOOP_CONTROL)
        source = {"kind": "artifact_contract", "contractRef": "x", "loopId": name}
        body = [step(f"{name}-work"), decide]
        return loop(name, body, type="while", maxIterations=1, conditionSource=source)

    sent = [Submission(), Submission(), Submission(artifacts=(STOP,))]
    apart = [step("one"), decided("a"), step("two"), decided("b")]
    first = ["one", "a-work", "a-decide", "two"]
    assert ids(run(apart, "3.70.0", *sent)) == first
    assert ids(run(apart, "3.71.1", *sent)) == [*first, "b-work", "b-decide"]
    # A loop directly behind another one still reads its decision.
    adjacent = [step("one"), decided("a"), decided("b")]
    for version in ("3.70.0", "3.71.1", "3.118.0"):
        assert ids(run(adjacent, version, *sent)) == ["one", "a-work", "a-decide"]


# Items of a forEach: 3.74.2.


@pytest.mark.parametrize("field", ["title", "prompt"])
def test_reading_fields_of_plain_items_fails_at_entry(field: str) -> None:
    body = [step("work", **{field: "{{entry.name}}"})]
    steps = [step("one"), loop("each", body, type="forEach", items="list", itemVar="entry")]
    plain = Submission({"list": ["a", "b"]})
    assert ids(run(steps, "3.73.0", plain)) == ["one", "work", "work"]
    outcome = run(steps, "3.74.2", plain)
    assert ids(outcome) == ["one"]
    assert outcome.failure is not None
    assert outcome.failure.kind is FailureKind.MISSING_CONTEXT
    objects = Submission({"list": [{"name": "a"}]})
    assert ids(run(steps, "3.74.2", objects)) == ["one", "work"]
    assert run(steps, "3.74.2", Submission({"list": []})).failure is None


def test_plain_items_may_be_printed_whole() -> None:
    steps = [
        step("one"),
        loop("each", [step("work", title="{{currentItem}}")], type="forEach", items="list"),
    ]
    outcome = run(steps, "3.74.2", Submission({"list": ["a"]}))
    assert outcome.failure is None
    assert outcome.presented[-1].title == "a"


def test_the_mark_of_an_unset_value_names_the_wrong_type() -> None:
    context = {"a": 'say "x"', "n": {"m": 3}, "o": {}}
    text = "{{a.b}} {{n.m.k}} {{o.k}} {{z.k}} {{z}}"
    assert substitute(text, context) == (
        "[unset: a.b] [unset: n.m.k] [unset: o.k] [unset: z.k] [unset: z]"
    )
    assert substitute(text, context, names_types=True) == (
        '[unset: a.b -- \'a\' is string ("say \\"x\\""), not object]'
        " [unset: n.m.k -- 'n.m' is number (3), not object]"
        " [unset: o.k] [unset: z.k] [unset: z]"
    )


@pytest.mark.parametrize(
    ("version", "title"),
    [("3.73.0", "[unset: a.b]"), ("3.74.2", "[unset: a.b -- 'a' is string (\"x\"), not object]")],
)
def test_titles_have_the_mark_of_their_version(version: str, title: str) -> None:
    outcome = run([step("one"), step("two", title="{{a.b}}")], version, Submission({"a": "x"}))
    assert outcome.presented[1].title == title


# Consequences: 3.89.0.

RISK = {"id": "risk", "dimensions": [{"id": "heat", "levels": ["low", "high"]}]}
FIT = {"id": "fit", "dimensions": [{"id": "size", "levels": ["low", "high"]}]}


def consequence(level: str, guidance: str, **when: str) -> dict[str, Any]:
    effect = {"kind": "require_followup", "guidance": guidance}
    return {"when": {"anyEqualsLevel": level, **when}, "effect": effect}


def followed_up(version: str, *consequences: Any) -> list[tuple[str, str]]:
    judged = step(
        "judge", assessmentRefs=["risk", "fit"], assessmentConsequences=list(consequences)
    )
    made = executable([judged], version, [RISK, FIT])
    answers = [
        {"kind": "wr.assessment", "assessmentId": "risk", "dimensions": {"heat": "high"}},
        {"kind": "wr.assessment", "assessmentId": "fit", "dimensions": {"size": "low"}},
    ]
    verdict = check_submission(made, ExecutableStep("judge", judged), "Done.", answers, {})
    assert verdict.internal_error == ""
    return [(blocker.id, blocker.help) for blocker in verdict.blockers]


def test_every_consequence_that_matches_is_told() -> None:
    both = (consequence("low", "L"), consequence("high", "H"))
    assert followed_up("3.88.0", *both) == [("fit.size", "L")]
    assert followed_up("3.89.0", *both) == [("fit.size", "L"), ("risk.heat", "H")]
    assert followed_up("3.89.0", consequence("none", "N")) == []


def test_a_consequence_may_name_its_assessment() -> None:
    assert followed_up("3.89.0", consequence("low", "L", forAssessment="risk")) == []
    assert followed_up(
        "3.89.0",
        consequence("low", "L", forAssessment="fit"),
        consequence("high", "H", forAssessment="risk"),
    ) == [("fit.size", "L"), ("risk.heat", "H")]


def test_no_more_than_ten_reasons_are_told() -> None:
    assert len(followed_up("3.89.0", *[consequence("low", f"{n}") for n in range(10)])) == 10
    judged = step(
        "judge",
        assessmentRefs=["risk"],
        assessmentConsequences=[consequence("high", f"{n}") for n in range(10)],
    )
    made = executable([judged], "3.89.0", [RISK])
    answer = {"kind": "wr.assessment", "dimensions": {"heat": "high"}}
    verdict = check_submission(made, ExecutableStep("judge", judged), None, [answer], {})
    # The missing notes come last and are cut off.
    assert {blocker.code.value for blocker in verdict.blockers} == {"ASSESSMENT_FOLLOWUP_REQUIRED"}


@pytest.mark.parametrize(
    ("n_id", "n_level", "fits"), [(64, 45, True), (64, 46, False), (1, 108, True)]
)
def test_the_message_of_a_follow_up_has_a_limit(n_id: int, n_level: int, fits: bool) -> None:
    # An emoji has 4 bytes; the id and the level may have 438 together.
    identity, level = "\U0001f600" * n_id, "\U0001f600" * n_level
    assessment = {"id": identity, "dimensions": [{"id": "heat", "levels": ["low", level]}]}
    judged = step(
        "judge", assessmentRefs=[identity], assessmentConsequences=[consequence(level, "G")]
    )
    made = executable([judged], "3.68.0", [assessment])
    answer = {"kind": "wr.assessment", "dimensions": {"heat": level}}
    verdict = check_submission(made, ExecutableStep("judge", judged), "Done.", [answer], {})
    assert (verdict.internal_error == "") == fits


# Gates: kinds and the second decision 3.92.0, conditions 3.102.0.


def asked(gate: Any, version: str, context: dict[str, Any] | None = None) -> GateKind | None:
    steps = [step("one"), step("two", requireConfirmation=gate)]
    return run(steps, version, Submission(context or {})).presented[-1].asks


@pytest.mark.parametrize("gate", [True, {"var": "x"}, {}])
def test_every_gate_asks_where_conditions_are_not_evaluated(gate: Any) -> None:
    for version in ("3.68.0", "3.97.0"):
        assert asked(gate, version) is GateKind.CONFIRMATION


def test_a_step_without_a_gate_does_not_ask() -> None:
    for gate in (False, None):
        assert asked(gate, "3.121.0") is None


def test_a_gate_has_a_kind() -> None:
    assert asked({"kind": "coordinator_eval"}, "3.92.0") is GateKind.COORDINATOR
    assert asked({"kind": "human_approval"}, "3.92.0") is GateKind.HUMAN


@pytest.mark.parametrize(
    "gate", [{"var": "x"}, {"kind": "human_approval", "condition": {"var": "x"}}]
)
def test_the_condition_of_a_gate_decides_before_the_step(gate: Any) -> None:
    assert asked(gate, "3.102.0") is None
    assert asked(gate, "3.102.0", {"x": 1}) is not None
    assert asked(gate, "3.97.0") is not None


@pytest.mark.parametrize(
    ("version", "is_attended", "sent", "waits"),
    [
        ("3.91.0", False, {"x": 1}, False),
        ("3.92.0", False, {"x": 1}, True),
        ("3.92.0", True, {"x": 1}, False),
        ("3.102.0", False, {"x": 1}, True),
        ("3.102.0", False, {}, False),
        ("3.102.0", True, {"x": 1}, False),
    ],
)
def test_an_unattended_session_decides_again_with_the_keys_that_were_sent(
    version: str, is_attended: bool, sent: dict[str, Any], waits: bool
) -> None:
    gate = {"kind": "human_approval", "condition": {"var": "x"}}
    steps = [step("one"), step("two", requireConfirmation=gate), step("three")]
    outcome = run(steps, version, Submission(), Submission(sent), is_attended=is_attended)
    instance = outcome.presented[1].instance
    assert outcome.waits == ((Wait(instance, GateKind.HUMAN),) if waits else ())
    assert ids(outcome) == ["one", "two", "three"]


# Conditions: 'contains' in 3.118.0; the evaluator knows it in all versions, the format does not.


def test_a_condition_may_test_for_a_part_of_a_text() -> None:
    steps = [step("one"), step("two", runCondition={"var": "x", "contains": "ar"})]
    assert ids(run(steps, "3.118.0", Submission({"x": "PART"}))) == ["one", "two"]
    assert ids(run(steps, "3.118.0", Submission({"x": "piece"}))) == ["one"]


# Contracts.

DISCOVERY = {
    "kind": "wr.discovery_handoff",
    "version": 1,
    "selectedDirection": "d",
    "designDocPath": "",
    "confidenceBand": "high",
    "keyInvariants": [],
}
SHAPING = {
    "kind": "wr.shaping_handoff",
    "version": 1,
    "pitchPath": "p.md",
    "selectedShape": "s",
    "appetite": "a",
    "keyConstraints": [],
    "rabbitHoles": [],
    "outOfScope": [],
    "validationChecklist": [],
}
CODING = {
    "kind": "wr.coding_handoff",
    "version": 1,
    "branchName": "b",
    "keyDecisions": [],
    "knownLimitations": [],
    "testsAdded": [],
    "filesChanged": [],
}
GATE = {
    "kind": "wr.gate_verdict",
    "version": 1,
    "verdict": "approved",
    "confidence": "low",
    "rationale": "x" * 20,
}
FINDING = {"severity": "nit", "summary": "s", "place": "a.py"}
UNKNOWN = ContractErrorKind.UNKNOWN
INVALID = ContractErrorKind.INVALID


def without(artifact: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in artifact.items() if name != key}


@pytest.mark.parametrize(
    ("name", "artifact", "before", "since", "old", "new"),
    [
        ("discovery_handoff", DISCOVERY, "3.74.2", "3.76.0", UNKNOWN, None),
        ("shaping_handoff", SHAPING, "3.74.2", "3.76.0", UNKNOWN, None),
        ("coding_handoff", CODING, "3.74.2", "3.76.0", UNKNOWN, None),
        (
            "discovery_handoff",
            {**DISCOVERY, "selectionTier": "insufficient_signal"},
            "3.76.0",
            "3.78.0",
            INVALID,
            None,
        ),
        ("coding_handoff", without(CODING, "branchName"), "3.79.1", "3.86.0", INVALID, None),
        ("gate_verdict", GATE, "3.91.0", "3.92.0", UNKNOWN, None),
        (
            "review_verdict",
            {**VERDICT, "findings": [FINDING]},
            "3.92.0",
            "3.94.0",
            INVALID,
            None,
        ),
        ("review_verdict", {**VERDICT, "more": 1}, "3.92.0", "3.94.0", INVALID, INVALID),
        ("differentiation_handoff", {"kind": "wr.differentiation_handoff"}, "3.102.0", "3.121.0", UNKNOWN, UNKNOWN),
        ("assessment", {"kind": "wr.assessment", "dimensions": {"a": "b"}}, "3.68.0", "3.121.0", UNKNOWN, UNKNOWN),
    ],
)  # fmt: skip
def test_an_artifact_is_judged_as_by_each_version(
    name: str,
    artifact: dict[str, Any],
    before: str,
    since: str,
    old: ContractErrorKind | None,
    new: ContractErrorKind | None,
) -> None:
    contract = {"contractRef": f"wr.contracts.{name}"}
    for version, expected in ((before, old), (since, new), ("3.121.0", new)):
        kind, _ = check_contract(contract, [artifact], behavior(version).contracts)
        assert kind is expected, version


TEXT_201 = "x" * 201


@pytest.mark.parametrize(
    ("base", "key", "good", "bad"),
    [
        (DISCOVERY, "keyInvariants", ["x" * 200] * 12, ["x"] * 13),
        (DISCOVERY, "keyInvariants", ["x"], [""]),
        (DISCOVERY, "keyInvariants", [], [TEXT_201]),
        (
            DISCOVERY,
            "rejectedDirections",
            [{"direction": "x" * 200, "reason": "x" * 300}] * 5,
            [{"direction": "d", "reason": "r"}] * 6,
        ),
        (DISCOVERY, "rejectedDirections", [], [{"direction": "d", "reason": "x" * 301}]),
        (DISCOVERY, "rejectedDirections", [], [{"direction": TEXT_201, "reason": "r"}]),
        (DISCOVERY, "rejectedDirections", [], [{"direction": "d"}]),
        (DISCOVERY, "implementationConstraints", ["x" * 200] * 8, ["x"] * 9),
        (
            DISCOVERY,
            "keyCodebaseLocations",
            [{"path": "x" * 300, "relevance": "x" * 150}] * 10,
            [{"path": "p", "relevance": "r"}] * 11,
        ),
        (DISCOVERY, "keyCodebaseLocations", [], [{"path": "p", "relevance": "x" * 151}]),
        (DISCOVERY, "selectionTier", "strong_recommendation", "strong"),
        (SHAPING, "pitchPath", "p", ""),
        (SHAPING, "selectedShape", "x" * 200, TEXT_201),
        (SHAPING, "appetite", "x" * 100, "x" * 101),
        (SHAPING, "keyConstraints", ["x"] * 8, ["x"] * 9),
        (SHAPING, "rabbitHoles", ["x"] * 6, ["x"] * 7),
        (SHAPING, "outOfScope", ["x"] * 6, ["x"] * 7),
        (SHAPING, "validationChecklist", ["x"] * 10, [""]),
        (SHAPING, "version", 1, 2),
        (CODING, "branchName", "b", ""),
        (CODING, "keyDecisions", ["x" * 200] * 8, ["x"] * 9),
        (CODING, "knownLimitations", ["x"] * 6, ["x"] * 7),
        (CODING, "testsAdded", ["x"] * 10, [TEXT_201]),
        (CODING, "filesChanged", ["x" * 300] * 20, ["x" * 301]),
        (
            CODING,
            "correctedAssumptions",
            [{"assumed": "a", "actual": "b"}] * 6,
            [{"assumed": "a"}],
        ),
        (GATE, "verdict", "uncertain", "yes"),
        (GATE, "confidence", "medium", "none"),
        (GATE, "rationale", "x" * 20, "x" * 19),
    ],
)
def test_limits_of_newer_contracts(base: dict[str, Any], key: str, good: Any, bad: Any) -> None:
    contracts = behavior("3.121.0").contracts
    contract = next(item for item in contracts.values() if item.kind == base["kind"])
    assert contract.is_checkable
    assert check_artifact(contract, base) == []
    assert check_artifact(contract, {**base, key: good}) == []
    assert check_artifact(contract, {**base, key: bad}) != []
    assert check_artifact(contract, {**base, "more": 1}) != []


def test_a_key_that_a_contract_requires_is_missed() -> None:
    contracts = behavior("3.121.0").contracts
    for base in (SHAPING, GATE, without(CODING, "branchName")):
        contract = next(item for item in contracts.values() if item.kind == base["kind"])
        for key in without(base, "kind"):
            routes = [finding.route for finding in check_artifact(contract, without(base, key))]
            assert routes == [(key,)]
