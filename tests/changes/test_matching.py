"""Which step of the new version is which one of the old."""

from __future__ import annotations

from workflowkit.changes.matching import match_steps
from workflowkit.changes.version import VersionStep

TEXTS = {
    "read": "Read the request and list what it asks for, one point on each line.",
    "build": "Build what was asked, one part after the other, and keep each part small.",
    "ship": "Tag the release, publish the notes, and tell everybody who waits for it.",
}


def _step(name: str, text: str = "", loop: str = "") -> VersionStep:
    value = {"id": name, "title": name, "prompt": text or TEXTS.get(name, f"Do {name} now.")}
    return VersionStep(value, ("steps", 0), loop=loop)


def _steps(*names: str) -> list[VersionStep]:
    return [_step(name) for name in names]


def _pairs(before: list[VersionStep], after: list[VersionStep]) -> list[tuple[str, str, bool]]:
    matches = match_steps(before, after).matches
    return [(match.before.id, match.after.id, match.is_moved) for match in matches]


def test_equal_ids_are_the_same_step_whatever_they_say() -> None:
    before, after = [_step("read")], [_step("read", "Something else entirely is said here.")]
    assert _pairs(before, after) == [("read", "read", False)]


def test_a_step_that_says_the_same_was_renamed() -> None:
    after = [*_steps("read"), _step("make", TEXTS["build"])]
    assert _pairs(_steps("read", "build"), after) == [
        ("read", "read", False),
        ("build", "make", False),
    ]


def test_a_step_that_says_something_else_was_replaced() -> None:
    matching = match_steps(_steps("read", "build"), _steps("read", "ship"))
    assert [step.id for step in matching.removed] == ["build"]
    assert [step.id for step in matching.added] == ["ship"]


def test_the_more_alike_one_is_the_renamed_one() -> None:
    half = TEXTS["build"].split(",")[0] + ", and then have a look at the weather outside of it."
    after = [_step("one", half), _step("two", TEXTS["build"])]
    assert _pairs(_steps("build"), after) == [("build", "two", False)]


def test_the_fewest_steps_count_as_moved() -> None:
    assert [
        move for move in _pairs(_steps("a", "b", "c", "d"), _steps("d", "a", "b", "c")) if move[2]
    ] == [("d", "d", True)]


def test_a_step_in_another_loop_was_moved() -> None:
    before = [_step("read"), _step("build", loop="rounds")]
    assert _pairs(before, _steps("read", "build")) == [
        ("read", "read", False),
        ("build", "build", True),
    ]


def test_repeated_ids_do_not_break_the_matching() -> None:
    assert _pairs(_steps("a", "a", "b"), _steps("a", "b", "b")) == [
        ("a", "a", False),
        ("b", "b", False),
        ("b", "b", False),
    ]


def test_a_loop_that_moves_takes_its_steps_along() -> None:
    fix, look = _step("fix", loop="rounds"), _step("look", loop="rounds")
    read, rounds, ask, tell = _steps("read", "rounds", "ask", "tell")
    after = [read, ask, tell, rounds, fix, look]
    moved = _pairs([read, rounds, fix, look, ask, tell], after)
    assert [name for _, name, is_moved in moved if is_moved] == ["rounds"]
    swapped = _pairs([rounds, fix, look], [rounds, look, fix])
    assert [is_moved for _, _, is_moved in swapped].count(True) == 1
