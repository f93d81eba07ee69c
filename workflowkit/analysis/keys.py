"""The keys of a file: what tells at once that a rule has nothing to look at."""

from __future__ import annotations

from collections.abc import Iterable

from workflowkit.text.routes import Json


def keys_in(value: Json | Iterable[Json]) -> set[str]:
    """Return every key in *value*, at any depth, and `type: NAME` for each key `type` with a text."""
    found: set[str] = set()
    pending: list[object] = [value]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            found.update(node)
            kind = node.get("type")
            if isinstance(kind, str):
                found.add(f"type: {kind}")
            pending.extend(node.values())
        elif isinstance(node, list | tuple):
            pending.extend(node)
    return found
