"""Checks of values that a caller passes as parsed JSON: whether a JSON text could have them."""

from __future__ import annotations

from workflowkit.text.json_text import MAX_DEPTH
from workflowkit.text.routes import Route, format_route

_SCALARS = (str, int, float, bool, type(None))
_LARGEST = 2**1024
"""The first integer that is too large for a double, and so for a number of the engine."""


def foreign_part(value: object) -> str:
    """Return why *value* is not a parsed JSON text, in words that continue "the workflow"; empty when it could be one."""
    # A stack instead of recursion, so that no value is too deep; cycles end at the maximum depth.
    stack: list[tuple[object, Route]] = [(value, ())]
    while stack:
        part, route = stack.pop()
        if len(route) > MAX_DEPTH:
            return f"is nested more than {MAX_DEPTH} levels deep"
        where = f" at {format_route(route)}" if route else ""
        if isinstance(part, dict):
            for key in part:
                if not isinstance(key, str):
                    return f"has the key {key!r}, which is no text,{where or ' at its top'}"
            stack.extend((member, (*route, key)) for key, member in part.items())
        elif isinstance(part, list):
            stack.extend((member, (*route, index)) for index, member in enumerate(part))
        elif not isinstance(part, _SCALARS):
            return f"has a {type(part).__name__}{where}, which is no JSON value"
        elif isinstance(part, int) and abs(part) >= _LARGEST:
            return f"has a number{where} that is too large"
    return ""
