"""Suggestions: which known name was probably meant.

A suggestion differs in case, in separators, or in at most two edits of a name that stays mostly the same.
Names that differ in their digits are different on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

CUTOFF = 0.7
"""Share of a name that must be right."""

_LEAST_SHARED = 4
_SHORTEST_ABBREVIATION = 3
_MOST_EDITS = 2
_MOST_LISTED = 12
_MOST_WITH_WORDS = 3
_MOST_IN_FULL = 20
"""Up to this many names are listed without an end: a list that is cut by little hides the answer."""


def closest(name: str, known: Iterable[str], cutoff: float = CUTOFF) -> str | None:
    """Return the known name most similar to *name*, or None when none is similar."""
    return next(iter(near(name, known, cutoff)), None)


def near(name: str, known: Iterable[str], cutoff: float = CUTOFF) -> list[str]:
    """Return all known names that *name* may be a typo of, the most similar first."""
    names = known if isinstance(known, Names) else Names(known)
    folded = _folded(name)
    scored = [(0, candidate) for candidate in names.folded_as(folded) if candidate != name]
    lower, letters = name.lower(), _letters(name)
    for candidate, other in names.about_as_long_as(name):
        most = min(_MOST_EDITS, int((1 - cutoff) * max(len(name), len(candidate)) + 1e-9))
        # An edit adds and removes at most one letter each.
        if (letters ^ other).bit_count() > 2 * most or candidate == name:
            continue
        if _folded(candidate) != folded:
            edits = _distance(lower, candidate.lower(), most)
            if edits <= most and 1 - edits / max(len(name), len(candidate)) >= cutoff:
                scored.append((edits, candidate))
    return [candidate for _, candidate in sorted(scored)]


def with_words_of(name: str, known: Iterable[str]) -> list[str]:
    """Return the few known names that have all words of *name* and others besides, the shortest first: `loop-no-exit` for `loop-no-exit-step`."""
    words = set(_WORDS.findall(name.lower()))
    if len("".join(words)) < _LEAST_SHARED:
        return []
    found = [other for other in known if words < set(_WORDS.findall(other.lower()))]
    return sorted(found, key=lambda other: (len(other), other))[:_MOST_WITH_WORDS]


def _distance(name: str, other: str, most: int) -> int:
    # Imported here because only files with a typo need it.
    from rapidfuzz.distance import OSA

    return OSA.distance(name, other, score_cutoff=most)


class Names(frozenset[str]):
    """Names that may be meant, with an index for many questions about many names."""

    def folded_as(self, folded: str) -> Sequence[str]:
        """Return the names that differ from one whose folded form is *folded* in case and separators only."""
        return self._by_folded.get(folded, ())

    def about_as_long_as(self, name: str) -> Iterator[tuple[str, int]]:
        """Yield the names that differ from *name* in length by few characters and have the same digits, each with the set of its letters."""
        digits = tuple(_DIGITS.findall(name))
        for length in range(len(name) - _MOST_EDITS, len(name) + _MOST_EDITS + 1):
            yield from self._by_length.get((length, digits), ())

    @cached_property
    def _by_folded(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for name in self:
            found.setdefault(_folded(name), []).append(name)
        return found

    @cached_property
    def _by_length(self) -> Mapping[tuple[int, tuple[str, ...]], Sequence[tuple[str, int]]]:
        found: dict[tuple[int, tuple[str, ...]], list[tuple[str, int]]] = {}
        for name in self:
            key = (len(name), tuple(_DIGITS.findall(name)))
            found.setdefault(key, []).append((name, _letters(name)))
        return found


def _letters(name: str) -> int:
    """Return the set of the characters in *name*, whatever their case, as bits; unrelated characters may share one."""
    bits = 0
    for char in name.lower():
        bits |= 1 << (ord(char) & 63)
    return bits


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a help line for an unknown *name*: the name it resembles, or else the known names."""
    names = sorted(set(known))
    suggestion = closest(name, names)
    if suggestion is not None:
        return f"did you mean '{suggestion}'?"
    return listed(names)


def listed(names: Iterable[str]) -> str:
    """Return a help line that lists the known names, sorted; empty when nothing is."""
    known = sorted(set(names), key=_by_number)
    if not known:
        return ""
    shown = known if len(known) <= _MOST_IN_FULL else known[:_MOST_LISTED]
    more = len(known) - len(shown)
    return "known: " + ", ".join(shown) + (f" and {more} more" if more else "")


def _by_number(name: str) -> list[tuple[int, str]]:
    """Return the sort key of *name* with its numbers by value: 3.66.0 comes before 3.121.0."""
    parts = _DIGITS_APART.split(name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


_DIGITS_APART = re.compile(r"([0-9]{1,9})")
_DIGITS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[^-_. ]+")
_SEPARATORS = re.compile(r"[-_. ]")


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def meant(given: Iterable[str], missing: Iterable[str]) -> dict[str, str]:
    """Return the unknown names of *given*, each with the *missing* one that was probably meant.

    Besides a typo this is a name that omits words at one end: `deliverable` for `deliverableName`.
    No missing name is used twice.
    """
    left = list(missing)
    found: dict[str, str] = {}
    for name in given:
        shortened = [other for other in left if _is_shortened(name, other)]
        suggestion = closest(name, left) or (shortened[0] if len(shortened) == 1 else None)
        if suggestion is not None:
            found[name] = suggestion
            left.remove(suggestion)
    return found


def is_abbreviation(name: str, other: str) -> bool:
    """Return whether *name* is the beginning of *other* and long enough to stand for it: `desc` for `description`."""
    return len(name) >= _SHORTEST_ABBREVIATION and other.lower().startswith(name.lower())


def _is_shortened(name: str, other: str) -> bool:
    short, long = sorted((name.lower(), other.lower()), key=len)
    return len(short) >= _LEAST_SHARED and (long.startswith(short) or long.endswith(short))
