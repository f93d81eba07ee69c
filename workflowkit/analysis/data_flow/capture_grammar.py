"""The grammar of captures in running text: lists behind a header, orders to set a key, and other statements about its value."""

from __future__ import annotations

from functools import lru_cache

from workflowkit.analysis.data_flow.capture_lists import MARKS, Spelled, listed_captures, may_list
from workflowkit.analysis.data_flow.capture_orders import may_order, ordered_captures
from workflowkit.analysis.data_flow.capture_statements import may_equate, stated_captures


@lru_cache(maxsize=1024)
def captures_in(text: str) -> tuple[Spelled, ...]:
    """Return the captures spelled out in *text*, each key once, in order of appearance."""
    folded = text.casefold()
    has_name = "`" in text or MARKS.search(text) is not None
    spelled: list[Spelled] = []
    # Lists come first: they know the description of a key that prose names as well.
    if may_list(text, folded):
        spelled += listed_captures(text, folded)
    if has_name or may_order(text):
        spelled += ordered_captures(text, folded)
    if has_name or may_equate(text, folded):
        spelled += stated_captures(text, folded)
    if not spelled:
        return ()
    found: dict[str, Spelled] = {}
    for capture in spelled:
        found.setdefault(capture.key, capture)
    return tuple(sorted(found.values(), key=lambda capture: capture.window))
