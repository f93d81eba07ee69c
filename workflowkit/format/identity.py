"""The identity of JSON values: equal texts for values that the engine's schema takes for equal."""

from __future__ import annotations

from collections.abc import Sequence

from workflowkit.records import dataclass
from workflowkit.text.routes import Json


def first_indexes(items: Sequence[Json]) -> dict[int, int]:
    """Return the index of every item that equals an earlier one, to the index of the first such."""
    first_seen: dict[str, int] = {}
    found: dict[int, int] = {}
    for index, member in enumerate(items):
        first = first_seen.setdefault(identity(member), index)
        if first != index:
            found[index] = first
    return found


def identity(value: Json) -> str:
    """Return a text that is equal for equal JSON values only: true is not 1, 1 is 1.0, the order of keys is ignored."""
    parts: list[str] = []
    pending: list[Json] = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, _Mark):
            parts.append(part.text)
        elif isinstance(part, dict):
            pending.append(_Mark("}"))
            for key in sorted(part, reverse=True):
                pending.extend((part[key], _Mark(f"{len(key)}:{key}")))
            parts.append("{")
        elif isinstance(part, list):
            pending.append(_Mark("]"))
            pending.extend(reversed(part))
            parts.append("[")
        elif isinstance(part, str):
            parts.append(f"s{len(part)}:{part}")
        elif isinstance(part, float) and part.is_integer():
            parts.append(f"{int(part)},")
        else:
            parts.append(f"{part},")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Text that `identity` adds after the values before it."""

    text: str
