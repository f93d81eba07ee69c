"""Conditions in words, for people who read an outline and not the file."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.runtime.conditions import composition_of, operator_of
from workflowkit.text.json_values import as_fields, as_items
from workflowkit.text.routes import Json
from workflowkit.text.wording import spelled

_DEEPEST = 6
"""Maximum depth of a condition in words; deeper ones are hard to read."""

_PHRASES: Mapping[str, str] = {
    "equals": "is", "not_equals": "is not", "gt": "is more than", "gte": "is at least",
    "lt": "is less than", "lte": "is at most", "contains": "contains",
    "startsWith": "begins with", "endsWith": "ends with", "matches": "matches",
}  # fmt: skip


def in_words(condition: Json, depth: int = 0) -> str:
    """Return *condition* in words, as the engine reads it (docs/engine/conditions.md): one operator for each node."""
    node = as_fields(condition)
    if depth == _DEEPEST:
        return "…"
    if "var" in node:
        return _test(node)
    composition = composition_of(node)
    if composition == "not":
        return f"not ({in_words(node['not'], depth + 1)})"
    if composition is not None:
        parts = [in_words(operand, depth + 1) for operand in as_items(node[composition])]
        words = f" {composition} ".join(parts) or "nothing is tested"
        return f"({words})" if depth and len(parts) > 1 else words
    return "nothing is tested"


def _test(node: Mapping[str, Json]) -> str:
    name = node["var"] if isinstance(node["var"], str) else spelled(node["var"])
    operator = operator_of(node)
    if operator is None:
        return f"{name} is set"
    if operator == "in":
        values = node["in"]
        listed = ", ".join(map(spelled, values)) if isinstance(values, list) else spelled(values)
        return f"{name} is one of {listed}"
    return f"{name} {_PHRASES[operator]} {spelled(node[operator])}"
