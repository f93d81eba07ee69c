"""Repairs of texts that are nearly JSON: comments, trailing commas, a byte order mark, typographic quotes.

A repair changes no value: it removes what JSON does not have, or writes a quote that delimits a string as JSON does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.text.edits import Edit
from workflowkit.text.json_text import BrokenJson, parse
from workflowkit.text.routes import TextRange


def repairs(text: str) -> tuple[Edit, ...]:
    """Return the edits that make *text* valid JSON; none when it is valid, or needs more than these repairs."""
    replacements = list(_replacements(text))
    parts: list[str] = []
    done = 0
    for start, end, new in replacements:
        parts += (text[done:start], new)
        done = end
    if not replacements or isinstance(parse("".join([*parts, text[done:]])), BrokenJson):
        return ()
    return tuple(Edit("replace", TextRange(start, end), new) for start, end, new in replacements)


_OPENING, _CLOSING = "\u201c\u201e\u201f", "\u201d\u201c\u201f"
_PART = re.compile(
    r'(?P<string>"(?:[^"\\\n]|\\.)*"?)'
    rf"|(?P<curly>[{_OPENING}{_CLOSING}][^\"\\\n{_OPENING}{_CLOSING}]*[{_CLOSING}])"
    r"|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<comma>,)(?=(?:\s|//[^\n]*|/\*.*?(?:\*/|\Z))*+[\]}])"
    r"|(?P<mark>\A\ufeff)",
    re.DOTALL,
)


def _replacements(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and new text of every repair, in order."""
    for match in _PART.finditer(text):
        start, end = match.span()
        match match.lastgroup:
            case "comment":
                yield _without_blank(text, start), end, ""
            case "comma" | "mark":
                yield start, end, ""
            case "curly":
                yield start, start + 1, '"'
                yield end - 1, end, '"'
            case _:
                pass


def _without_blank(text: str, start: int) -> int:
    """Return *start*, or where the blanks begin that separate a comment from what comes before it on its line."""
    while start and text[start - 1] in " \t":
        start -= 1
    return start
