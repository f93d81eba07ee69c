"""The explorer ends soon on any workflow, and says what it did not try."""

from __future__ import annotations

from tests.rendering.pinning import pinned, workflow
from workflowkit.simulation.choices import MAX_VALUES, ChoiceModel
from workflowkit.simulation.explore import explore


def test_a_key_that_is_compared_with_very_many_values_is_not_explored_to_the_end() -> None:
    tests = [{"var": "key", "equals": f"value {index}"} for index in range(MAX_VALUES + 50)]
    flow = pinned(workflow({"id": "first"}, {"id": "second", "runCondition": {"or": tests}}))
    assert ChoiceModel(flow).cut_off == ("key",)
    found = explore(flow)
    assert found.n_paths is None
    assert f"'key' is compared with more than {MAX_VALUES} values" in found.notes[0]
    assert not any(each.is_infeasible for each in found.uncovered)


def test_equal_tests_do_not_multiply_paths() -> None:
    steps = [{"id": f"step-{index}", "runCondition": {"var": "go"}} for index in range(20)]
    found = explore(pinned(workflow({"id": "first"}, *steps)))
    assert found.n_paths == 2
    assert {len(path.run.path) for path in found.paths} == {1, 21}


def test_a_loop_with_a_high_bound_is_explored_up_to_it() -> None:
    contract = {"contractRef": "wr.contracts.loop_control"}
    loop = {
        "id": "loop",
        "type": "loop",
        "loop": {
            "type": "while",
            "maxIterations": 100,
            "conditionSource": {"kind": "artifact_contract", "loopId": "loop", **contract},
        },
        "body": [{"id": "decide", "outputContract": contract}],
    }
    found = explore(pinned(workflow({"id": "first"}, loop)))
    # One pass to a hundred; without a decision the first one begins always.
    assert found.n_paths == 100
    assert sorted(path.run.passes["loop"] for path in found.cover) == [1, 2, 100]
