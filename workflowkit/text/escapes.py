"""Escapes of JSON strings: characters that an author wrote as escapes stay so when the string around them is changed."""

from __future__ import annotations

import json
import re

from workflowkit.text.routes import Json

_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNIT = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\]", re.DOTALL)
"""The spelling of one character inside a literal."""
_WORD = re.compile(r"\w+|\W")


def keep_escapes(before: str, value: Json, after: str) -> str:
    """Return *after*, *value* as JSON, with the strings that it shares with the JSON text *before* spelled as they are there.

    The unchanged parts of a changed string keep their spelling.
    """
    if "\\" not in before:
        return after
    if isinstance(value, str) and before.startswith('"'):
        return _respelled(before, value)
    for literal in dict.fromkeys(_LITERAL.findall(before)):
        usual = json.dumps(json.loads(literal, strict=False), ensure_ascii=False)
        if usual != literal:
            after = after.replace(usual, literal)
    return after


def _respelled(literal: str, value: str) -> str:
    """Return the literal of *value*, with what it has in common with *literal* spelled as there."""
    units = _UNIT.findall(literal[1:-1])
    chars = [unit if len(unit) == 1 else json.loads(f'"{unit}"') for unit in units]
    spelling = {char: unit for char, unit in zip(chars, units, strict=True) if len(unit) > 1}
    usual = {char: json.dumps(char, ensure_ascii=False)[1:-1] for char in {*chars, *value}}
    if all(usual[char] == unit for char, unit in spelling.items()):
        return json.dumps(value, ensure_ascii=False)
    old, new = _WORD.findall("".join(chars)), _WORD.findall(value)
    # What is equal at both ends need not be compared word by word.
    head = _n_equal(old, new)
    tail = _n_equal(old[head:][::-1], new[head:][::-1])
    pieces: list[str] = []
    starts = _starts(old)
    from difflib import SequenceMatcher  # Only fixes of texts with escapes need it.

    middle = SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    blocks = [
        (0, 0, head),
        *((a + head, b + head, size) for a, b, size in middle.get_matching_blocks()),
        (len(old) - tail, len(new) - tail, tail),
    ]
    done = 0
    for at_old, at_new, size in blocks:
        added = "".join(new[done:at_new])
        pieces += [usual[char] for char in added]
        pieces += units[starts[at_old] : starts[at_old + size]]
        done = at_new + size
    return f'"{"".join(pieces)}"'


def _n_equal(one: list[str], other: list[str]) -> int:
    """Return how many entries at the start of two lists are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _starts(words: list[str]) -> list[int]:
    """Return where each of *words* starts in their text, and where the text ends."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts
