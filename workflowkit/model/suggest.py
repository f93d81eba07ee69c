"""The one place that guesses which known name was meant.

A guess must be a slip of the hand: other letters' case, other separators, or at most two edits in a name that stays mostly the same.
Names that differ in their digits are different on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

CUTOFF = 0.7
"""Share of a name that must be right."""

_MOST_EDITS = 2
_MOST_LISTED = 12


def closest(name: str, known: Iterable[str], cutoff: float = CUTOFF) -> str | None:
    """The known name that *name* is most like, or None when none is like it."""
    return next(iter(near(name, known, cutoff)), None)


def near(name: str, known: Iterable[str], cutoff: float = CUTOFF) -> list[str]:
    """All known names that *name* may be a slip for, the most alike first."""
    # Imported here because only files with a slip need it.
    from rapidfuzz.distance import OSA

    folded, digits, lower = _folded(name), _DIGITS.findall(name), name.lower()
    scored: list[tuple[int, str]] = []
    for candidate in set(known) - {name}:
        if _folded(candidate) == folded:
            scored.append((0, candidate))
        elif (
            abs(len(candidate) - len(name)) <= _MOST_EDITS and _DIGITS.findall(candidate) == digits
        ):
            edits = OSA.distance(lower, candidate.lower(), score_cutoff=_MOST_EDITS)
            if edits <= _MOST_EDITS and 1 - edits / max(len(name), len(candidate)) >= cutoff:
                scored.append((edits, candidate))
    return [candidate for _, candidate in sorted(scored)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A help line for an unknown *name*: the one it resembles, or else what is known."""
    names = sorted(set(known))
    guess = closest(name, names)
    if guess is not None:
        return f"did you mean '{guess}'?"
    return listed(names)


def listed(names: Iterable[str]) -> str:
    """A help line that lists what is known, sorted; empty when nothing is."""
    known = sorted(set(names))
    if not known:
        return ""
    more = len(known) - _MOST_LISTED
    return "known: " + ", ".join(known[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


_DIGITS = re.compile(r"[0-9]+")
_SEPARATORS = re.compile(r"[-_. ]")


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()
