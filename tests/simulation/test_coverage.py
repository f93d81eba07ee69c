from __future__ import annotations

from tests.rendering.pinning import pinned
from tests.simulation.flows import RELEASE
from workflowkit.simulation.coverage import (
    CoveringRun,
    Share,
    WorkflowCoverage,
    covering_run,
    measure,
    missed_thresholds,
)
from workflowkit.simulation.goals import GoalKind
from workflowkit.simulation.play import StepAnswer
from workflowkit.simulation.runs import Turn, play

FLOW = pinned(RELEASE)
VERDICT = {
    "kind": "wr.review_verdict",
    "verdict": "clean",
    "confidence": "high",
    "findings": [],
    "summary": "Fine.",
}


def answer(turn: Turn) -> StepAnswer:
    """Take the quick way, with one pass."""
    artifacts = {
        "decide": ({"kind": "wr.loop_control", "decision": "stop"},),
        "publish": (VERDICT,),
    }
    context = {"mode": "quick"} if turn.step == "triage" else None
    return StepAnswer(context, "Done.", artifacts.get(turn.step, ()))


def quick() -> CoveringRun:
    return covering_run(play(FLOW, answer), "quick")


def test_one_run_covers_what_it_reaches() -> None:
    coverage = measure(FLOW, [quick()])
    # Steps: all but inspect. Conditions: one run condition and one fragment, each way; the loop is decided by artifacts.
    assert coverage.shares == {
        "steps": Share(4, 5),
        "conditions": Share(1, 4),
        "fragments": Share(0, 1),
        "loops": Share(1, 3),
        "gates": Share(1, 1),
        "consequences": Share(0, 0),
        "contracts": Share(2, 4),
        "paths": Share(1, 6),
    }
    assert coverage.total == Share(9, 18)
    assert coverage.total.percent == 50.0


def test_infeasible_goals_do_not_count_and_have_a_reason() -> None:
    coverage = measure(FLOW, [])
    (none,) = [
        each
        for each in coverage.goals
        if each.goal.kind is GoalKind.LOOP and each.goal.outcome == "none"
    ]
    assert none.is_infeasible
    assert none.reason == "without a decision before it the loop begins its first pass"


def test_a_goal_names_the_runs_that_cover_it() -> None:
    coverage = measure(FLOW, [quick(), CoveringRun("nothing", frozenset(), (), False)])
    by = {each.goal.text: each.by for each in coverage.goals}
    assert by["step build"] == ("quick",)
    assert by["step inspect"] == ()


def missed(coverage: WorkflowCoverage, **least: float) -> list[str]:
    return list(missed_thresholds([coverage], least))


def test_thresholds_are_compared_per_kind() -> None:
    coverage = measure(FLOW, [quick()], path="flow.json")
    assert missed(coverage, total=50, gates=100, consequences=100) == []
    assert missed(coverage, total=50.1, steps=90) == [
        "flow.json: total 50.0% (9 of 18); expected at least 50.1%",
        "flow.json: steps 80.0% (4 of 5); expected at least 90%",
    ]
