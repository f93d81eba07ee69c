"""The difference of two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflowkit.changes.words import Piece, PieceKind, word_diff

TEXT = st.text(alphabet="ab .\n", max_size=60)


@given(TEXT, TEXT)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(each.text for each in pieces if each.part is not PieceKind.ADDED) == before
    assert "".join(each.text for each in pieces if each.part is not PieceKind.REMOVED) == after
    assert all(each.text for each in pieces)


def test_a_changed_word_stands_alone() -> None:
    before = "Run every check on the build and write down what failed."
    after = "Run every check on the package and write down what failed."
    assert word_diff(before, after) == (
        Piece(PieceKind.KEPT, "Run every check on the "),
        Piece(PieceKind.REMOVED, "build"),
        Piece(PieceKind.ADDED, "package"),
        Piece(PieceKind.KEPT, " and write down what failed."),
    )


def test_a_line_that_was_rewritten_is_replaced_as_a_whole() -> None:
    before = "First line.\nTake the old map and fold it.\n"
    after = "First line.\nBuy bread before the shop closes.\n"
    assert word_diff(before, after) == (
        Piece(PieceKind.KEPT, "First line.\n"),
        Piece(PieceKind.REMOVED, "Take the old map and fold it.\n"),
        Piece(PieceKind.ADDED, "Buy bread before the shop closes.\n"),
    )


def test_equal_texts_have_one_piece() -> None:
    assert word_diff("the same", "the same") == (Piece(PieceKind.KEPT, "the same"),)
    assert word_diff("", "") == ()
