"""The session context: how the context of a call is merged into the stored one (docs/engine/sessions.md#context-merge)."""

from __future__ import annotations

from workflowkit.records import dataclass
from workflowkit.text.routes import Json

ContextValues = dict[str, Json]
"""Context variables by name; names are free, dots have no meaning in them."""

RESERVED_KEYS = frozenset({"__proto__", "constructor", "prototype"})
"""Names that a call cannot set or delete at the top level; deeper they are ordinary."""


@dataclass(frozen=True, slots=True)
class RejectedContext:
    """Why a context was not merged."""

    message: str
    key: str | None = None
    """The reserved key; None when the context as a whole is invalid."""


def merge(stored: Json, delta: Json) -> ContextValues | RejectedContext:
    """Merge *delta* into a copy of *stored*; None is no context.

    Keys of the delta replace stored keys whole and null deletes; anything below the top level is an ordinary value.
    """
    if delta is not None and not isinstance(delta, dict):
        return RejectedContext("the context is not an object")
    merged: ContextValues = dict(stored) if isinstance(stored, dict) else {}
    for key, value in (delta or {}).items():
        if key in RESERVED_KEYS:
            return RejectedContext(f"the key '{key}' is reserved", key)
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged
