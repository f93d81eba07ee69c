"""Examples of patterns: a text that a simple regular expression matches. The engine's own search confirms it."""

from __future__ import annotations

import re

from workflowkit.records import dataclass
from workflowkit.runtime.javascript import BadPatternError, search

MAX_REPEATS = 50
"""Repetitions of one part that are written."""


def example_of(pattern: str, flags: str) -> str | None:
    """Return a text that *pattern* matches; None when none is found, or the pattern is invalid."""
    parser = _Parser(pattern)
    try:
        text = parser.alternatives()
        is_found = parser.is_at_end and search(pattern, flags, text)
    except (BadPatternError, IndexError, ValueError, RecursionError, StopIteration):
        return None
    return text if is_found else None


_QUANTIFIER = re.compile(r"(?:[*?]|(?P<plus>\+)|\{(?P<least>[0-9]+)(?:,[0-9]*)?\})\??")
_ESCAPES = {"d": "1", "w": "a", "s": " ", "D": "a", "W": " ", "S": "a", "n": "\n", "t": "\t", "r": "\r", "b": "", "B": ""}  # fmt: skip
_CANDIDATES = "a1 A_-.,:;!?#/\n" + "".join(map(chr, range(33, 127)))


@dataclass(slots=True)
class _Parser:
    """Reads a pattern and writes an example of each part: the first alternative, the least repetitions."""

    pattern: str
    at: int = 0

    @property
    def is_at_end(self) -> bool:
        return self.at >= len(self.pattern)

    def alternatives(self) -> str:
        found = self._sequence()
        while not self.is_at_end and self.pattern[self.at] == "|":
            self.at += 1
            self._sequence()
        return found

    def _sequence(self) -> str:
        parts: list[str] = []
        while not self.is_at_end and self.pattern[self.at] not in "|)":
            part = self._atom()
            match = _QUANTIFIER.match(self.pattern, self.at)
            if match:
                self.at = match.end()
                least = int(match["least"]) if match["least"] else int(bool(match["plus"]))
                part = part * min(least, MAX_REPEATS)
            parts.append(part)
        return "".join(parts)

    def _atom(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        if char in "^$":
            return ""
        if char == ".":
            return "a"
        if char == "[":
            return self._class()
        if char == "(":
            return self._group()
        if char == "\\":
            return self._escape()
        return char

    def _escape(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        return _ESCAPES.get(char, char)

    def _group(self) -> str:
        head = re.compile(r"\?(?:[:=!]|<[=!]|<[A-Za-z_$][\w$]*>)").match(self.pattern, self.at)
        if head:
            self.at = head.end()
        found = self.alternatives()
        if self.pattern[self.at] != ")":
            raise ValueError("a group is not closed")
        self.at += 1
        # A look-around adds nothing of its own; what it demands is left to chance.
        is_look = head is not None and head.group()[-1] in "=!"
        return "" if is_look else found

    def _class(self) -> str:
        end = self.at
        while self.pattern[end] != "]":
            end += 2 if self.pattern[end] == "\\" else 1
        written = self.pattern[self.at - 1 : end + 1]
        self.at = end + 1
        return next(char for char in _CANDIDATES if search(f"^{written}$", "", char))
