"""Decidable conditions: those that can be evaluated for every value of their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from math import prod

from workflowkit.analysis.data_flow.flow import MAX_ASSIGNMENTS
from workflowkit.analysis.data_flow.reads import Read
from workflowkit.analysis.data_flow.value_domains import UNSET, domain
from workflowkit.format.reader import Step
from workflowkit.runtime import conditions
from workflowkit.runtime.conditions import evaluate, variables
from workflowkit.text.routes import Json


def contexts_for(step: Step, *tested: Json) -> Iterator[Mapping[str, Json]] | None:
    """Return every combination of values that the conditions *tested* of *step* distinguish.

    None when a condition tests nothing or cannot be decided, and when there are too many combinations.
    """
    reads = [read for condition in tested for read in variables(condition)]
    if not reads or any(read.operator in _UNDECIDABLE or _is_odd(read) for read in reads):
        return None
    by_key: dict[str, list[Read]] = {}
    for read in reads:
        operator = read.operator or "truthy"
        found = Read(read.variable, step, read.route, None, "run", operator, read.operand)
        by_key.setdefault(read.variable, []).append(found)
    domains = {key: domain((), items) for key, items in by_key.items()}
    if prod(map(len, domains.values())) * len(reads) > _MOST:
        return None
    return _combined(domains)


def exclude_each_other(step: Step, one: Json, other: Json) -> bool:
    """Return whether two conditions of *step* can each hold, but not together."""
    contexts = contexts_for(step, one, other)
    if contexts is None:
        return False
    can_be_one = can_be_other = False
    for context in contexts:
        is_one, is_other = evaluate(one, context), evaluate(other, context)
        if is_one and is_other:
            return False
        can_be_one, can_be_other = can_be_one or is_one, can_be_other or is_other
    return can_be_one and can_be_other


def _combined(domains: Mapping[str, Sequence[Json]]) -> Iterator[Mapping[str, Json]]:
    # The extremes come first, because most conditions differ there.
    extremes = ([values[0] for values in domains.values()], [UNSET] * len(domains))
    for chosen in chain(extremes, product(*domains.values())):
        pairs = zip(domains, chosen, strict=True)
        yield {key: value for key, value in pairs if value is not UNSET}


def _is_odd(read: conditions.KeyRead) -> bool:
    """Return whether *read* compares with a list or an object, which has a rule of its own."""
    members = read.operand if read.operator == "in" else [read.operand]
    return not isinstance(members, list) or any(
        isinstance(member, list | dict) for member in members
    )


_UNDECIDABLE = frozenset({"contains", "startsWith", "endsWith", "matches"})
_MOST = 20 * MAX_ASSIGNMENTS
"""Above this many tests of single values a condition is not evaluated."""
