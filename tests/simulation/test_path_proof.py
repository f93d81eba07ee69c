"""Proofs that every path ends at one step."""

from __future__ import annotations

import pytest

from tests.rendering.pinning import pinned, workflow
from tests.simulation.flows import RELEASE
from workflowkit.simulation.path_graph import ExplorationLimits
from workflowkit.simulation.path_proof import prove_last_step
from workflowkit.simulation.scenario_check import differences
from workflowkit.simulation.scenario_reader import check_names, read_scenario
from workflowkit.simulation.scenario_run import run_scenario

ENDS_EARLY = workflow(
    {
        "id": "choose",
        "promptBlocks": {"goal": "Choose.", "outputRequired": {"way": "one of short | long"}},
    },
    {"id": "work", "runCondition": {"var": "way", "equals": "long"}},
    {"id": "report", "runCondition": {"var": "way", "equals": "long"}},
)


def test_a_last_step_without_a_condition_ends_every_path() -> None:
    assert prove_last_step(pinned(RELEASE), "publish").is_proved


def test_the_shortest_run_that_ends_elsewhere_is_the_counterexample() -> None:
    flow = pinned(ENDS_EARLY)
    proof = prove_last_step(flow, "report")
    assert not proof.is_proved
    assert proof.counterexample is not None
    assert run_scenario(flow, proof.counterexample).run.path == ("choose",)


def test_a_step_that_is_blocked_is_a_counterexample() -> None:
    flow = pinned(
        workflow(
            {"id": "first"},
            {"id": "stuck", "outputContract": {"contractRef": "wr.contracts.assessment"}},
            {"id": "last"},
        )
    )
    proof = prove_last_step(flow, "last")
    assert proof.counterexample is not None
    run = run_scenario(flow, proof.counterexample).run
    assert (run.path, run.end.value) == (("first", "stuck"), "blocked")


def test_nothing_is_proved_when_a_limit_is_reached() -> None:
    proof = prove_last_step(pinned(RELEASE), "publish", ExplorationLimits(n_edges=1))
    assert (proof.is_proved, proof.counterexample) == (False, None)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("report", "a run ends after 'choose' (complete); expected every path to end at 'report'"),
        ("choose", "a run ends after 'report' (complete); expected every path to end at 'choose'"),
    ],
)
def test_a_scenario_can_expect_the_end_of_every_path(step: str, message: str) -> None:
    flow = pinned(ENDS_EARLY)
    read = read_scenario(f"expect: {{everyPathEndsAt: {step}}}\n")
    assert read.scenario is not None
    (found,) = differences(run_scenario(flow, read.scenario))
    assert (found.expectation, found.message) == ("everyPathEndsAt", message)
    assert any("way" in detail for detail in found.details)


def test_the_name_of_the_step_is_checked() -> None:
    read = read_scenario("expect: {everyPathEndsAt: reprot}\n")
    (error,) = check_names(read, pinned(ENDS_EARLY))
    assert "did you mean 'report'" in error.text
