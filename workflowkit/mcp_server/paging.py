"""Pages: as much of an answer as its limit in tokens allows, and a cursor for the rest.

A cursor names the position at which the next page begins and the answer that it belongs to, so that pages of different answers are never mixed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from workflowkit.mcp_server.refusal import CallRefused
from workflowkit.records import dataclass
from workflowkit.rendering.sizes import estimated_tokens

T = TypeVar("T")
Part = TypeVar("Part")

_CURSOR = re.compile(r"([0-9]{1,9})-([0-9a-f]{12})")

_CUT = 200
"""Characters to which the texts of an entry are cut that is too large for a page."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of an answer."""

    part: T
    first: int
    """Position of the first character or entry, from 0."""
    last: int
    """Position after the last one."""
    total: int
    digest: str
    """What the cursor recognizes the answer by."""
    is_cut: bool = False
    """True when an entry was too large, so that its texts are cut."""

    @property
    def cursor(self) -> str | None:
        """The cursor of the next page; None for the last page."""
        return f"{self.last}-{self.digest}" if self.last < self.total else None


def tokens(text: str) -> int:
    """Return about how many tokens *text* has, and never fewer than a quarter of its bytes."""
    return max(estimated_tokens(text), len(text.encode("utf-8", "surrogatepass")) // 4)


def compact(value: Any) -> str:
    """Return *value* as JSON on one line, as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_page(text: str, cursor: str | None, limit: int) -> Page[str]:
    """Return the page of *text* at *cursor*, whole lines where possible. It has at most *limit* tokens as text and as JSON together."""
    digest = _digest(text)
    start = _start(cursor, digest, len(text))
    end, left = start, limit
    while end < len(text):
        stop = text.find("\n", end) + 1 or len(text)
        needed = _both(text[end:stop])
        if needed > left:
            if end == start:
                end = _fitting(text, start, stop, left)
            break
        end, left = stop, left - needed
    return Page(text[start:end], start, end, len(text), digest)


def _both(text: str) -> int:
    return tokens(text) + tokens(compact(text)) + 1


def _fitting(text: str, start: int, stop: int, limit: int) -> int:
    """Return the end of what fits of a line that is too long."""
    while stop - start > 1 and _both(text[start:stop]) > limit:
        stop = start + (stop - start) // 2
    return stop


def item_page(
    items: Sequence[Part], line: Callable[[Part], str], cursor: str | None, limit: int
) -> Page[list[Part]]:
    """Return the page of *items* at *cursor*. Its entries have at most *limit* tokens as JSON and as *line* together."""
    digest = _digest(compact(list(items)))
    start = _start(cursor, digest, len(items))
    kept: list[Part] = []
    left, is_cut = limit, False
    for entry in items[start:]:
        needed = tokens(compact(entry)) + tokens(line(entry)) + 2
        if needed > left:
            if kept:
                break
            # It would never fit.
            entry, is_cut = cut(entry, limit), True
            needed = limit
        kept.append(entry)
        left -= needed
    return Page(kept, start, start + len(kept), len(items), digest, is_cut)


def cut(value: Part, limit: int) -> Part:
    """Return *value* with its texts and lists so short that it has less than half of *limit* tokens."""
    longest, most = _CUT * 8, 50
    made: Any = value
    while tokens(compact(made)) > limit // 2 - 10 and longest:
        made = _shortened(value, longest, most)
        longest, most = longest // 2, max(most // 2, 1)
    return made  # type: ignore[no-any-return]


def _shortened(value: Any, longest: int, most: int) -> Any:
    if isinstance(value, str) and len(value) > longest:
        return f"{value[:longest]}… ({len(value) - longest} more characters)"
    if isinstance(value, list):
        return [_shortened(entry, longest, most) for entry in value[:most]]
    if isinstance(value, dict):
        return {key: _shortened(entry, longest, most) for key, entry in value.items()}
    return value


def _start(cursor: str | None, digest: str, total: int) -> int:
    """Return the position that *cursor* names. Raises CallRefused for one of another answer."""
    if cursor is None:
        return 0
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise CallRefused(
            "the cursor is none that this server gave", help="omit it to begin at the first page"
        )
    if found[2] != digest or int(found[1]) > total:
        raise CallRefused(
            "the cursor belongs to another answer: the arguments or the files have changed since",
            help="call again without the cursor",
        )
    return int(found[1])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
