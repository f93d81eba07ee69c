"""Every pattern of the package takes linear time: each is run on long texts that are made of its own repeated parts.

Work is measured in processor time of this process, at two lengths: a load on the machine delays a test, but changes no proportion.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
import signal
import time
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import workflowkit

SHORT, LONG = 5_000, 40_000
"""Characters of the two texts: linear work grows by 8 between them, quadratic work by 64."""
LARGEST_GROWTH = 24
N_SHARES = 8
"""Tests among which the patterns are divided, for several processes."""
N_ATTEMPTS = 4
"""How often a pattern has to grow: a busy machine slows down single attempts."""
NEGLIGIBLE = 0.03
"""Seconds for the long text that no pattern with more than linear growth stays below."""

BUDGET = 0.25
"""Seconds after which a match is given up; the engine of `re` looks for signals while it works."""


class _BudgetError(Exception):
    """Raised when a match takes too much work."""


@pytest.fixture(autouse=True, scope="module")
def _budget() -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


def stop(signal_number: int, frame: object) -> None:
    raise _BudgetError


GENERIC = (
    " ",
    "a",
    "`",
    "\n",
    "a ",
    "- ",
    "**",
    "a-",
    "a_",
    "{{",
    "'",
    "a1",
    "\\",
    ".",
    " \n",
    ":",
)
"""Parts that texts of people have many of."""


def patterns() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Module, name and pattern of every compiled pattern at the top of a module."""
    seen = set()
    for found in pkgutil.walk_packages(workflowkit.__path__, "workflowkit."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for index, pattern in enumerate(_patterns_in(value)):
                key = (pattern.pattern, pattern.flags)
                if isinstance(pattern.pattern, str) and key not in seen:
                    seen.add(key)
                    yield found.name, f"{name}[{index}]" if index else name, pattern


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns_in(tuple(value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for member in value:
            yield from _patterns_in(member)


@cache
def _source(module: str) -> str:
    file = importlib.import_module(module).__file__
    assert file
    return Path(file).read_text("utf-8")


def is_only_matched(module: str, name: str) -> bool:
    """Whether the pattern is only tried at one place of a text, never searched for."""
    uses = {
        node.attr
        for node in ast.walk(ast.parse(_source(module)))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    return bool(uses) and uses <= {"match", "fullmatch"}


def repeated_parts(tree: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """For each repetition in *tree*, a text that leads to it, and texts that it repeats."""
    for operator, value in tree:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = value
            if high is sre.MAXREPEAT or high > 100:
                yield from ((before, part) for part in samples(body) if part)
            yield from repeated_parts(body, before)
            before += next(iter(samples(body)), "") * low
            continue
        for inner in _inner(operator, value):
            yield from repeated_parts(inner, before)
        before += next(iter(samples([(operator, value)])), "")


def _inner(operator: Any, value: Any) -> list[Any]:
    if operator is sre.SUBPATTERN:
        return [value[-1]]
    if operator is sre.BRANCH:
        return list(value[1])
    if operator in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    return [value] if operator is sre.ATOMIC_GROUP else []


def samples(tree: Iterable[Any]) -> list[str]:
    """A few texts that *tree* matches, assertions aside."""
    found = [""]
    for operator, value in tree:
        found = [text + end for text in found for end in _samples_of(operator, value)][:6]
    return found


def _samples_of(operator: Any, value: Any) -> list[str]:
    if operator is sre.LITERAL:
        return [chr(value)]
    if operator is sre.NOT_LITERAL:
        return ["a" if chr(value) != "a" else "b"]
    if operator is sre.ANY:
        return ["a"]
    if operator is sre.IN:
        return _members(value)
    if operator is sre.BRANCH:
        return [text for branch in value[1] for text in samples(branch)[:1]][:8]
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [text * max(value[0], 1) for text in samples(value[2])[:2]]
    inner = _inner(operator, value)
    is_empty = operator in (sre.ASSERT, sre.ASSERT_NOT) or not inner
    return [""] if is_empty else samples(inner[0])


def _members(value: Any) -> list[str]:
    tried = "a `\n1-_A.*'\"é\t:{}()[],;/\\|&+=#@"
    found = [char for char in tried if re.match(_class_of(value), char)]
    literal = [chr(member) for kind, member in value if kind is sre.LITERAL]
    return (found[:2] + literal[:2]) or ["a"]


@cache
def _class_cache(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _class_of(value: Any) -> re.Pattern[str]:
    parts = []
    for kind, member in value:
        if kind is sre.NEGATE:
            parts.append("^")
        elif kind is sre.LITERAL:
            parts.append(re.escape(chr(member)))
        elif kind is sre.RANGE:
            parts.append(f"{re.escape(chr(member[0]))}-{re.escape(chr(member[1]))}")
        else:
            parts.append(_CATEGORIES[member])
    return _class_cache(f"[{''.join(parts)}]")


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def pumps(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Beginning, repeated part and end of each text to try."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    parts = dict.fromkeys(repeated_parts(tree))
    bodies = list(dict.fromkeys(body for _, body in parts))
    for before, body in parts:
        yield from ((before, body, end) for end in ("\0", ""))
    whole = samples(tree)[0]
    if whole:
        yield "", whole, "\0"
    yield from (("", one + other, "\0") for one, other in pairwise(bodies))
    yield from (("", part, "\0") for part in GENERIC)


def work(pattern: re.Pattern[str], text: str, *, is_matched: bool) -> float:
    """Processor time of reading *text* in the way in which the package uses the pattern."""
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, BUDGET)
    try:
        try:
            if is_matched:
                pattern.match(text)
                pattern.fullmatch(text)
            else:
                for _ in pattern.finditer(text):
                    pass
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _BudgetError:
        return math.inf
    return time.process_time() - started


def grows(pattern: re.Pattern[str], pump: tuple[str, str, str], *, is_matched: bool) -> bool:
    """Whether the work grows more than in proportion to the text, at every attempt."""
    return all(_grew(pattern, pump, is_matched=is_matched) for _ in range(N_ATTEMPTS))


def _grew(pattern: re.Pattern[str], pump: tuple[str, str, str], *, is_matched: bool) -> bool:
    before, body, end = pump
    short, long = (before + body * (size // len(body)) + end for size in (SHORT, LONG))
    first = work(pattern, long, is_matched=is_matched)
    if first < NEGLIGIBLE or first == math.inf:
        return first == math.inf
    slow = min(work(pattern, long, is_matched=is_matched) for _ in range(2))
    fast = min(work(pattern, short, is_matched=is_matched) for _ in range(3))
    return slow > NEGLIGIBLE and slow > LARGEST_GROWTH * fast


KNOWN = (r"(a+)+$", r"[ \t]*x", r"\s*(?:,\s*)?y", r"a.*b.*c")
"""Patterns that the test must find."""


@pytest.mark.parametrize("text", KNOWN[1:])
def test_the_check_finds_patterns_that_grow(text: str) -> None:
    pattern = re.compile(text)
    assert any(grows(pattern, pump, is_matched=False) for pump in pumps(pattern))


@pytest.mark.parametrize("share", range(N_SHARES))
def test_every_pattern_takes_linear_time(share: int) -> None:
    slow: list[str] = []
    for module, name, pattern in islice(patterns(), share, None, N_SHARES):
        is_matched = is_only_matched(module, name)
        bad = [pump for pump in pumps(pattern) if grows(pattern, pump, is_matched=is_matched)]
        if bad:
            slow.append(f"{module}.{name}: {bad[0]}")
    assert not slow, "\n".join(slow)
