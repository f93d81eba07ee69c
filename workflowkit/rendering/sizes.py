"""The size of a text, in characters and in tokens of a language model."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from workflowkit.records import dataclass

TokenCounter = Callable[[str], int]
"""Counts the tokens of a text."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """A way to count tokens."""

    name: str
    """The vocabulary, or `estimate`."""
    count: TokenCounter

    @property
    def is_estimate(self) -> bool:
        """True when no vocabulary is available."""
        return self.name == "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSize:
    """The size of a text."""

    characters: int
    """Number of characters."""
    tokens: int
    """Number of tokens, or an estimate of it."""


def estimated_tokens(text: str) -> int:
    """Return about how many tokens *text* has: one for each short word and each few signs, more for long words (docs/testing.md#sizes)."""
    return sum(_weight(match) for match in _UNIT.finditer(text))


def size_of(text: str, tokenizer: Tokenizer) -> TextSize:
    """Return the size of *text*."""
    return TextSize(characters=len(text), tokens=tokenizer.count(text))


ESTIMATE = Tokenizer("estimate", estimated_tokens)

_UNIT = re.compile(
    r"(?P<word>[A-Za-z]+)|(?P<digits>[0-9]{1,3})|(?P<signs>[!-/:-@\[-`{-~]+)|\n+|(?P<other>[^\x00-\x7f]+)"
)
"""A word, up to three digits, signs in a row, line ends in a row, or other characters; blanks belong to what follows them."""


def _weight(match: re.Match[str]) -> int:
    length = match.end() - match.start()
    if match["word"]:
        return math.ceil(length / 13)
    if match["signs"]:
        return math.ceil(length / 2)
    return math.ceil(length / 2) if match["other"] else 1
