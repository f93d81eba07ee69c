"""Similarity: how much of one text another one repeats, by runs of words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    starts = [0, *ends]
    return frozenset(
        line[start : end - 1] for start, end in zip(starts, ends[length - 1 :], strict=False)
    )


def resemblances(texts: Sequence[str], share: float) -> list[Resemblance]:
    """Return for each text the earlier one that shares the most runs with it, if that is at least *share* of them."""
    seen: dict[str, list[int]] = {}
    sizes: list[int] = []
    found: list[Resemblance] = []
    for index, text in enumerate(texts):
        own = runs(text)
        sizes.append(len(own))
        common = _counted(own, seen)
        best = max(
            (
                Resemblance(other, index, n / min(sizes[other], len(own)))
                for other, n in common.items()
            ),
            key=lambda repetition: repetition.share,
            default=None,
        )
        if best and best.share >= share:
            found.append(best)
        for run in own:
            seen.setdefault(run, []).append(index)
    return found


def _counted(own: frozenset[str], seen: Mapping[str, Sequence[int]]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for run in own:
        for other in seen.get(run, ()):
            counts[other] = counts.get(other, 0) + 1
    return counts


_WORD = re.compile(r"[a-z0-9']+")
