"""JSON whose largest list is written item by item, as `json.dumps` would write it with an indent of two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from workflowkit.report.pieces import ListedFinding

_NOTHING: Final[Mapping[str, str]] = {}


def indented_json(value: Any, depth: int, members: Mapping[str, str] = _NOTHING) -> str:
    """Return *value* as ASCII JSON that is indented by *depth*, with other text for *members*, each the key and value of one, as they are written."""
    text = json.dumps(value, indent=2)
    for member, other in members.items():
        # No text in the JSON can contain it, since quotes are escaped there.
        text = text.replace(member, other)
    space = " " * depth
    return space + text.replace("\n", f"\n{space}")


def in_list(whole: str, empty: str, depth: int, listed: Iterable[ListedFinding]) -> Iterator[str]:
    """Yield *whole*, a JSON text, with the items *listed* in the list that it has in place of the last *empty* list; the list begins on a line with indent *depth*."""
    head, _, tail = whole.rpartition(empty)
    opening = f"{head}{empty[:-1]}\n"
    mark = opening
    for finding in listed:
        yield f"{mark}{finding.text}"
        mark = ",\n"
    yield whole if mark is opening else f"\n{' ' * depth}]{tail}"
