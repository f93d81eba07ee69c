from __future__ import annotations

import pytest

from workflowkit.text.suggest import closest, did_you_mean, near

STEP_KEYS = ["id", "title", "prompt", "promptBlocks", "promptFragments", "runCondition", "guidance"]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("tilte", "title"),
        ("promt", "prompt"),
        ("prompts", "prompt"),
        ("prompt_blocks", "promptBlocks"),
        ("PromptBlocks", "promptBlocks"),
        ("runcondition", "runCondition"),
        ("guidence", "guidance"),
        ("ID", "id"),
    ],
)
def test_a_slip_of_the_hand_finds_the_name_that_was_meant(slip: str, meant: str) -> None:
    assert closest(slip, STEP_KEYS) == meant


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("type", STEP_KEYS),
        ("prom", STEP_KEYS),
        ("condition", STEP_KEYS),
        ("go", ["id", "to", "no"]),
        ("gt", ["lt", "gte"]),
        ("for", ["or", "forEach"]),
        ("min", ["max"]),
        ("phase-1-plan", ["phase-2-plan", "phase-10-plan"]),
        ("wr.refs.memory_store", ["wr.refs.memory_usage", "wr.refs.memory_query"]),
        ("title", ["title"]),
        ("", ["id"]),
        ("anything", []),
    ],
)
def test_another_name_is_not_taken_for_a_slip(name: str, known: list[str]) -> None:
    assert closest(name, known) is None


def test_a_higher_cutoff_demands_more() -> None:
    assert closest("promt", STEP_KEYS, cutoff=0.9) is None


def test_near_names_come_most_alike_first() -> None:
    assert near("phase-build", ["phase-built", "phase_build", "phases-built"]) == [
        "phase_build",
        "phase-built",
        "phases-built",
    ]


def test_the_help_line_asks_for_the_meant_name() -> None:
    assert did_you_mean("tilte", STEP_KEYS) == "did you mean 'title'?"


def test_the_help_line_lists_what_is_known_sorted_when_nothing_is_near() -> None:
    assert did_you_mean("zebra", ["until", "for", "while"]) == "known: for, until, while"


def test_the_help_line_is_cut_when_much_is_known() -> None:
    names = [f"k{number:02}" for number in range(21)]
    assert did_you_mean("zz", names) == f"known: {', '.join(names[:12])} and 9 more"
    assert did_you_mean("zz", names[:20]) == f"known: {', '.join(names[:20])}"


def test_numbers_are_sorted_by_value() -> None:
    assert did_you_mean("x", ["3.121.0", "3.66.0", "latest"]) == "known: 3.66.0, 3.121.0, latest"


def test_the_help_line_is_empty_when_nothing_is_known() -> None:
    assert did_you_mean("zebra", []) == ""
