"""Text as a terminal shows it: one piece per character, each safe to print and of known width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_TAB = "    "
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return *text* on one line, without characters that move the cursor, hide or reorder text, or have no encoding."""
    if is_plain(text):
        return text
    return "".join(_NAMED.get(char) or _piece(char) for char in text)


def printable_lines(text: str) -> list[str]:
    """Return the lines of *text*, each printable; a line that CI servers would obey, indented or not, stays on the line before."""
    shown: list[str] = []
    for line in text.split("\n"):
        if shown and is_order(line):
            shown[-1] += "\\n" + printable(line)
        else:
            shown.append(printable(line))
    return shown


def is_order(line: str) -> bool:
    """Return whether CI servers would obey *line*, which they do indented or not."""
    return line.lstrip().startswith(("::", "##["))


def is_plain(text: str) -> bool:
    """Return whether each character of *text* is shown literally in one cell, as in nearly all texts."""
    return text.isascii() and text.isprintable()


def pieces(text: str) -> list[str]:
    """Return the representation of each character of *text*; a tab becomes four spaces at any column."""
    if is_plain(text):
        return list(text)
    return [_TAB if char == "\t" else _piece(char) for char in text]


def width(shown: Sequence[str]) -> int:
    """Return the number of terminal cells of the *shown* pieces."""
    joined = "".join(shown)
    if joined.isascii():
        return len(joined)
    return sum(_width(piece) for piece in shown)


def _piece(char: str) -> str:
    if " " <= char <= "~" or unicodedata.category(char) not in _UNSAFE_CATEGORIES:
        return char
    return f"<U+{ord(char):04X}>"


def _width(piece: str) -> int:
    if piece.isascii():
        return len(piece)
    if unicodedata.category(piece) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(piece) in {"W", "F"} else 1
