"""Lone surrogates: texts that the engine accepts and pydantic rejects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.text.routes import Json


def without_surrogates(value: Json) -> tuple[Json, dict[int, int]]:
    """Return a copy of *value* in which each lone surrogate is a character that occurs nowhere else, and the way back.

    Without any, the value itself is returned.
    """
    used: set[str] = set()
    for text in _texts(value):
        if not text.isascii() and _SURROGATE.search(text):
            used.update(_SURROGATE.findall(text))
    if not used:
        return value, {}
    taken = set().union(*map(set, _texts(value)))
    # Unassigned planes: no pattern and no limit of the format distinguishes these from surrogates.
    spare = (code for code in range(0x40000, 0xE0000) if chr(code) not in taken)
    table = {ord(char): next(spare) for char in sorted(used)}
    return _translated(value, table), {code: char for char, code in table.items()}


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _texts(value: Json) -> Iterator[str]:
    pending: list[Json] = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            yield from part
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)


def _translated(value: Json, table: dict[int, int]) -> Json:
    copied: list[Json] = [None]
    pending: list[tuple[Json, Json, str | int]] = [(value, copied, 0)]
    while pending:
        part, holder, key = pending.pop()
        if isinstance(part, str):
            holder[key] = part.translate(table)
        elif isinstance(part, dict):
            holder[key] = {name.translate(table): None for name in part}
            pending.extend(
                (child, holder[key], name.translate(table)) for name, child in part.items()
            )
        elif isinstance(part, list):
            holder[key] = [None] * len(part)
            pending.extend((child, holder[key], index) for index, child in enumerate(part))
        else:
            holder[key] = part
    return copied[0]
