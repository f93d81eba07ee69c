"""The difference of two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS: Final = 2_000
"""Words of a changed part up to which it is compared word by word; longer ones are replaced as a whole."""


class Part(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text."""

    part: Part
    text: str


Replaced = Callable[[Sequence[str], Sequence[str]], Iterator[Piece]]
"""Yields the pieces of a part that differs."""


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in order: the kept and removed ones are *before*, the kept and added ones are *after*.

    Lines are compared first and words within the lines that differ, so the time stays bounded.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return tuple(_joined(_pieces(old, new, _by_word)))


def _by_word(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    old, new = (_WORD.findall("".join(lines)) for lines in (before, after))
    if not old or not new or len(old) + len(new) > _MOST_WORDS:
        yield from _replaced(before, after)
        return
    yield from _pieces(old, new, _replaced)


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    yield Piece(Part.REMOVED, "".join(before))
    yield Piece(Part.ADDED, "".join(after))


def _pieces(old: Sequence[str], new: Sequence[str], replaced: Replaced) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Piece(Part.KEPT, "".join(old[start:end]))
        else:
            yield from replaced(old[start:end], new[new_start:new_end])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbors of one kind, and drop empty pieces."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held and held.part is piece.part:
            held = Piece(held.part, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
