"""Matching: which step of the new version is which step of the old one.

Steps with the same id are the same. Among the others, a step that says much the same is taken for one that was renamed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

from workflowkit.changes.version import VersionStep
from workflowkit.records import dataclass

LIKENESS: float = 0.5
"""The likeness from which a step counts as renamed instead of replaced."""

_SAME_TITLE = 0.3
"""What an equal title adds to the likeness of two texts."""


@dataclass(frozen=True, slots=True)
class Match:
    """A step in both versions."""

    before: VersionStep
    after: VersionStep
    is_moved: bool = False
    """True when its order among the common steps differs, or the loop that it is in."""

    @property
    def is_renamed(self) -> bool:
        """True when its id differs."""
        return self.before.id != self.after.id


@dataclass(frozen=True, slots=True)
class Matching:
    """Every step of two versions."""

    matches: tuple[Match, ...]
    """In the order of the new version."""
    removed: tuple[VersionStep, ...]
    added: tuple[VersionStep, ...]


def match_steps(before: Sequence[VersionStep], after: Sequence[VersionStep]) -> Matching:
    """Match the steps of two versions."""
    old = {step.id: step for step in reversed(before)}
    partners = {step.id: old[step.id] for step in after if step.id in old}
    gone = [step for step in before if step.id not in partners]
    new = [step for step in after if step.id not in partners]
    for earlier, later in _renamed(gone, new):
        partners[later.id] = earlier
    pairs = [(partners[step.id], step) for step in after if step.id in partners]
    kept = {id(earlier) for earlier, _ in pairs}
    names = {earlier.id: later.id for earlier, later in pairs}
    positions = {id(step): index for index, step in enumerate(before)}
    # A loop that moves takes its steps along: they are compared within it.
    groups: dict[str, list[int]] = {}
    for index, (earlier, later) in enumerate(pairs):
        if names.get(earlier.loop, earlier.loop) == later.loop:
            groups.setdefault(later.loop, []).append(index)
    in_order = {
        group[place]
        for group in groups.values()
        for place in _in_order([positions[id(pairs[index][0])] for index in group])
    }
    matches = [
        Match(earlier, later, index not in in_order) for index, (earlier, later) in enumerate(pairs)
    ]
    return Matching(
        tuple(matches),
        tuple(step for step in gone if id(step) not in kept),
        tuple(step for step in new if step.id not in partners),
    )


def likeness(before: VersionStep, after: VersionStep) -> float:
    """Return how much two steps resemble each other: 0 for nothing in common, 1 for the same text."""
    if before.is_loop != after.is_loop:
        return 0.0
    is_titled_alike = before.title.casefold() == after.title.casefold()
    if before.is_loop:
        shared = _dice(Counter(before.body), Counter(after.body))
    else:
        shared = _dice(before.word_pairs, after.word_pairs)
    return min(1.0, shared + is_titled_alike * _SAME_TITLE)


def _renamed(
    gone: Sequence[VersionStep], new: Sequence[VersionStep]
) -> list[tuple[VersionStep, VersionStep]]:
    """Return the pairs of steps that resemble each other, the most alike first; each step is in one pair at most."""
    candidates = sorted(
        (-likeness(earlier, later), abs(old - young), old, young)
        for old, earlier in enumerate(gone)
        for young, later in enumerate(new)
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found: list[tuple[VersionStep, VersionStep]] = []
    for negative, _, old, young in candidates:
        if -negative >= LIKENESS and old not in taken_old and young not in taken_new:
            taken_old.add(old)
            taken_new.add(young)
            found.append((gone[old], new[young]))
    return found


def _dice(one: Counter[Any], other: Counter[Any]) -> float:
    """Return the share of two bags that they have in common."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _in_order(positions: Sequence[int]) -> set[int]:
    """Return the indexes of a longest increasing part of *positions*: the steps that kept their order."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, position in enumerate(positions):
        length = bisect_right(tails, position)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [position]
        ends[length : length + 1] = [index]
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = previous[index]
    return kept
