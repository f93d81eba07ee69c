"""Prose: the words of a prompt without its code; offsets stay those of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=512)
def without_code(text: str, mark: str = " ") -> str:
    """Return *text* with fenced blocks blanked and every character of code spans replaced by *mark*; the others keep their place."""
    if "`" not in text:
        return text

    def blanked(match: re.Match[str]) -> str:
        return _NOT_A_BREAK.sub(" " if match[1] else mark, match[0])

    return _CODE.sub(blanked, text)


@lru_cache(maxsize=1024)
def identifiers(text: str) -> frozenset[str]:
    """Return every word in *text* that could be the name of a key."""
    words = _IDENTIFIER.findall(text)
    return frozenset((*words, *_KEBAB.findall(text)) if "-" in text else words)


def has_identifier(text: str, name: str) -> bool:
    """Return whether *name* is one of the `identifiers` of *text*, which need not be read for it."""
    at = text.find(name)
    if at < 0 or not _ONE_IDENTIFIER.fullmatch(name):
        return False
    is_outside = _is_outside_kebab if "-" in name else _is_outside_word
    while at >= 0 and not is_outside(text, at, at + len(name)):
        at = text.find(name, at + 1)
    return at >= 0


def _is_outside_word(text: str, start: int, end: int) -> bool:
    """Return whether what is from *start* to *end* is a word as a whole; digits before it are none of its letters."""
    if text[end : end + 1] in _LETTERS:
        return False
    while start and text[start - 1] in _LETTERS:
        start -= 1
        if text[start] not in _DIGITS:
            return False
    return True


def _is_outside_kebab(text: str, start: int, end: int) -> bool:
    around = {text[max(0, start - 1) : start], text[end : end + 1]}
    return "-" not in around and around.isdisjoint(_LETTERS)


_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_") | _DIGITS
_ONE_IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:-\w+)*", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEBAB = re.compile(r"(?<![\w-])[A-Za-z_]\w*+(?:-\w++)++(?!-)", re.ASCII)
_CODE = re.compile(
    r"^[ \t]*(```++)[^\n]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
_NOT_A_BREAK = re.compile(r"[^\n]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of every sentence; a line break ends one as well."""
    for match in _SENTENCE.finditer(text):
        yield match.span()


_SENTENCE = re.compile(r"[^\s](?:[^\n.!?]|[.!?](?!\s|$))*[.!?]*")


def is_quoted(text: str, offset: int) -> bool:
    """Return whether *offset* is inside quotation marks on its line."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else None]
    return any(
        match.start() < offset - start < match.end() - 1 for match in _QUOTATION.finditer(line)
    )


_QUOTATION = re.compile(
    r"""(?<!\w)(?:"(?=\S)[^"]*"|“[^”]*”|‘[^’]*’|'(?=\S)(?:[^']|(?<=\w)'(?=\w))*')(?!\w)"""
)
"""A quotation; an apostrophe inside a word opens and closes none."""
