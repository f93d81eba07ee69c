"""Citations: the names that one part of a workflow takes from another, so that no fix deletes what is named elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from workflowkit.diagnostics import Edit, Fix
from workflowkit.text.routes import Json, Route, value_at, walk

_NAMING_KEYS: Final = frozenset({"id", "name", "slotId"})
_DEMANDING_KEYS: Final = frozenset({"validationCriteria", "outputContract", "references"})
"""The values of these keys are compared with what an agent writes, or are opened."""

_WORD: Final = re.compile(r"\w+(?:[.:/-]\w+)*|[^\w\s]")
_CALL: Final = re.compile(r"(?<!\w)\w++\(\)")
_NAME: Final = re.compile(r"(?=\w*?[a-z][A-Z])\w++|\w++(?:[.:/-]\w++)+|\w[^\W_]*+_\w++")
"""A word that prose does not have: `camelCase`, `snake_case`, `notes.md`."""


class Citations:
    """The words of one workflow, with their places."""

    def __init__(self, value: Json) -> None:
        self._value = value
        self._texts: dict[str, list[Route]] = {}
        self._words: dict[str, list[Route]] = {}
        for route, text in _strings(value, ()):
            self._texts.setdefault(text, []).append(route)
            for word in {*_WORD.findall(text), *_CALL.findall(text)}:
                self._words.setdefault(word, []).append(route)

    def forbid(self, fix: Fix) -> bool:
        """Return whether *fix* deletes a name or a sign that is named where it changes nothing."""
        changed = [edit.route for edit in fix.edits]

        def is_elsewhere(route: Route) -> bool:
            return not any(route[: len(other)] == other for other in changed)

        return any(
            self._is_named(word, edit, is_elsewhere)
            for edit in fix.edits
            for word in self._deleted(edit)
        )

    def _deleted(self, edit: Edit) -> Iterator[str]:
        """Yield the names that a deletion removes, and the names and signs that a shortened text loses."""
        try:
            before = value_at(self._value, edit.route)
        except (KeyError, IndexError, TypeError):
            return
        if edit.action == "delete":
            for route, text in _strings(before, edit.route):
                is_definition = route[-1] in _NAMING_KEYS or "args" in route
                if is_definition and _NAME.fullmatch(text):
                    yield text
                if route[-1] == "name":
                    yield f"{text}()"
        elif edit.action == "set" and isinstance(before, str) and isinstance(edit.value, str):
            old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(edit.value))
            if new <= old:
                lost = sorted(old.keys() - new.keys())
                yield from (word for word in lost if _NAME.fullmatch(word) or _is_sign(word))

    def _is_named(self, word: str, edit: Edit, is_elsewhere: Callable[[Route], bool]) -> bool:
        routes = [route for route in self._words.get(word, ()) if is_elsewhere(route)]
        if edit.action == "delete":
            is_defined_twice = any(map(is_elsewhere, self._texts.get(word, ())))
            return bool(routes) and not is_defined_twice
        return any(not _DEMANDING_KEYS.isdisjoint(route) for route in routes)


def _strings(value: Json, route: Route) -> Iterator[tuple[Route, str]]:
    for inner, found in walk(value):
        if isinstance(found, str):
            yield (*route, *inner), found


def _is_sign(word: str) -> bool:
    """Return true for pictographs and other signs beyond ASCII."""
    return len(word) == 1 and word > "\x7f" and unicodedata.category(word).startswith("S")
