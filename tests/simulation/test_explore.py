from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.rendering.pinning import pinned, workflow
from tests.simulation.random_flows import FLOWS
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.choices import DECISION, ChoiceModel
from workflowkit.simulation.explore import Exploration, explore
from workflowkit.simulation.goals import all_goals, covered_by
from workflowkit.simulation.path_graph import (
    ExplorationLimits,
    PathCounter,
    build_graph,
    enumerate_paths,
)
from workflowkit.simulation.play import Situation, StepAnswer, begin, submit
from workflowkit.simulation.runs import instance_name

MAX_BRUTE = 4_000


def all_paths(flow: PinnedWorkflow) -> set[tuple[str, ...]] | None:
    """Return the path of every run, by trying every answer at every step; None when there are too many."""
    model = ChoiceModel(flow)
    starts = [(key, model.domains[key]) for key in sorted(model.initial)]
    found: set[tuple[str, ...]] = set()
    pending: list[tuple[Situation, tuple[str, ...]]] = []
    for values in product(*(domain for _, domain in starts)):
        context = {
            key: value for (key, _), value in zip(starts, values, strict=True) if value is not UNSET
        }
        situation = begin(flow, context)
        assert isinstance(situation, Situation)
        pending.append((situation, ()))
    n_tried = 0
    while pending:
        situation, path = pending.pop()
        if situation.pending is None:
            found.add(path)
            continue
        path = (*path, instance_name(situation.pending))
        for answer in answers(model, situation.pending.step_id):
            n_tried += 1
            if n_tried > MAX_BRUTE:
                return None
            attempt = submit(flow, situation, answer)
            if attempt.failure is not None:
                found.add((*path, "failed"))
            else:
                pending.append((attempt.situation, path))
    return found


def answers(model: ChoiceModel, step_id: str) -> list[StepAnswer]:
    """Return every answer to a step: each key that it asks for with each value, or not sent."""
    keys = sorted(model.set_by[step_id])
    options = [[*model.domains[key], *([] if key == DECISION else [UNSET])] for key in keys]
    found = []
    for values in product(*options):
        chosen = dict(zip(keys, values, strict=True))
        decision = chosen.pop(DECISION, None)
        artifacts = () if decision is None else ({"kind": "wr.loop_control", "decision": decision},)
        context = {key: value for key, value in chosen.items() if value is not UNSET}
        found.append(StepAnswer(context, "Done.", artifacts))
    return found


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(FLOWS)
def test_the_paths_are_those_of_all_answers(value: dict[str, Any]) -> None:
    flow = pinned(value)
    expected = all_paths(flow)
    if expected is None:
        return
    graph = build_graph(ChoiceModel(flow), ExplorationLimits())
    assert graph.is_complete
    paths = list(enumerate_paths(graph))
    found = {
        (
            *(instance_name(edge.instance) for edge in edges if edge.instance),
            *(["failed"] if edges[-1].end == "failed" else []),
        )
        for edges in paths
    }
    assert found == expected
    assert PathCounter(graph, ExplorationLimits()).count() == len(paths) == len(found)


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(FLOWS)
def test_the_cover_is_confirmed_by_the_player(value: dict[str, Any]) -> None:
    flow = pinned(value)
    graph = build_graph(ChoiceModel(flow), ExplorationLimits())
    found = explore(flow)
    assert graph.goals <= found.covered
    for path in (*found.paths, *found.cover):
        assert covered_by(path.run) == path.covered
    assert {each.goal for each in found.uncovered} == set(all_goals(flow)) - found.covered


def flags(number: int, *, are_tested_again: bool = False) -> dict[str, Any]:
    """Return a workflow with *number* independent flags, each of which decides about a step."""
    names = [f"flag{index}" for index in range(number)]
    asked = dict.fromkeys(names, "boolean: a flag")
    first = {"id": "first", "promptBlocks": {"goal": "Set flags.", "outputRequired": asked}}
    steps = [{"id": f"step-{name}", "runCondition": {"var": name}} for name in names]
    if are_tested_again:
        steps += [{"id": f"again-{name}", "runCondition": {"var": name}} for name in names]
    return workflow(first, *steps)


def test_thirty_flags_are_counted_without_being_listed() -> None:
    found = explore(pinned(flags(30)))
    assert found.n_paths == 2**30
    assert (len(found.cover), found.uncovered, found.paths) == (2, (), ())
    assert {len(path.run.path) for path in found.cover} == {1, 31}


def test_thirty_flags_that_are_tested_twice_are_covered_within_the_limits() -> None:
    found = explore(
        pinned(flags(30, are_tested_again=True)), limits=ExplorationLimits(n_edges=2_000)
    )
    assert found.n_paths is None
    assert found.uncovered == ()
    assert len(found.cover) <= 4
    assert "the limit was reached" in found.notes[0]


def test_time_ends_the_exploration() -> None:
    found = explore(
        pinned(flags(30, are_tested_again=True)), limits=ExplorationLimits(is_late=lambda: True)
    )
    assert found.n_paths is None
    assert not any(each.is_infeasible for each in found.uncovered)


def found_in(*steps: dict[str, Any], **fields: Any) -> Exploration:
    return explore(pinned(workflow(*steps, **fields)))


def test_a_workflow_that_ends_after_its_first_step_is_found_with_the_answers() -> None:
    found = found_in(
        {"id": "first"},
        {"id": "second", "runCondition": {"var": "go", "equals": True}},
        {"id": "third", "runCondition": {"var": "go", "equals": False}},
    )
    assert found.after_first is not None
    assert found.after_first.run.path == ("first",)
    # Nobody sets the key, so that it is left unset.
    assert found.after_first.scenario.context is None
    assert found_in({"id": "first"}, {"id": "second"}).after_first is None
    assert found_in({"id": "first"}).after_first is None


def test_a_first_step_of_the_engine_is_not_the_first_step_of_the_workflow() -> None:
    flow = workflow(
        {"id": "first"}, {"id": "second", "runCondition": {"var": "go", "equals": True}}
    )
    found = explore(pinned(flow, engine="3.121.0"))
    assert found.after_first is not None
    assert found.after_first.run.path == ("wr-system-onboarding", "first")
    # Not listed when all paths are only covered.
    short = explore(pinned(flow, engine="3.121.0"), max_paths=0).after_first
    assert short is not None
    flow = workflow({"id": "first"}, {"id": "second"})
    assert explore(pinned(flow, engine="3.121.0")).after_first is None
    assert explore(pinned(workflow({"id": "first"}), engine="3.121.0")).after_first is None


def test_a_lost_session_presents_nothing_and_is_the_reason_for_what_is_not_covered() -> None:
    contract = {"contractRef": "wr.contracts.loop_control"}
    loop = {"type": "while", "maxIterations": 3}
    found = found_in(
        {"id": "first"},
        {
            "id": "rounds",
            "type": "loop",
            "loop": {**loop, "conditionSource": {"kind": "artifact_contract", **contract}},
            "body": [
                {"id": "decide", "title": "Decide", "prompt": "Go.", "outputContract": contract}
            ],
        },
    )
    # The engine answers the advance that tests the loop with an error: nobody reads 'decide'.
    assert [path.run.path for path in found.paths] == [("first",)]
    reasons = {each.goal.text: each.reason for each in found.uncovered}
    assert reasons["step decide"] == "no run leads to it"
    lost = "the engine loses the session when it first tests the loop"
    assert {reasons[f"loop rounds: {end}"] for end in ("none", "one", "many", "bound")} == {lost}


def infeasible(found: Exploration) -> dict[str, str]:
    return {each.goal.text: each.reason for each in found.uncovered if each.is_infeasible}


def test_what_is_infeasible_is_named_with_the_reason() -> None:
    ask = {"id": "ask", "promptBlocks": {"goal": "g", "outputRequired": {"aaa": "one of x | y: z"}}}
    found = infeasible(
        found_in(
            ask,
            {"id": "never", "runCondition": {"var": "aaa", "equals": "z"}},
            {"id": "both", "runCondition": {"or": [{"var": "aaa", "equals": "x"}, {"not": {"var": "aaa", "equals": "x"}}]}},
        )
    )  # fmt: skip
    assert sorted(found) == [
        "condition both runCondition: false",
        "condition never runCondition: true",
        "step never",
    ]
    assert "'aaa' (set by 'ask') distinguishes 'x'" in found["step never"]


def test_a_step_that_cannot_be_completed_blocks_every_path() -> None:
    contract = {"contractRef": "wr.contracts.discovery_handoff"}
    found = found_in({"id": "first"}, {"id": "deliver", "outputContract": contract}, {"id": "end"})
    (path,) = found.paths
    assert (path.run.end.value, path.run.path) == ("blocked", ("first", "deliver"))
    assert "no check for" in path.reason
    assert infeasible(found).keys() == {
        "step end",
        "contract deliver wr.contracts.discovery_handoff: accepted",
    }


def test_a_step_that_was_skipped_runs_late() -> None:
    ask = {"id": "ask", "promptBlocks": {"goal": "g", "outputRequired": {"aaa": "boolean: z"}}}
    found = found_in({"id": "first"}, {"id": "early", "runCondition": {"var": "aaa"}}, ask)
    assert {path.run.path for path in found.paths} == {
        ("first", "ask"),
        ("first", "ask", "early"),
    }


def test_fragments_are_shown_and_hidden_in_few_runs() -> None:
    asked = dict.fromkeys(("aaa", "bbb", "ccc"), "boolean: a flag")
    fragments = [
        {"id": name, "when": {"var": name, "equals": True}, "text": f"Text {name}."}
        for name in asked
    ]
    both = {"and": [{"var": "aaa", "equals": True}, {"var": "bbb", "equals": False}]}
    found = found_in(
        {"id": "first", "promptBlocks": {"goal": "g", "outputRequired": asked}},
        {
            "id": "second",
            "promptFragments": [*fragments, {"id": "both", "when": both, "text": "Both."}],
        },
    )
    assert found.n_paths == 1
    assert found.uncovered == ()
    # True and false of each flag take two runs; the fragment with two keys takes one of its own.
    assert len(found.cover) <= 3


def test_refused_answers_and_consequences_are_part_of_the_cover() -> None:
    dimension = {"id": "fit", "purpose": "p", "levels": ["good", "bad"]}
    found = found_in(
        {"id": "first"},
        {
            "id": "rate",
            "assessmentRefs": ["rating"],
            "assessmentConsequences": [
                {
                    "when": {"anyEqualsLevel": "bad"},
                    "effect": {"kind": "require_followup", "guidance": "Do better."},
                }
            ],
        },
        assessments=[{"id": "rating", "purpose": "p", "dimensions": [dimension]}],
    )
    assert found.uncovered == ()
    (path,) = found.cover
    codes = [blocker.code.value for move in path.run.moves for blocker in move.attempt.blockers]
    assert sorted(codes) == ["ASSESSMENT_FOLLOWUP_REQUIRED", "INVALID_REQUIRED_OUTPUT"]
    assert path.run.end.value == "complete"


def test_every_number_of_passes_up_to_the_bound_is_a_path() -> None:
    loop = {
        "id": "loop",
        "type": "loop",
        "loop": {"type": "forEach", "items": "files", "maxIterations": 5},
        "body": [{"id": "work"}],
    }
    found = found_in({"id": "first"}, loop)
    # Lists of none, one, two and as many entries as the bound.
    assert {path.run.passes["loop"] for path in found.paths} == {0, 1, 2, 5}
    assert found.is_smallest
    assert len(found.cover) == 4
