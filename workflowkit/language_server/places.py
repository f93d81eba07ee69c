"""Positions of the protocol: lines from 0, and characters in the units that client and server agreed on."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n|\n|\r")


class Places:
    """One text: offsets in characters to lines and units, and back."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self.text = text
        self._encoding = encoding
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._is_plain = text.isascii() or encoding == "utf-32"

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the unit of the character at *offset*."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if self._is_plain:
            return line, offset - start
        return line, self._units(self.text[start:offset])

    def offset(self, line: int, unit: int) -> int:
        """Return the offset of the place at *unit* of *line*; the nearest one when there is none."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        content = self.text[start:end].rstrip("\r\n")
        if self._is_plain:
            return start + max(0, min(unit, len(content)))
        done = 0
        for index, char in enumerate(content):
            if done >= unit:
                return start + index
            done += self._units(char)
        return start + len(content)

    def _units(self, text: str) -> int:
        if self._encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(char > "\uffff" for char in text)


def changed(text: str, start: int, end: int, new: str) -> str:
    """Return *text* with *new* in place of the characters from *start* up to *end*."""
    start, end = sorted((start, end))
    return text[:start] + new + text[end:]
