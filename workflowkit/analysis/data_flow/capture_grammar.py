"""The grammar of captures in running text: lists behind a header, orders to set a key, and other statements about its value."""

from __future__ import annotations

from functools import lru_cache

from workflowkit.analysis.data_flow.capture_lists import Spelled, listed_captures
from workflowkit.analysis.data_flow.capture_orders import ordered_captures
from workflowkit.analysis.data_flow.capture_statements import stated_captures


@lru_cache(maxsize=1024)
def captures_in(text: str) -> tuple[Spelled, ...]:
    """Return the captures spelled out in *text*, each key once, in order of appearance."""
    found: dict[str, Spelled] = {}
    # Lists come first: they know the description of a key that prose names as well.
    for capture in (*listed_captures(text), *ordered_captures(text), *stated_captures(text)):
        found.setdefault(capture.key, capture)
    return tuple(sorted(found.values(), key=lambda capture: capture.window))
