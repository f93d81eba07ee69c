"""The condition language of `runCondition`, loop conditions, `promptFragments[].when` and validation rules.

Follows the engine, not the schema: one operator per node counts, errors make the whole condition false (docs/engine/conditions.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.records import dataclass
from workflowkit.runtime.javascript import (
    BadPatternError,
    is_number,
    is_truthy,
    string_to_number,
    to_number,
    to_string,
)
from workflowkit.runtime.pattern_cost import CostlyPatternError, bounded_search
from workflowkit.text.ecmascript import to_double, trim
from workflowkit.text.routes import Json, Route

OPERATORS = (
    "equals",
    "not_equals",
    "gt",
    "gte",
    "lt",
    "lte",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "in",
)
"""Operators beside `var`, in the order in which the engine reads them: only the first that is present counts."""

COMPOSITIONS = ("and", "or", "not")
"""Operators without `var`, in the order in which the engine reads them."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of a condition."""

    result: bool
    has_error: bool
    """True when the engine met an error (or a broken pattern) and answered false for it, and when a pattern is too costly to be searched."""


@dataclass(frozen=True, slots=True)
class KeyRead:
    """One read of a context variable."""

    variable: str
    operator: str | None
    """None when only the truth of the value is tested."""
    operand: Json
    """None without operator."""
    route: Route
    """Of the node inside the condition that has the `var`."""


def evaluate(condition: Json, context: Mapping[str, Json]) -> bool:
    """Return true when *condition* holds in *context* (docs/engine/conditions.md#evaluation)."""
    return evaluate_traced(condition, context).result


def evaluate_traced(condition: Json, context: Mapping[str, Json]) -> Evaluation:
    """Evaluate *condition* in *context*; the result states whether an error was swallowed."""
    if not isinstance(condition, dict | list) or not condition:
        return Evaluation(True, False)
    trace = _Trace()
    try:
        result = _evaluate_node(condition, context, trace)
    except (_EvaluationError, RecursionError):
        return Evaluation(False, True)
    return Evaluation(result, trace.has_bad_pattern)


def variables(condition: Json) -> list[KeyRead]:
    """List the reads that evaluating *condition* can make, in its own order.

    What the engine ignores is not listed: every operator but the first, compositions beside `var`, parts that are errors.
    """
    reads: list[KeyRead] = []
    pending: list[tuple[Route, Json]] = [((), condition)]
    while pending:
        route, node = pending.pop()
        if not isinstance(node, dict):
            continue
        if "var" in node:
            operator = operator_of(node)
            operand = None if operator is None else node[operator]
            reads.append(KeyRead(to_string(node["var"]), operator, operand, route))
            continue
        name = composition_of(node)
        if name == "not":
            pending.append(((*route, "not"), node["not"]))
        elif name is not None and isinstance(node[name], list):
            members = [((*route, name, index), member) for index, member in enumerate(node[name])]
            pending.extend(reversed(members))
    return reads


def operator_of(node: Mapping[str, Json]) -> str | None:
    """Return the one operator beside `var` that the engine reads; None when it tests the truth of the value."""
    return next((name for name in OPERATORS if name in node), None)


def composition_of(node: Mapping[str, Json]) -> str | None:
    """Return the one of `and`, `or` and `not` that the engine reads in a *node* without `var`; None when there is none."""
    return next((name for name in COMPOSITIONS if name in node), None)


def lenient_equals(left: Json, right: Json) -> bool:
    """Return true when the engine takes *left* and *right* as equal (docs/engine/conditions.md#lenient-equality)."""
    match left, right:
        case (None, None):
            return True
        case (None, _) | (_, None) | (list() | dict(), _) | (_, list() | dict()):
            return False
        case (str(), str()):
            return _folded(left) == _folded(right)
        case (bool(), bool()):
            return bool(left == right)
        case (str(), bool()):
            return _folded(left) in _WORDS[right]
        case (bool(), str()):
            return _folded(right) in _WORDS[left]
        case (bool(), _) | (_, bool()):
            return False
        case (str(), _):
            return string_to_number(left) == to_double(right)
        case (_, str()):
            return to_double(left) == string_to_number(right)
        case _:
            return to_double(left) == to_double(right)


_WORDS = {True: ("true", "1", "yes"), False: ("false", "0", "no")}


class _EvaluationError(Exception):
    """Raised inside the evaluator where the engine throws."""


@dataclass(slots=True)
class _Trace:
    has_bad_pattern: bool = False


def _evaluate_node(node: Json, context: Mapping[str, Json], trace: _Trace) -> bool:
    if not isinstance(node, dict):
        raise _EvaluationError
    if "var" in node:
        operator = operator_of(node)
        value = context.get(to_string(node["var"]))
        return (
            is_truthy(value) if operator is None else _apply(operator, value, node[operator], trace)
        )
    name = composition_of(node)
    if name is None:
        raise _EvaluationError
    operand = node[name]
    if name == "not":
        return not _evaluate_node(operand, context, trace)
    if not isinstance(operand, list):
        raise _EvaluationError
    decisive = name == "or"
    # A plain loop, not any() or all(): one stack frame per level keeps deep conditions evaluable.
    for member in operand:
        if _evaluate_node(member, context, trace) is decisive:
            return decisive
    return not decisive


def _apply(operator: str, value: Json, operand: Json, trace: _Trace) -> bool:
    match operator:
        case "equals":
            return lenient_equals(value, operand)
        case "not_equals":
            return not lenient_equals(value, operand)
        case "gt" | "gte" | "lt" | "lte":
            return is_number(value) and _compare(operator, to_double(value), to_number(operand))
        case "contains":
            return _text(operand) in _text(value)
        case "startsWith":
            return _text(value).startswith(_text(operand))
        case "endsWith":
            return _text(value).endswith(_text(operand))
        case "matches":
            return _matches(value, operand, trace)
        case _:
            if not isinstance(operand, list):
                raise _EvaluationError
            return any(lenient_equals(value, member) for member in operand)


def _compare(operator: str, value: float, bound: float) -> bool:
    match operator:
        case "gt":
            return value > bound
        case "gte":
            return value >= bound
        case "lt":
            return value < bound
        case _:
            return value <= bound


def _matches(value: Json, pattern: Json, trace: _Trace) -> bool:
    text = "" if value is None else trim(to_string(value))
    try:
        return bounded_search(to_string(pattern), "i", text)
    except (BadPatternError, CostlyPatternError):
        trace.has_bad_pattern = True
        return False


def _text(value: Json) -> str:
    """Return *value* as the string operators compare it: missing and null are empty, the rest is trimmed and lower-cased."""
    return "" if value is None else _folded(to_string(value))


def _folded(text: str) -> str:
    return trim(text).lower()
