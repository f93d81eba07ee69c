"""Pattern cost: how many steps a backtracking search may take, known before it starts.

A workflow can hold a pattern that no engine finishes, such as `^(a+)+$`, so a pattern from a file is searched only when its cost is bounded.
The bound assumes that every character matches every other, which makes it the same on every machine and never too low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache

from workflowkit.records import dataclass
from workflowkit.runtime.javascript import search

MAX_STEPS = 500_000
"""Steps that one search may take: about a tenth of a second."""

MAX_OPERATIONS = 100_000
"""Operations that the estimate itself may take; a pattern that needs more is taken to be costly."""


class CostlyPatternError(ValueError):
    """Raised instead of a search that may take more than `MAX_STEPS` steps."""


def bounded_search(pattern: str, flags: str, text: str) -> bool:
    """Return whether *pattern* is found in *text*. Raises CostlyPatternError and BadPatternError."""
    if is_costly(pattern, flags, len(text)):
        raise CostlyPatternError(f"the pattern may take more than {MAX_STEPS} steps")
    return search(pattern, flags, text)


@lru_cache(maxsize=1024)
def is_costly(pattern: str, flags: str, length: int) -> bool:
    """Return whether a search in *length* characters may take more than `MAX_STEPS` steps; False for broken patterns."""
    if "v" in flags and "[" in pattern:
        return True  # Classes of this mode nest and hold texts.
    is_anchored = pattern.startswith("^") and "|" not in pattern and "m" not in flags
    try:
        cost = _Reader(length).read(pattern)
    except _LimitError:
        return True
    return cost.steps * (1 if is_anchored else length + 1) > MAX_STEPS


class _LimitError(Exception):
    """Raised as soon as a part of a pattern exceeds the limit."""


@dataclass(frozen=True, slots=True)
class _Cost:
    """What one part of a pattern can do at one position."""

    ways: dict[int, int]
    """Number of characters to the number of ways to match as many."""
    steps: int
    """Steps to try all of them."""


_NOTHING = _Cost({0: 1}, 0)
_ASSERTION = _Cost({0: 1}, 1)
_CHARACTER = _Cost({1: 1}, 1)


@dataclass(slots=True)
class _Group:
    """A group that is being read."""

    is_assertion: bool
    sequence: _Cost = _NOTHING
    last: _Cost = _NOTHING
    """The part that a quantifier would apply to; not yet in the sequence."""
    choices: list[_Cost] = field(default_factory=list)


class _Reader:
    """Reads a pattern from left to right and adds up its cost, inner groups first."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._spent = 0

    def read(self, pattern: str) -> _Cost:
        """Return the cost of *pattern*. Raises _LimitError."""
        groups = [_Group(is_assertion=False)]
        for token in _tokens(pattern):
            group = groups[-1]
            match token[0]:
                case "(":
                    groups.append(_Group(token.startswith(_ASSERTIONS)))
                case ")" if len(groups) > 1:
                    self._choose(groups.pop(), groups[-1])
                case "|":
                    self._append(group, _NOTHING)
                    group.choices.append(group.sequence)
                    group.sequence = group.last = _NOTHING
                case "*" | "+" | "?" | "{" if token != "{":
                    group.last = self._repeat(group.last, *_bounds(token))
                case _:
                    self._append(group, self._atom(token))
        while len(groups) > 1:
            self._choose(groups.pop(), groups[-1])
        outer = _Group(is_assertion=False)
        self._choose(groups[0], outer)
        return outer.last

    def _atom(self, token: str) -> _Cost:
        if token in _ZERO_WIDTH:
            return _ASSERTION
        if _REFERENCE.match(token):
            # One way for each length: what was captured decides which.
            self._spend(self._length + 1)
            return _Cost(dict.fromkeys(range(self._length + 1), 1), self._length + 1)
        return _CHARACTER

    def _append(self, group: _Group, part: _Cost) -> None:
        """Put the last part into the sequence, and *part* in its place."""
        group.sequence = self._concatenate(group.sequence, group.last)
        group.last = part

    def _choose(self, closed: _Group, outer: _Group) -> None:
        """Close a group, which becomes the last part of *outer*."""
        self._append(closed, _NOTHING)
        closed.choices.append(closed.sequence)
        ways: dict[int, int] = {}
        for choice in closed.choices:
            self._add(ways, choice.ways)
        steps = 1 + sum(choice.steps for choice in closed.choices)
        part = _Cost({0: 1} if closed.is_assertion else ways, steps)
        self._append(outer, self._checked(part))

    def _concatenate(self, first: _Cost, second: _Cost) -> _Cost:
        n_ways = sum(first.ways.values())
        ways = self._joined(first.ways, second.ways)
        return self._checked(_Cost(ways, first.steps + n_ways * second.steps))

    def _repeat(self, part: _Cost, least: int, most: int) -> _Cost:
        ways: dict[int, int] = {}
        passes, steps = {0: 1}, 1
        # A pass beyond the minimum that matches nothing is rejected.
        nonempty = {length: number for length, number in part.ways.items() if length}
        for number in range(most + 1):
            if number >= least:
                self._add(ways, passes)
            if number == most or not passes:
                break
            steps += sum(passes.values()) * max(part.steps, 1)
            passes = self._joined(passes, part.ways if number < least else nonempty)
            self._checked(_Cost(passes, steps))
        return self._checked(_Cost(ways, steps))

    def _joined(self, first: dict[int, int], second: dict[int, int]) -> dict[int, int]:
        """Return the ways to match one after the other."""
        self._spend(len(first) * len(second))
        joined: dict[int, int] = {}
        for length, number in first.items():
            for more, times in second.items():
                if length + more <= self._length:
                    joined[length + more] = joined.get(length + more, 0) + number * times
        return joined

    def _add(self, ways: dict[int, int], more: dict[int, int]) -> None:
        self._spend(len(more))
        for length, number in more.items():
            ways[length] = ways.get(length, 0) + number

    def _checked(self, cost: _Cost) -> _Cost:
        if cost.steps > MAX_STEPS or sum(cost.ways.values()) > MAX_STEPS:
            raise _LimitError
        return cost

    def _spend(self, n_operations: int) -> None:
        self._spent += n_operations + 1
        if self._spent > MAX_OPERATIONS:
            raise _LimitError


_ASSERTIONS = ("(?=", "(?!", "(?<=", "(?<!")
_ZERO_WIDTH = frozenset({"^", "$", r"\b", r"\B"})
_REFERENCE = re.compile(r"\\(?:[1-9]|k<)")
_TOKEN = re.compile(
    r"\((?:\?(?:<[=!]|<[^>]*>|[=!:]|[a-z-]*:))?"
    r"|(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??"
    r"|\\(?:k<[^>]*>|[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[0-9]+|.)"
    r"|.",
    re.DOTALL,
)


def _tokens(pattern: str) -> Iterator[str]:
    """Yield the parts of *pattern*: brackets, quantifiers with their `?`, escapes, whole classes, characters."""
    position = 0
    while position < len(pattern):
        end = _class_end(pattern, position) if pattern[position] == "[" else 0
        match = None if end else _TOKEN.match(pattern, position)
        end = match.end() if match else max(end, position + 1)
        yield pattern[position:end]
        position = end


def _class_end(pattern: str, start: int) -> int:
    """Return where the class that opens at *start* ends; a class that is never closed goes on to the end."""
    position = start + 1
    while position < len(pattern) and pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return min(position + 1, len(pattern))


def _bounds(quantifier: str) -> tuple[int, int]:
    """Return the least and the greatest number of passes."""
    unbounded = MAX_STEPS + 1
    match quantifier[0]:
        case "*":
            return 0, unbounded
        case "+":
            return 1, unbounded
        case "?":
            return 0, 1
    digits, comma, most = quantifier.rstrip("?").strip("{}").partition(",")
    least = min(int(digits[:9]), unbounded)
    return least, min(int(most[:9]), unbounded) if most else unbounded if comma else least
