"""Sentences of a prompt that demand, forbid or limit something, and whether a change keeps what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

_FORBIDS: Final = re.compile(
    r"\b(?:never|do not|don't|may not|must not|mustn't|shall not|cannot|can't|not allowed|not permitted|forbidden|prohibited|under no circumstances)\b",
    re.IGNORECASE,
)
_LIMITS: Final = re.compile(
    r"(?<!\bcan )(?<!\bnot )(?<!-)\bonly\b|\b(?:at least|at most|no more than|no fewer than|no less than)\b",
    re.IGNORECASE,
)
""""If you can only name …", "not only" and "read-only" limit nothing."""
_DEMANDS: Final = re.compile(
    r"(?<!\bwhat )\b(?:must|shall)\b|\b(?:always|mandatory)\b",
    re.IGNORECASE,
)
""""Say what must stay" demands that it is said, and not that it stays."""
_NEGATES: Final = re.compile(
    r"\b(?:not|never|no|none|nothing|cannot|without|forbidden|prohibited|avoid|refuse|fails?|instead of|rather than)\b|n't\b",
    re.IGNORECASE,
)
_HEDGES: Final = re.compile(
    r"\b(?:should|may|might|could|try to|ideally|consider|unless|except|optional|optionally|preferably|recommended|(?:if|where|when|wherever|whenever) (?:possible|practical|appropriate|feasible|convenient))\b",
    re.IGNORECASE,
)
"""Words by which a demand becomes a wish, or gets an exception."""
_NOT_A_HEDGE: Final = re.compile(r"\bmay not\b|\bnon?t?[ -]optional\b", re.IGNORECASE)

_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|[.!?](?!\s|$))+[.!?]?")
_QUOTED: Final = ("'", '"', "“", "‘")
"""A sentence that begins so is an example, not a demand."""
_WORD: Final = re.compile(r"\w+")
_HYPHEN: Final = re.compile(r"(?<=[a-z])-(?=[a-z])")
_SHORTEST: Final = 4
"""Words from which a sentence is compared."""
_ALIKE: Final = 0.6
"""The share of neighboring words from which one sentence is another one with small changes."""
_STEM: Final = 5
"""Letters of a word that are compared: "family" is "families"."""
_FEWEST: Final = 3
"""Words of meaning that two sentences at least share when one is the other in other words."""
_COVERED: Final = 0.7
"""The share of the words of the shorter sentence that the other one has."""
_RETAINED: Final = 0.5
"""The share of the words of the former sentence that the later one has."""
_EMPTY: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "must",
        "never",
        "not",
        "of",
        "on",
        "only",
        "or",
        "shall",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "were",
        "what",
        "will",
        "with",
        "you",
        "your",
        "each",
        "every",
        "any",
        "all",
        "always",
    ]
)
"""Words that say how a sentence is built, or how strongly it speaks, and not what about."""


class _Sentence(NamedTuple):
    text: str
    words: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    stems: frozenset[str]
    hedges: frozenset[str]


def lost_constraints(before: str, after: str, elsewhere: str) -> list[str]:
    """Return the sentences of *before* that demand, forbid or limit something and that neither *after* nor *elsewhere* says, in these or other words."""
    if before == after:
        return []
    constraints = [sentence for sentence in _sentences(before) if _is_constraint(sentence.text)]
    if not constraints:
        return []
    kept = [sentence for text in (after, elsewhere) for sentence in _sentences(text)]
    known = {sentence.words for sentence in kept}
    return [
        sentence.text
        for sentence in constraints
        if sentence.words not in known and not _is_said(sentence, kept)
    ]


def _is_constraint(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_FORBIDS, _LIMITS, _DEMANDS))


def _is_said(wanted: _Sentence, sentences: Iterable[_Sentence]) -> bool:
    return any(_is_alike(wanted, said) and _is_as_strict(said, wanted) for said in sentences)


def _is_alike(before: _Sentence, after: _Sentence) -> bool:
    """Return true when one sentence is the other with small changes or in other words."""
    if len(before.pairs & after.pairs) >= _ALIKE * len(before.pairs):
        return True
    shared = len(before.stems & after.stems)
    shorter = min(len(before.stems), len(after.stems))
    return shared >= max(_FEWEST, _COVERED * shorter, _RETAINED * len(before.stems))


def _is_as_strict(after: _Sentence, before: _Sentence) -> bool:
    """Return true unless *after* forbids or limits nothing where *before* does, or has a hedge of its own."""
    if _FORBIDS.search(before.text) and not _NEGATES.search(after.text):
        return False
    if _LIMITS.search(before.text) and not (
        _LIMITS.search(after.text) or _NEGATES.search(after.text)
    ):
        return False
    return after.hedges <= before.hedges


def _sentences(text: str) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(text.replace("\u2019", "'")):
        words = tuple(_WORD.findall(match[0].lower()))
        sentence = match[0].strip().lstrip("-*#> ").strip()
        if len(words) >= _SHORTEST and not sentence.startswith(_QUOTED):
            pairs = frozenset(pairwise(words))
            yield _Sentence(sentence, words, pairs, _stems(sentence), _hedges(sentence))


def _stems(sentence: str) -> frozenset[str]:
    words = _WORD.findall(_HYPHEN.sub("", sentence.lower()))
    return frozenset(
        word.rstrip("s")[:_STEM] for word in words if len(word) > 1 and word not in _EMPTY
    )


def _hedges(sentence: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _HEDGES.findall(_NOT_A_HEDGE.sub("", sentence)))
