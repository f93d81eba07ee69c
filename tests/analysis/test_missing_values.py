"""Gaps: only runs on which a key is missing, and only tests that the missing key decides."""

from __future__ import annotations

from tests.analysis.small_workflows import analysis, equals, step
from workflowkit.text.routes import Json

SIZE: dict[str, Json] = {
    "id": "a",
    "promptBlocks": {"outputRequired": {"size": "one of small | large"}},
}
LARGE = equals("size", "large")


def gaps(*steps: Json) -> list[tuple[str, str, bool, str]]:
    """Step, key, what the condition gives, and the run on which the key is missing."""
    found = analysis(list(steps)).gaps
    return [
        (gap.read.step.id, gap.read.key, gap.holds, " ".join(item.id for item in gap.path.steps))
        for gap in found
    ]


def test_a_key_of_one_branch_is_missing_on_the_other() -> None:
    assert gaps(
        SIZE, step("b", "Set `k = x`.", when=LARGE), step("c", when=equals("k", "x")), step("d")
    ) == [("c", "k", False, "a d")]


def test_not_equals_holds_without_the_key() -> None:
    assert gaps(
        SIZE,
        step("b", "Set `k = x`.", when=LARGE),
        step("c", when={"var": "k", "not_equals": "x"}),
    ) == [("c", "k", True, "a c")]


def test_a_condition_that_implies_the_branch_has_no_gap() -> None:
    assert (
        gaps(
            SIZE,
            step("b", "Set `k = x`.", when=LARGE),
            step("c", when={"and": [LARGE, equals("k", "x")]}),
            step("d", when={"or": [equals("size", "small"), equals("k", "x")]}),
        )
        == []
    )


def test_a_forgotten_key_opens_no_gap() -> None:
    """Without a size neither branch runs; that the other key is then missing too is no news."""
    assert (
        gaps(
            SIZE,
            step("b", "Set `k = x`.", when=LARGE),
            step("c", "Set `k = y`.", when=equals("size", "small")),
            step("d", when=equals("k", "x")),
        )
        == []
    )


def test_keys_that_nothing_or_only_later_steps_set_have_no_gap() -> None:
    assert gaps(SIZE, step("b", when=equals("k", "x")), step("c", when=equals("late", "x"))) == []
    assert gaps(SIZE, step("b", when=equals("k", "x")), step("c", "Set `k = x`.")) == []
