from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines import behavior
from workflowkit.runtime.contracts import NATIVE_CONTRACTS, check_artifact, loop_decision

VECTORS = Path(__file__).parent.parent / "vectors"
CONTRACTS = behavior("3.68.0").contracts
CASES = json.loads((VECTORS / "format-extra/contracts.json").read_text())["cases"]

WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "decision", "metadata", "dimensions", "findings", "level"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['contractRef']} {case['note']}")
def test_artifacts_are_judged_as_by_the_engine(case: dict[str, Any]) -> None:
    findings = check_artifact(CONTRACTS[case["contractRef"]], case["artifact"])
    places = [finding.route for finding in findings]
    assert places == [tuple(problem["path"]) for problem in case.get("problems", [])]
    assert (not findings) == case["valid"]


@given(st.sampled_from(sorted(CONTRACTS)), WILD)
def test_no_artifact_breaks_the_check(reference: str, artifact: Any) -> None:
    assert isinstance(check_artifact(CONTRACTS[reference], artifact), list)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["contractRef"] in NATIVE_CONTRACTS],
    ids=lambda case: f"{case['contractRef']} {case['note']}",
)
def test_what_the_interpreter_reads_is_judged_as_its_schema_says(case: dict[str, Any]) -> None:
    for contracts in (NATIVE_CONTRACTS, CONTRACTS):
        assert (check_artifact(contracts[case["contractRef"]], case["artifact"]) == []) == case[
            "valid"
        ]


def decide(decision: str, **more: str) -> dict[str, Any]:
    return {"kind": "wr.loop_control", "decision": decision, **more}


@pytest.mark.parametrize(
    ("artifacts", "expected"),
    [
        ([], None),
        ([decide("maybe"), "stop", None], None),
        ([decide("stop"), decide("continue")], "continue"),
        ([decide("stop"), decide("continue", loopId="A.b")], "stop"),
        ([decide("stop"), {"kind": "wr.assessment"}], "stop"),
    ],
)
def test_the_last_well_formed_decision_counts(artifacts: Any, expected: str | None) -> None:
    assert loop_decision(artifacts) == expected
