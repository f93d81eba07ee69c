"""The difference of two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from workflowkit.records import dataclass

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS: Final = 2_000
"""Words of a changed part up to which it is compared word by word; longer ones are replaced as a whole."""

_LEAST_KEPT: Final = 0.3
"""The share of the shorter text that has to be kept; with less in common, a changed part is replaced as a whole."""
_ISLAND: Final = 4
"""Words that have to be kept between two changes to separate them."""


class PieceKind(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text."""

    part: PieceKind
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
    pieces = list(_without_islands(list(_joined(_pieces(old, new, _replaced)))))
    kept = sum(len(piece.text) for piece in pieces if piece.part is PieceKind.KEPT)
    if kept < _LEAST_KEPT * min(len("".join(old)), len("".join(new))):
        yield from _replaced(before, after)
    else:
        yield from pieces


def _without_islands(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Take kept pieces of a few words between changes for changed: text with a mark at each word cannot be read."""
    removed, added = "", ""
    for index, piece in enumerate(pieces):
        is_inside = 0 < index < len(pieces) - 1
        if piece.part is PieceKind.KEPT and not (is_inside and len(piece.text.split()) < _ISLAND):
            yield from _replaced(removed, added)
            removed, added = "", ""
            yield piece
        else:
            removed += piece.text if piece.part is not PieceKind.ADDED else ""
            added += piece.text if piece.part is not PieceKind.REMOVED else ""
    yield from _replaced(removed, added)


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    yield Piece(PieceKind.REMOVED, "".join(before))
    yield Piece(PieceKind.ADDED, "".join(after))


def _pieces(old: Sequence[str], new: Sequence[str], replaced: Replaced) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Piece(PieceKind.KEPT, "".join(old[start:end]))
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
