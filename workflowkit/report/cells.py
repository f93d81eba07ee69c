"""Text as a terminal shows it: one piece per character, each safe to print and of known width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_TAB = "    "
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ORDER = re.compile(r"##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
"""The beginning of what the servers of GitHub, Azure and TeamCity obey in any column."""


def printable(text: str) -> str:
    """Return *text* on one line, without characters that move the cursor, hide or reorder text, or have no encoding.

    What CI servers obey anywhere in a line is shown with an escape.
    """
    if "##" in text:
        text = _ORDER.sub("#<U+0023>", text)
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
    return line.lstrip().startswith("::") or bool(_ORDER.search(line))


def is_plain(text: str) -> bool:
    """Return whether each character of *text* is shown literally in one cell, as in nearly all texts."""
    return text.isascii() and text.isprintable()


def pieces(text: str) -> list[str]:
    """Return the representation of each character of *text*; a tab becomes four spaces at any column."""
    if is_plain(text):
        shown = list(text)
    else:
        shown = [_TAB if char == "\t" else _piece(char) for char in text]
    if "##" in text:
        for match in _ORDER.finditer(text):
            shown[match.start() + 1] = "<U+0023>"
    return shown


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
