"""Resending: whether a step states that a key must be submitted as a whole (docs/engine/sessions.md#context-merge: keys are replaced, never merged)."""

from __future__ import annotations

import re

from workflowkit.format.reader import Step

_WHOLE = re.compile(
    r"\b(?:whole|full|fully|complete|entire|all|every|each|resend|resent|accumulated|so far|updated"
    r"|with the new|plus the new|old and new|previous and new|cumulative)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")


def says_whole(step: Step, key: str) -> bool:
    """Return true when a sentence of *step* that names *key*, or the entry of its outputs, mentions the whole value."""
    if _WHOLE.search(step.outputs.get(key, "")):
        return True
    name = re.compile(rf"\b{re.escape(key)}\b")
    return any(
        _WHOLE.search(_without_target(sentence, key))
        for _, text in step.texts()
        for sentence in _SENTENCE_END.split(text)
        if name.search(sentence)
    )


def _without_target(sentence: str, key: str) -> str:
    """Return *sentence* without what is added: "append each result to `key`" mentions the results, not the key."""
    match = re.search(rf"\b(?:append|add|push)\b.*?`{re.escape(key)}`", sentence, re.IGNORECASE)
    return sentence[: match.start()] + sentence[match.end() :] if match else sentence
