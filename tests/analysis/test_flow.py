"""The order of steps, worked out by hand from the engine's way to scan."""

from __future__ import annotations

from itertools import product

import pytest

from tests.analysis.small_workflows import analysis, equals, loop, step
from tests.work import calls_made
from workflowkit.analysis.data_flow import flow
from workflowkit.analysis.data_flow.flow import UNSET, Flow
from workflowkit.text.routes import Json


def flow_of(*steps: Json, **fields: Json) -> Flow:
    return analysis(list(steps), **fields).flow


def paths(found: Flow) -> dict[str, Json]:
    """Order of step ids to the values of the keys that lead to it."""
    return {
        " ".join(item.id for item in path.steps): {
            key: path.values[key] for key in sorted(path.decided_by)
        }
        for path in found.paths
    }


def run(found: Flow, **values: Json) -> str:
    return " ".join(item.id for item in found.run(values))


SETS = step("a", "Set `k = 1`.")


def test_without_conditions_there_is_one_path() -> None:
    assert paths(flow_of(step("a"), step("b"))) == {"a b": {}}


def test_every_literal_another_value_and_no_value_are_tried() -> None:
    found = flow_of(
        SETS,
        step("b", when=equals("k", "x")),
        step("c", when=equals("k", "y")),
        step("d"),
    )
    assert found.domains == {"k": ("x", "y", "<other>", UNSET)}
    assert paths(found) == {"a b d": {"k": "x"}, "a c d": {"k": "y"}, "a d": {"k": "<other>"}}
    assert len(found.runs) == 4


def test_the_first_step_always_runs() -> None:
    found = flow_of(step("a", when=equals("k", "x")), step("b"))
    assert found.domains == {}
    assert paths(found) == {"a b": {}}


def test_an_unset_key_ends_a_workflow_whose_later_steps_all_test_it() -> None:
    found = flow_of(step("a"), step("b", when=equals("k", "x")), step("c", when=equals("k", "y")))
    assert run(found, k="x") == "a b"
    assert run(found, k=UNSET) == "a"
    assert run(found) == "a"


def test_an_unset_key_makes_not_equals_true() -> None:
    found = flow_of(SETS, step("b", when={"var": "k", "not_equals": "x"}))
    assert paths(found) == {"a": {"k": "x"}, "a b": {"k": "<other>"}}
    assert run(found, k=UNSET) == "a b"


def test_a_key_has_no_value_before_the_step_that_sets_it() -> None:
    """Step b is passed over, then c sets the key, then the scan from the beginning finds b."""
    found = flow_of(
        step("a"), step("b", when=equals("k", "x")), step("c", "Set `k = x`."), step("d")
    )
    assert paths(found) == {"a c b d": {"k": "x"}, "a c d": {"k": "<other>"}}


def test_a_key_that_nothing_sets_has_its_value_from_the_start() -> None:
    found = flow_of(step("a"), step("b", when=equals("k", "x")), step("c"))
    assert run(found, k="x") == "a b c"


def test_a_declared_input_that_is_also_set_has_its_value_from_the_start() -> None:
    steps = (step("a"), step("b", when=equals("k", "x")), step("c", "Set `k = x`."))
    assert run(flow_of(*steps), k="x") == "a c b"
    assert run(flow_of(*steps, preconditions=["`k` is known."]), k="x") == "a b c"


def test_keys_that_no_condition_looks_at_on_a_path_are_free() -> None:
    found = flow_of(
        step("a", "Set `k = 1`."),
        step("b", "Set `m = 1`.", when=equals("k", "x")),
        step("c", when=equals("m", "y")),
    )
    assert paths(found) == {
        "a b c": {"k": "x", "m": "y"},
        "a b": {"k": "x", "m": "<other>"},
        "a": {"k": "<other>"},
    }
    assert len(found.runs) == 5
    assert [path.values["m"] for path in found.runs] == ["y", "<other>", UNSET, "y", "y"]


def test_two_keys_meet_in_every_combination() -> None:
    """Four steps with two flags each; the runs are those of the engine's rules applied to all 9 pairs."""
    both: Json = {"and": [equals("k", "x"), equals("m", "y")]}
    either: Json = {"or": [equals("k", "x"), equals("m", "y")]}
    neither: Json = {"not": either}
    found = flow_of(
        step("a", "Set `k = 1`. Set `m = 1`."),
        step("both", when=both),
        step("either", when=either),
        step("neither", when=neither),
    )
    expected = {}
    for k, m in product(["x", "<other>", UNSET], ["y", "<other>", UNSET]):
        has = (k == "x", m == "y")
        names = ["a", *["both"] * all(has), *["either"] * any(has), *["neither"] * (not any(has))]
        expected[k, m] = " ".join(names)
    assert {(k, m): run(found, k=k, m=m) for k, m in expected} == expected
    assert set(paths(found)) == set(expected.values())
    assert len(found.runs) == 9


def test_a_changed_key_brings_a_skipped_step_back() -> None:
    found = flow_of(
        SETS,
        step("b", when=equals("k", "x")),
        step("c", when=equals("k", "y")),
        step("d", "Set `k = 2`."),
        step("e"),
    )
    steps = found.run({"k": "x"}, {("steps", 3): {"k": "y"}})
    assert [item.id for item in steps] == ["a", "b", "d", "c", "e"]
    assert run(found, k="x") == "a b d e"


def test_a_loop_is_one_element_and_sets_what_its_body_sets() -> None:
    inner = [step("in", "Set `k = 1`.", when={"var": "goal"})]
    found = flow_of(
        step("a"), loop("rounds", inner, kind="for", count=2), step("b", when={"var": "k"})
    )
    assert [item.id for item in found.elements] == ["a", "rounds", "b"]
    assert paths(found) == {"a rounds b": {"k": True}, "a rounds": {"k": False}}


def test_a_body_named_by_id_runs_in_its_loop_only() -> None:
    found = flow_of(
        step("a"),
        loop("rounds", "in", kind="for", count=2),
        step("in", "Set `k = 1`.", when={"var": "goal"}),
        step("b", when={"var": "k"}),
    )
    assert [item.id for item in found.elements] == ["a", "rounds", "b"]
    assert paths(found) == {"a rounds b": {"k": True}, "a rounds": {"k": False}}


def test_a_first_step_that_is_a_body_is_presented_before_all_others() -> None:
    found = flow_of(step("in"), loop("rounds", "in", kind="for", count=2), step("b"))
    assert paths(found) == {"in rounds b": {}}


def test_a_loop_that_stands_first_is_shown_and_its_body_never_runs() -> None:
    found = flow_of(
        loop("rounds", [step("in", "Set `k = 1`.")], kind="for", count=2),
        step("b", when={"var": "k"}),
    )
    assert run(found, k=True) == "rounds"


def test_a_conditional_loop_is_left_out_with_its_body() -> None:
    inner = [step("in", "Set `m = 1`.")]
    found = flow_of(
        SETS,
        loop("rounds", inner, when=equals("k", "x"), kind="for", count=2),
        step("b", when={"var": "m"}),
    )
    assert paths(found) == {
        "a rounds b": {"k": "x", "m": True},
        "a rounds": {"k": "x", "m": False},
        "a": {"k": "<other>"},
    }


def test_conditions_that_decide_no_top_level_step_open_no_paths() -> None:
    inner = [step("in", when=equals("k", "x"))]
    found = flow_of(
        SETS,
        loop("rounds", inner, condition=equals("m", "y")),
        step("b", requireConfirmation=equals("k", "z")),
    )
    assert found.domains == {}


def test_declared_values_that_no_condition_names_are_one_kind() -> None:
    found = flow_of(
        {
            "id": "a",
            "promptBlocks": {"outputRequired": {"k": "one of small | medium | large: by size"}},
        },
        step("b", when=equals("k", "Large ")),
    )
    assert found.domains == {"k": ("small", "large", UNSET)}


def test_a_boolean_is_true_false_or_unset() -> None:
    found = flow_of(
        {"id": "a", "promptBlocks": {"outputRequired": {"k": "boolean: whether it builds"}}},
        step("b", when=equals("k", False)),
    )
    assert found.domains == {"k": (True, False, UNSET)}
    assert run(found, k=False) == "a b"
    assert run(found, k=UNSET) == "a"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"var": "k", "in": ["x", "y", 3]}, ("x", "<other>")),
        ({"var": "k", "gt": 0}, (0, 1)),
        ({"var": "k", "lte": 2}, (2, 3)),
        ({"var": "k"}, (True, False)),
        ({"and": [{"var": "k", "gt": 3}, {"var": "k", "lt": 4}]}, (3, 4, 3.5, "<other>")),
        ({"and": [{"var": "k", "gte": 1}, {"not": {"var": "k", "gte": 2}}]}, (1, 2, 0)),
        ({"var": "k", "equals": 0}, (0, 1)),
        ({"var": "k", "equals": None}, ("<other>",)),
        ({"var": "k", "equals": []}, ("<other>",)),
        ({"var": "k", "in": [["x"], None]}, ("<other>",)),
        ({"var": "k", "equals": 1e400}, (float("inf"), "<other>")),
        ({"var": "k", "gt": 10**400}, (10**400,)),
        ({"var": "k", "contains": "part"}, ("part", "<other>")),
    ],
)
def test_domains_have_one_value_of_each_kind(condition: Json, expected: tuple[Json, ...]) -> None:
    found = flow_of(SETS, step("b", when=condition))
    assert found.domains == {"k": (*expected, UNSET)}


def test_eight_flags_are_within_what_is_enumerated() -> None:
    """Each step tests its own flag: every subset of the eight steps is a path, and a flag that is unset is as good as false."""
    flags = [f"flag{number}" for number in range(8)]
    found = flow_of(
        step("a"),
        *(
            step(f"s{index}", when={"var": flag, "equals": True})
            for index, flag in enumerate(flags)
        ),
    )
    assert found.is_exhaustive
    assert (len(found.runs), len(found.paths)) == (3**8, 2**8)


def test_too_many_combinations_are_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "MAX_ASSIGNMENTS", 2)
    steps = (SETS, step("b", when=equals("k", "x")))
    assert flow_of(*steps).paths == ()
    assert not flow_of(*steps).is_exhaustive
    monkeypatch.setattr(flow, "MAX_ASSIGNMENTS", 3)
    assert len(flow_of(*steps).paths) == 2


def test_a_workflow_without_steps_has_no_paths() -> None:
    found = flow_of()
    assert (found.elements, found.paths, list(found.run({}))) == ((), (), [])


def test_odd_steps_are_survived() -> None:
    found = flow_of(
        step("a"),
        {"id": 3, "type": "loop", "loop": [], "body": 7},
        {"runCondition": {"var": {"x": 1}, "in": "text"}},
        {"runCondition": {"and": {}, "var": None}},
    )
    assert [len(path.steps) for path in found.paths] == [3, 2]


@pytest.mark.parametrize(
    "conditions",
    [
        [{"and": [{"var": f"flag{number}"} for number in range(1_600)]}],
        [equals("key", f"value{number}") for number in range(1_600)],
        [{"or": [equals("key", f"value{number}") for number in range(3_200)]}],
        [{"var": "count", "gt": number} for number in range(800)],
        [equals(f"flag{number % 14}", True) for number in range(1_600)],
    ],
    ids=["many-keys", "many-literals", "one-or", "many-bounds", "many-steps"],
)
def test_what_is_too_large_is_not_known(conditions: list[Json]) -> None:
    steps = [step(f"s{number}", when=when) for number, when in enumerate(conditions)]

    def follow() -> None:
        found = flow_of(step("first"), *steps)
        assert found.runs == () or len(found.runs) <= flow.MAX_ASSIGNMENTS

    # The largest takes a third of it; without the limits each takes far more than ten times as many.
    assert calls_made(follow) < 25_000_000
