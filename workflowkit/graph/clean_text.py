"""Text that no format and no terminal takes for a command: what cannot be shown becomes a replacement character."""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\ufffd"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of control characters, marks that reorder text, lone surrogates and odd line ends."""
_JOINER = "\u200d"
"""Part of many emoji; it reorders nothing."""


def clean(text: str) -> str:
    """Return *text* on one line without characters that are not shown; white space becomes single blanks."""
    joined = " ".join(text.split())
    if joined.isascii() and joined.isprintable():
        return joined
    return "".join(REPLACEMENT if _is_hidden(char) else char for char in joined)


def _is_hidden(char: str) -> bool:
    if "\ufffe" <= char <= "\uffff":
        return True
    return char != _JOINER and unicodedata.category(char) in _HIDDEN
