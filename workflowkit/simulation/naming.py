"""Names of proposed scenarios: what a run has that the ones before it have not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from workflowkit.simulation.explore import Exploration
from workflowkit.simulation.goals import RUN, Goal, GoalKind
from workflowkit.simulation.scenario import Scenario

MAX_NAME = 48
"""Characters of a file name."""


def titled(found: Exploration) -> Iterator[tuple[str, Scenario]]:
    """Yield the scenarios of a cover, each with a title and a file name of its own."""
    seen: set[Goal] = set()
    for number, path in enumerate(found.cover, 1):
        new = sorted(path.covered - seen, key=_weight)
        words = _words(new[0]) if new and seen else "longest way" if len(found.cover) > 1 else "run"
        seen |= path.covered
        name = f"{number:02}-{_slug(words)}"
        others = len(new) - 1
        title = f"{words}, and {others} more" if others > 0 and number > 1 else words
        yield name, replace(path.scenario, title=title[:1].upper() + title[1:])


def _weight(goal: Goal) -> tuple[int, Goal]:
    """Return how well a goal names a run: what is skipped and how loops end better than steps."""
    order = (GoalKind.LOOP, GoalKind.CONDITION, GoalKind.STEP, GoalKind.CONTRACT)
    rank = order.index(goal.kind) if goal.kind in order else len(order)
    return rank, goal


def _words(goal: Goal) -> str:
    match goal.kind:
        case GoalKind.LOOP:
            ends = {"none": "without a pass", "one": "with one pass", "many": "with several passes"}
            return f"{goal.step} {ends.get(goal.outcome, 'up to its bound')}"
        case GoalKind.CONDITION if goal.name == RUN:
            return f"{goal.step} {'runs' if goal.outcome == 'true' else 'is skipped'}"
        case GoalKind.CONDITION:
            return f"{goal.step} {goal.name.rpartition('.')[2]} is {goal.outcome}"
        case _:
            return f"{goal.step} {goal.name} {goal.outcome}".replace("  ", " ").strip()


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:MAX_NAME].strip("-")
