"""Suggestions for a key that nothing sets: the captured key that may be meant."""

from __future__ import annotations

import re

from workflowkit.analysis.data_flow.context import Context
from workflowkit.text.suggest import closest


def likely_key(context: Context, key: str) -> str | None:
    """Return the known key that *key* may be a misspelling of, or the only unread one that shares a word with it; None when there is none."""
    suggestion = closest(key, {*context.captures_by_key, *context.inputs})
    if suggestion is not None:
        return suggestion
    words = _words(key)
    alike = [
        other
        for other in context.captures_by_key
        if words & _words(other) and not context.is_used(other)
    ]
    return alike[0] if len(alike) == 1 else None


def did_you_mean_key(context: Context, key: str, otherwise: str) -> str:
    """Return the help for *key*, which nothing sets: the key that may be meant, or else *otherwise*."""
    suggestion = likely_key(context, key)
    return f"did you mean '{suggestion}'?" if suggestion else otherwise


def _words(key: str) -> frozenset[str]:
    """Return the long words in *key*, in lower case and singular."""
    return frozenset(
        word.lower().removesuffix("s") for word in _WORD.findall(key) if len(word) >= _LONG
    )


_LONG = 4
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
