from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.rendering.pinning import pinned
from tests.simulation.random_flows import FLOWS
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.simulation.choices import DECISION, ChoiceModel
from workflowkit.simulation.explore import explore
from workflowkit.simulation.goals import all_goals, covered_by
from workflowkit.simulation.path_graph import Limits, PathCounter, build_graph, enumerate_paths
from workflowkit.simulation.play import Answer, Situation, begin, submit
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


def answers(model: ChoiceModel, step_id: str) -> list[Answer]:
    """Return every answer to a step: each key that it asks for with each value, or not sent."""
    keys = sorted(model.set_by[step_id])
    options = [[*model.domains[key], *([] if key == DECISION else [UNSET])] for key in keys]
    found = []
    for values in product(*options):
        chosen = dict(zip(keys, values, strict=True))
        decision = chosen.pop(DECISION, None)
        artifacts = () if decision is None else ({"kind": "wr.loop_control", "decision": decision},)
        context = {key: value for key, value in chosen.items() if value is not UNSET}
        found.append(Answer(context, "Done.", artifacts))
    return found


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(FLOWS)
def test_the_paths_are_those_of_all_answers(value: dict[str, Any]) -> None:
    flow = pinned(value)
    expected = all_paths(flow)
    if expected is None:
        return
    graph = build_graph(ChoiceModel(flow), Limits())
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
    assert PathCounter(graph, Limits()).count() == len(paths) == len(found)


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(FLOWS)
def test_the_cover_is_confirmed_by_the_player(value: dict[str, Any]) -> None:
    flow = pinned(value)
    graph = build_graph(ChoiceModel(flow), Limits())
    found = explore(flow)
    assert graph.goals <= found.covered
    for path in (*found.paths, *found.cover):
        assert covered_by(path.run) == path.covered
    assert {each.goal for each in found.uncovered} == set(all_goals(flow)) - found.covered
