"""Reading JSON values of unknown shape: a value of another type reads as if it were absent."""

from __future__ import annotations

from collections.abc import Iterable

from workflowkit.text.routes import Json


def as_text(value: Json) -> str:
    """Return *value* if it is a string, else the empty string."""
    return value if isinstance(value, str) else ""


def as_items(value: Json) -> list[Json]:
    """Return *value* if it is a list, else an empty list."""
    return value if isinstance(value, list) else []


def as_fields(value: Json) -> dict[str, Json]:
    """Return *value* if it is an object, else an empty object."""
    return value if isinstance(value, dict) else {}


def is_truthy(value: Json) -> bool:
    """Return true where JavaScript's own test does: everything but null, false, 0 and the empty string."""
    return isinstance(value, dict | list) or bool(value)


def merge_patch(value: Json, patch: Json) -> Json:
    """Return *value* changed by the JSON Merge Patch *patch* (RFC 7386): objects are merged, null deletes, and all else replaces."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(as_fields(value))
    for key, change in patch.items():
        if change is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), change)
    return merged


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
