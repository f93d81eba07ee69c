"""Citations: what one part of a workflow says of another, so that no fix deletes what is named elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from workflowkit.diagnostics import Edit, Fix
from workflowkit.source.routes import Json, Route, value_at, walk

_NAMING_KEYS: Final = frozenset({"id", "name", "slotId"})
_DEMANDING_KEYS: Final = frozenset({"validationCriteria", "outputContract", "references"})
"""What stands below these keys is compared with what an agent writes, or is opened."""

_WORD: Final = re.compile(r"\w+(?:[.:/-]\w+)*|[^\w\s]")
_NAME: Final = re.compile(r"\w*[a-z][A-Z]\w*|\w+(?:[_.:/-]\w+)+")
"""A word that prose does not have: `camelCase`, `snake_case`, `notes.md`."""


class Citations:
    """The words of one workflow, with the places where they stand."""

    def __init__(self, value: Json) -> None:
        self._value = value
        self._texts: dict[str, list[Route]] = {}
        self._words: dict[str, list[Route]] = {}
        for route, text in _strings(value, ()):
            self._texts.setdefault(text, []).append(route)
            for word in set(_WORD.findall(text)):
                self._words.setdefault(word, []).append(route)

    def forbid(self, fix: Fix) -> bool:
        """Return whether *fix* deletes a name or a sign that is named elsewhere in the workflow."""
        return any(
            self._is_named_outside(word, edit)
            for edit in fix.edits
            for word in self._deleted(edit)
        )

    def _deleted(self, edit: Edit) -> Iterator[str]:
        """Yield the names that a deletion takes away, and the names and signs that a shortened text loses."""
        try:
            before = value_at(self._value, edit.route)
        except (KeyError, IndexError, TypeError):
            return
        if edit.action == "delete":
            for route, text in _strings(before, edit.route):
                if route[-1] in _NAMING_KEYS or _NAME.fullmatch(text):
                    yield text
        elif edit.action == "set" and isinstance(before, str) and isinstance(edit.value, str):
            old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(edit.value))
            if new <= old:
                lost = old.keys() - new.keys()
                yield from (word for word in sorted(lost) if _NAME.fullmatch(word) or _is_sign(word))

    def _is_named_outside(self, word: str, edit: Edit) -> bool:
        if edit.action == "delete":
            if any(not _is_below(route, edit.route) for route in self._texts.get(word, ())):
                # It is defined a second time.
                return False
            return any(not _is_below(route, edit.route) for route in self._words.get(word, ()))
        return any(
            not _is_below(route, edit.route) and not _DEMANDING_KEYS.isdisjoint(route)
            for route in self._words.get(word, ())
        )


def _strings(value: Json, route: Route) -> Iterator[tuple[Route, str]]:
    for inner, found in walk(value):
        if isinstance(found, str):
            yield (*route, *inner), found


def _is_below(route: Route, other: Route) -> bool:
    return route[: len(other)] == other


def _is_sign(word: str) -> bool:
    """True for pictographs and other signs beyond ASCII."""
    return len(word) == 1 and word > "\x7f" and unicodedata.category(word).startswith("S")
