"""Domains: the values of a key that are worth trying, because the conditions that test it can distinguish them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.runtime.conditions import evaluate
from workflowkit.runtime.javascript import is_number
from workflowkit.text.routes import Json

UNSET = "<unset>"
"""The value of a key without one; no authored literal is this object."""

OTHER = "<other>"
"""Any text that no condition names."""

MAX_TESTS = 40_000
"""Above this many tests of single values the values of one kind are not merged."""


def domain(captures: Sequence[Capture], reads: Sequence[Read]) -> tuple[Json, ...]:
    """Return one value of every kind that *reads* distinguish, UNSET last.

    Kinds are made of the values that all *captures* declare, the literals the key is compared with, what lies between numbers, and one other value unless every capture closes its set.
    """
    values: list[Json] = []
    is_closed = bool(captures) and all(capture.values for capture in captures)
    for capture in captures:
        values.extend(_typed(capture))
    if not is_closed:
        for read in reads:
            values.extend(_literals(read))
        numbers = [value for value in values if is_number(value)]
        around = list(_around(numbers))
        values.extend([*around, OTHER] if len(numbers) == len(values) else [OTHER, *around])
        values.extend(_containing(reads))
    tests = _tests(reads)
    distinct = {(type(value), value): value for value in values}
    # Without merging the values of one kind there are more of them, and no answer is lost.
    if len(distinct) * len(tests) > MAX_TESTS:
        return (*distinct.values(), UNSET)
    kinds: dict[tuple[bool, ...], Json] = {}
    for value in distinct.values():
        kinds.setdefault(tuple(evaluate(test, {_KEY: value}) for test in tests), value)
    return (*kinds.values(), UNSET)


_KEY = "key"


def _tests(reads: Iterable[Read]) -> list[Json]:
    """Return every different test in *reads*, as a condition on one key."""
    tests: dict[str, Json] = {}
    for read in reads:
        test: dict[str, Json] = {"var": _KEY}
        if read.operator != "truthy":
            test[read.operator] = read.operand
        tests.setdefault(repr(test), test)
    return list(tests.values())


def _typed(capture: Capture) -> Iterable[Json]:
    return (True, False) if capture.type == "boolean" else capture.values or ()


def _literals(read: Read) -> Iterator[Json]:
    """Yield values that make the test true, values that make it false; a missing key is no value."""
    operand = read.operand
    if read.operator == "truthy" or isinstance(operand, bool):
        yield from (True, False)
    elif read.operator == "in" and isinstance(operand, list):
        yield from (member for member in operand if not isinstance(member, dict | list | None))
    elif operand is not None and not isinstance(operand, dict | list):
        yield operand


def _containing(reads: Iterable[Read]) -> Iterator[str]:
    """Yield texts that contain what the tests look for, in every combination while there are few; and one that contains nothing."""
    wanted = dict.fromkeys(
        read.operand
        for read in reads
        if read.operator == "contains" and isinstance(read.operand, str)
    )
    sizes = range(1, len(wanted) + 1) if len(wanted) <= _MANY_PARTS else (1, 2, len(wanted))
    for size in sizes:
        yield from map(" ".join, combinations(wanted, size))
    if wanted:
        yield ""


_MANY_PARTS = 4
"""Above this number of parts, texts contain one, two or all of them."""


def _around(numbers: Iterable[int | float]) -> Iterator[Json]:
    """Yield a number above all of *numbers*, one below, and one between each two neighbors."""
    ordered = sorted({number for number in numbers if abs(number) < 1e15})
    if ordered:
        yield ordered[-1] + 1
        yield ordered[0] - 1
        yield from ((low + high) / 2 for low, high in pairwise(ordered))
