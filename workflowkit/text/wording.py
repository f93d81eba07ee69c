"""Wording: values of a document in messages, short, as JSON, on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from workflowkit.text.routes import Json, Route, format_route

LONGEST = 40
"""Characters of a value that a message shows."""


def spelled(value: Json) -> str:
    """Write *value* for a message: texts in single quotes, all else as JSON, long values cut short."""
    if isinstance(value, str):
        return quoted(value)
    written = ""
    # The encoder is stepped only as far as needed, so that neither length nor depth of the value matters.
    for chunk in json.JSONEncoder(ensure_ascii=False).iterencode(value):
        written += chunk
        if len(written) > LONGEST:
            break
    return _cut(_on_one_line(written))


def quoted(text: str) -> str:
    """Write *text* in single quotes, cut short, control characters and lone surrogates escaped."""
    return f"'{_cut(_on_one_line(text[: LONGEST + 1]))}'"


def counted(number: int, noun: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def enumerated(names: Sequence[str], conjunction: str) -> str:
    """Return `a, b and c` for *names* and the conjunction `and`."""
    return f" {conjunction} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def place_name(route: Route) -> str:
    """Name the place at *route* by its last key and the indexes after it; the empty route is the document."""
    start = next((i for i in range(len(route) - 1, -1, -1) if isinstance(route[i], str)), 0)
    if not route:
        return "the document"
    last = route[start]
    key = quoted(last)[1:-1] if isinstance(last, str) else ""
    indexes = format_route(route[start + 1 :] if isinstance(last, str) else route)
    return f"'{key}{indexes}'"


_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _on_one_line(text: str) -> str:
    return _UNPRINTABLE.sub(lambda match: json.dumps(match.group())[1:-1], text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
