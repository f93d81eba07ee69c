"""Similarity: how much of one text another one repeats, by runs of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from workflowkit.records import dataclass

RUN = 12
"""Words in a run; twelve in a row are rarely the same by chance."""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A text that shares runs with an earlier one."""

    earlier: int
    later: int
    share: float
    """Of the runs of the shorter text, the part that the other has too."""


def n_in_order(one: str, other: str) -> int:
    """Return the length of the longest sequence of characters that both texts have in order, with any others between them."""
    places: dict[str, int] = {}
    for index, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << index
    # One bit for each character of the first text, all at once (Hyyrö, 2004); a bit of the sequence becomes 0.
    every = (1 << len(one)) - 1
    free = every
    for char in other:
        taken = free & places.get(char, 0)
        free = (free + taken | free - taken) & every
    return len(one) - free.bit_count()


def runs(text: str, length: int = RUN) -> frozenset[str]:
    """Return every run of *length* words in *text*, without regard to case and punctuation."""
    words = _WORD.findall(text.lower())
    line = " ".join(words)
    ends = list(accumulate(len(word) + 1 for word in words))
    starts, stops = [0, *ends], [end - 1 for end in ends[length - 1 :]]
    return frozenset(map(line.__getitem__, map(slice, starts, stops)))


def resemblances(texts: Sequence[str], share: float) -> list[Resemblance]:
    """Return for each text the earlier one that shares the most runs with it, if that is at least *share* of them."""
    places = _Places()
    sizes: list[int] = []
    found: list[Resemblance] = []
    for index, text in enumerate(texts):
        own = runs(text)
        sizes.append(len(own))
        best = max(
            (
                Resemblance(other, index, n / min(sizes[other], len(own)))
                for other, n in sorted(places.counted(own).items())
            ),
            key=lambda repetition: repetition.share,
            default=None,
        )
        if best and best.share >= share:
            found.append(best)
        places.add(own, index)
    return found


class _Places:
    """In which texts runs are. Nearly all of them are in one, so that sets do most of the work."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}

    def add(self, own: frozenset[str], index: int) -> None:
        """Note that the runs *own* are in the text with this *index*."""
        repeated = own & self._first.keys()
        for run in repeated:
            self._others.setdefault(run, []).append(index)
        self._first |= dict.fromkeys(own - repeated, index)

    def counted(self, own: frozenset[str]) -> dict[int, int]:
        """Return how many of the runs *own* each text has that was added."""
        counts: dict[int, int] = {}
        for run in own & self._first.keys():
            for other in (self._first[run], *self._others.get(run, ())):
                counts[other] = counts.get(other, 0) + 1
        return counts


_WORD = re.compile(r"[a-z0-9']+")
