"""Texts of a workflow for agents and people, and the names that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.text.routes import Json, Route, walk

_TEXT_KEYS = frozenset(
    (
        *("prompt", "text", "goal", "constraints", "procedure", "verify", "title", "guidance"),
        *("agentRole", "description", "about", "preconditions", "clarificationPrompts"),
        *("metaGuidance", "purpose", "definition", "rubric", "examples", "name"),
    )
)
"""Keys whose strings are texts."""
_FREE_TEXTS = frozenset({"outputRequired", "args"})
"""Keys of objects whose values are texts, whatever their keys are."""


def texts_in(value: Json) -> Iterator[tuple[Route, str]]:
    """Yield the texts of the workflow *value* with their routes: all strings but ids, values of conditions and criteria."""
    for route, part in walk(value):
        if isinstance(part, str):
            names = [key for key in route if isinstance(key, str)]
            if names and (names[-1] in _TEXT_KEYS or _FREE_TEXTS.intersection(names[-2:-1])):
                yield route, part


def cited(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield the windows of *name* where *text* has it alone in backticks."""
    if "`" in text and name in text:
        for match in re.finditer(rf"(?<=`){re.escape(name)}(?=`)", text):
            yield match.span()


def is_called(text: str, window: tuple[int, int], noun: str) -> bool:
    """Return whether *text* calls the cited name in *window* a *noun*: "step `plan`", "the `plan` step"."""
    start, end = window
    before, after = text[max(0, start - 2 - len(noun) - 2) : start - 1], text[end + 1 :]
    is_before = re.search(rf"\b{noun}s?\s+$", before, re.IGNORECASE)
    return bool(is_before or re.match(rf"\s+(?:loop\s+)?{noun}\b", after, re.IGNORECASE))


def is_compound(name: str) -> bool:
    """Return whether *name* has more than one part, so that no word of plain English is meant by it: `plan-draft`, `planDraft`, `plan_draft`."""
    return bool(re.search(r"[A-Za-z0-9][-_.][A-Za-z0-9]|[a-z0-9][A-Z]", name))


def words(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield the windows of *name* as a word of its own in *text*."""
    if name in text:
        for match in whole(name).finditer(text):
            yield match.span()


def whole(name: str) -> re.Pattern[str]:
    """Return the pattern of *name* as a word of its own: not as a part of a longer id or name."""
    return re.compile(rf"(?<![A-Za-z0-9_-]){re.escape(name)}(?![A-Za-z0-9_-])")
