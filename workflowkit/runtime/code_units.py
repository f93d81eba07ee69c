"""Texts and patterns as regular expressions without the flags `u` and `v` see them: one UTF-16 code unit at a time.

The library that matches knows whole characters only, and no lone surrogate.
So each code unit of a surrogate is written as a character of its own, from a private plane, in text and pattern alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLANE = 0x100000
"""The offset that is added to a surrogate; a text that has such characters itself is split like any other."""


def text_in_units(text: str) -> str:
    """Return *text* with a character for each code unit."""
    return text if text.isascii() else _BEYOND.sub(lambda match: _units(match.group()), text)


def pattern_in_units(pattern: str) -> str:
    """Return *pattern* rewritten to match texts by code units."""
    if pattern.isascii() and "\\u" not in pattern:
        return pattern
    return _PART.sub(_part_in_units, pattern)


def outside_classes(pattern: str) -> str:
    """Return *pattern* with a letter for each class and property, to check the rest of it by another grammar."""
    parts: list[str] = []
    depth = 0
    for match in _TOKEN.finditer(pattern):
        token = match.group()
        if token == "[":
            depth += 1
            if depth == 1:
                parts.append("a")
        elif token == "]" and depth:
            depth -= 1
        elif not depth:
            parts.append("a" if token[:2] in ("\\p", "\\P") and len(token) > 2 else token)
    return "".join(parts)


_BEYOND = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_PART = re.compile(
    r"\(\?<[^=!>][^>]{0,200}>|\\k<[^>]{0,200}>"
    r"|(?P<class>\[\^?(?:\\.|[^\]\\])*\])|\[.*"
    r"|(?P<escape>\\u(?:[0-9a-fA-F]{4})?|\\.)|.",
    re.DOTALL,
)
"""A group name, which stays as it is, a class, one that is not closed, an escape or a character."""
_ATOM = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\[0-7]{1,3}|\\.|.", re.DOTALL)
_TOKEN = re.compile(r"\\[pP]\{[^}]{0,100}\}|\\.|.", re.DOTALL)


def _units(character: str) -> str:
    code = ord(character)
    if code <= 0xFFFF:
        return chr(_PLANE + code)
    code -= 0x10000
    return chr(_PLANE + 0xD800 + (code >> 10)) + chr(_PLANE + 0xDC00 + (code & 0x3FF))


def _part_in_units(match: re.Match[str]) -> str:
    part = match.group()
    if match["class"]:
        return _class_in_units(part)
    if match["escape"]:
        return _escape_in_units(part)
    return text_in_units(part) if len(part) == 1 else part


def _escape_in_units(escape: str) -> str:
    if escape == "\\u":
        # Without four digits behind it, the escape means the letter.
        return "u"
    if escape.startswith("\\u"):
        unit = chr(int(escape[2:], 16))
        return text_in_units(unit) if _BEYOND.match(unit) else escape
    return text_in_units(escape[1:]) if _BEYOND.match(escape[1:]) else escape


def _class_in_units(text: str) -> str:
    start = 2 if text.startswith("[^") else 1
    atoms = _ATOM.findall(_BEYOND.sub(lambda match: _units(match.group()), text[start:-1]))
    return text[:start] + "".join(_members(atoms)) + "]"


def _members(atoms: list[str]) -> Iterator[str]:
    """Yield the members of a class; ranges are split where surrogates begin and end."""
    index = 0
    while index < len(atoms):
        if index + 2 < len(atoms) and atoms[index + 1] == "-":
            yield _range(atoms[index], atoms[index + 2])
            index += 3
        else:
            yield _escape_in_units(atoms[index])
            index += 1


def _range(first: str, last: str) -> str:
    low, high = _unit(first), _unit(last)
    if first in _SETS or last in _SETS or low > high or high < 0xD800 or low > 0xDFFF:
        return f"{_escape_in_units(first)}-{_escape_in_units(last)}"
    pieces = ((low, 0xD7FF, 0), (max(low, 0xD800), 0xDFFF, _PLANE), (0xE000, high, 0))
    return "".join(
        f"{_literal(begin + plane)}-{_literal(min(end, high) + plane)}"
        for begin, end, plane in pieces
        if begin <= min(end, high)
    )


_SETS = {"\\d", "\\D", "\\s", "\\S", "\\w", "\\W"}
"""Next to one of these, `-` is the character and no range."""


def _unit(atom: str) -> int:
    """Return the code unit that *atom* means; 0 for the escapes that are far below the surrogates."""
    if atom.startswith("\\u") and len(atom) > 2:
        return int(atom[2:], 16)
    if atom.startswith("\\") and len(atom) > 2:
        return 0
    code = ord(atom[-1])
    return code - _PLANE if code > _PLANE else code


def _literal(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else chr(code)
