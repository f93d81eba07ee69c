"""The tokens of paths, each added up by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from tests.work import calls_made
from workflowkit.analysis.data_flow.value_domains import UNSET
from workflowkit.budget.elements import Element, FragmentCost, Passes, Program
from workflowkit.budget.paths import PathCosts, path_costs

FLAG = (True, False, UNSET)


def when(key: str, value: Any = True) -> dict[str, Any]:
    return {"var": key, "equals": value}


def costs(*elements: Element, volatile: frozenset[str] = frozenset(), **domains: Any) -> PathCosts:
    keys = frozenset[str]().union(*(element.keys for element in elements))
    return path_costs(
        Program(elements, {key: domains.get(key, FLAG) for key in keys}, volatile=volatile)
    )


def counted(*elements: Element) -> tuple[PathCosts, int]:
    """Return the costs of *elements*, and how many functions were called to compute them."""
    results: list[PathCosts] = []
    n_calls = calls_made(lambda: results.append(costs(*elements)))
    return results[0], n_calls


def bounds(result: PathCosts) -> tuple[int, int, int]:
    return result.least, result.typical, result.most


def test_steps_are_added_up() -> None:
    result = costs(Element("one", tokens=10), Element("two", tokens=5))
    assert bounds(result) == (15, 15, 15)
    assert result.most_path == (("one", 1), ("two", 1))
    assert result.is_exact


def test_a_conditional_step_is_in_some_paths() -> None:
    result = costs(Element("one", tokens=10), Element("two", when("a"), tokens=8))
    # True and False are equally likely; unset is not likely.
    assert bounds(result) == (10, 14, 18)
    assert result.least_path == (("one", 1),)


def test_the_condition_of_the_first_step_is_not_tested() -> None:
    assert bounds(costs(Element("one", when("a"), tokens=10))) == (10, 10, 10)


def test_branches_that_exclude_each_other_are_not_added() -> None:
    result = costs(
        Element("one", tokens=1),
        Element("yes", when("a"), tokens=100),
        Element("no", when("a", False), tokens=40),
    )
    # Neither runs while the key is unset.
    assert bounds(result) == (1, 71, 101)


def test_a_key_is_unset_until_a_step_captures_it() -> None:
    before = Element("early", when("a"), tokens=50)
    setter = Element("set", tokens=5, captures=frozenset({"a"}))
    result = costs(Element("one", tokens=1), before, setter, Element("last", tokens=1))
    # The skipped step runs late, behind the one that sets its key.
    assert bounds(result) == (7, 32, 57)
    assert result.most_path == (("one", 1), ("set", 1), ("early", 1), ("last", 1))


def test_a_late_step_can_make_another_run() -> None:
    chain = (
        Element("one", tokens=1),
        Element("third", when("b"), tokens=100),
        Element("second", when("a"), tokens=10, captures=frozenset({"b"})),
        Element("set", tokens=5, captures=frozenset({"a"})),
    )
    result = costs(*chain)
    # 6; with the second 16; with the third 116: one half, one quarter, one quarter.
    assert bounds(result) == (6, 36, 116)
    assert [step for step, _ in result.most_path] == ["one", "set", "second", "third"]


def test_a_key_that_is_captured_again_has_a_new_value() -> None:
    setter = Element("set", tokens=1, captures=frozenset({"a"}))
    first = Element("first", when("a"), tokens=10)
    again = Element("again", tokens=1, captures=frozenset({"a"}))
    second = Element("second", when("a", False), tokens=20)
    assert costs(setter, first, again, second).most == 32
    assert costs(setter, first, second).most == 21


def test_fragments_that_exclude_each_other_are_not_added() -> None:
    fragments = (FragmentCost(when("a"), 30), FragmentCost(when("a", False), 50))
    result = costs(Element("one", tokens=10, fragments=fragments))
    assert bounds(result) == (10, 50, 60)
    visit = result.visits["one"]
    assert (visit.least, visit.typical, visit.most) == (10, 50, 60)


def test_a_fragment_and_a_later_step_agree() -> None:
    result = costs(
        Element("one", tokens=1, fragments=(FragmentCost(when("a"), 30),)),
        Element("two", when("a", False), tokens=20),
    )
    assert bounds(result) == (1, 26, 31)


def test_only_the_first_request_for_notes_is_long() -> None:
    steps = [Element(name, tokens=1, first_notes=100, later_notes=10) for name in "abc"]
    assert bounds(costs(*steps)) == (123, 123, 123)
    contract = Element("contract", tokens=1)
    assert bounds(costs(contract, *steps)) == (124, 124, 124)


def test_loops_multiply_their_body() -> None:
    body = (Element("in", tokens=10), Element("maybe", when("a"), tokens=4))
    loop = Element("loop", body=body, passes=Passes(1, 2, 5))
    result = costs(Element("one", tokens=1), loop)
    # 1 + 10; 1 + 2 * 12; 1 + 5 * 14.
    assert bounds(result) == (11, 25, 71)
    assert result.most_path == (("one", 1), ("in", 1), ("maybe", 1), ("in", 4), ("maybe", 4))


def test_a_loop_may_have_no_pass() -> None:
    loop = Element("loop", body=(Element("in", tokens=10),), passes=Passes(0, 2, 3))
    assert bounds(costs(Element("one", tokens=1), loop)) == (1, 21, 31)
    never = Element("loop", body=(Element("in", tokens=10),), passes=Passes(0, 0, 0))
    assert bounds(costs(Element("one", tokens=1), never)) == (1, 1, 1)


def test_the_text_in_front_differs_from_pass_to_pass() -> None:
    inner = Element("in", tokens=10, banners=(1, 2, 4))
    loop = Element("loop", body=(inner,), passes=Passes(1, 2, 3))
    # 10 + 1; 20 + 1 + 2; 30 + 1 + 2 + 4.
    assert bounds(costs(Element("one"), loop)) == (11, 23, 37)


def test_what_a_body_captures_is_known_from_the_second_pass_on() -> None:
    body = (
        Element("retry", when("again"), tokens=100),
        Element("decide", tokens=1, captures=frozenset({"again"})),
    )
    loop = Element("loop", body=body, passes=Passes(1, 2, 3))
    result = costs(Element("one"), loop)
    # 1; 1 + (1 + 50); 1 + 101 + 101.
    assert bounds(result) == (1, 52, 203)


def test_a_key_from_outside_is_the_same_in_all_passes() -> None:
    body = (Element("x", when("a"), tokens=10), Element("y", when("a", False), tokens=7))
    loop = Element("loop", body=body, passes=Passes(2, 2, 2))
    assert bounds(costs(Element("one"), loop)) == (0, 17, 20)


def test_the_variables_of_a_loop_differ_in_each_test() -> None:
    first = {"var": "n", "lte": 1}
    later = {"var": "n", "gt": 1}
    body = (Element("x", first, tokens=10), Element("y", later, tokens=7))
    loop = Element("loop", body=body, passes=Passes(2, 2, 2))
    result = costs(Element("one"), loop, volatile=frozenset({"n"}), n=(1, 2))
    assert result.most == 34


def test_thirty_independent_flags_are_exact_and_fast() -> None:
    names = [f"k{number}" for number in range(30)]
    steps = [Element(name, when(name), tokens=2**number) for number, name in enumerate(names)]
    result, n_calls = counted(Element("one"), *steps)
    assert bounds(result) == (0, (2**30 - 1) // 2 + 1, 2**30 - 1)
    assert result.is_exact
    # The same with all keys set at the end, so that every step runs late.
    late, n_late_calls = counted(Element("one"), *steps, Element("set", captures=frozenset(names)))
    assert (late.least, late.most, late.is_exact) == (0, 2**30 - 1, True)
    assert n_calls + n_late_calls < 150_000


def test_entangled_flags_give_bounds_that_are_called_so() -> None:
    names = [f"k{number}" for number in range(20)]
    ways = [Element(f"a{name}", when(name), tokens=1) for name in names]
    back = [Element(f"b{name}", when(name, False), tokens=1) for name in names]
    result, n_calls = counted(Element("one"), *ways, *back)
    assert not result.is_exact
    # Each key allows one of its two steps at most; the bounds may be wider, never narrower.
    assert result.least == 0
    assert 20 <= result.most <= 40
    assert n_calls < 6_000_000


def test_a_program_with_too_many_runs_has_the_bounds_of_independent_conditions() -> None:
    chance = random.Random(4)
    names = [f"k{number}" for number in range(60)]
    steps = [
        Element(
            f"s{number}",
            when(chance.choice(names)) if number else None,
            tokens=10,
            captures=frozenset({chance.choice(names)}),
        )
        for number in range(300)
    ]
    result, n_calls = counted(*steps)
    # The first step alone; each other one in half of the runs; all of them.
    assert bounds(result) == (10, 10 + 299 * 5, 3000)
    assert not result.is_exact
    assert n_calls < 3_000_000


def _runs(elements: tuple[Element, ...], keys: list[str]) -> Iterator[int]:
    """Yield the tokens of every run, as the engine would run it, for keys that nothing captures twice."""
    captured = frozenset[str]().union(*(element.captures for element in elements))
    for values in product(FLAG, repeat=len(keys)):
        chosen = dict(zip(keys, values, strict=True))
        known = {key for key in keys if key not in captured}
        done: set[int] = set()
        total = 0
        while True:
            index = next(
                (
                    i
                    for i, element in enumerate(elements)
                    if i not in done and (not i or _holds(element.condition, chosen, known))
                ),
                None,
            )
            if index is None:
                break
            done.add(index)
            element = elements[index]
            shown = (f.tokens for f in element.fragments if _holds(f.condition, chosen, known))
            total += element.tokens + sum(shown)
            known |= element.captures
        yield total


def _holds(condition: Any, chosen: dict[str, Any], known: set[str]) -> bool:
    if condition is None:
        return True
    return condition["var"] in known and chosen[condition["var"]] is condition["equals"]


@pytest.mark.parametrize("seed", range(60))
def test_bounds_equal_those_of_all_runs_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    keys = ["a", "b", "c", "d"]
    free = list(keys)
    elements: list[Element] = []
    for number in range(chance.randint(2, 7)):
        captures: frozenset[str] = frozenset()
        if free and chance.random() < 0.5:
            captures = frozenset({free.pop(chance.randrange(len(free)))})
        condition = when(chance.choice(keys), chance.choice((True, False)))
        fragments = tuple(
            FragmentCost(
                when(chance.choice(keys), chance.choice((True, False))), chance.randint(1, 9)
            )
            for _ in range(chance.randint(0, 2))
        )
        elements.append(
            Element(
                f"s{number}",
                condition if chance.random() < 0.7 else None,
                tokens=chance.randint(1, 99),
                captures=captures,
                fragments=fragments,
            )
        )
    result = path_costs(Program(tuple(elements), dict.fromkeys(keys, FLAG)))
    totals = list(_runs(tuple(elements), keys))
    assert result.is_exact
    assert (result.least, result.most) == (min(totals), max(totals))
