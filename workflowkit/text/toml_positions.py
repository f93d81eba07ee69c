"""Positions in TOML: where a key or its value is written.

`tomllib` reads values without positions, so this scan runs only when there is something to report.
It expects text that `tomllib` has accepted.
"""

from __future__ import annotations

import re

from workflowkit.text.positions import Lines, Position

Keys = tuple[str | int, ...]
"""Where a value is: table keys and array indexes, outermost first."""


def position(text: str, keys: Keys, *, on_value: bool = False) -> Position:
    """Return the position of the key at *keys*, or with *on_value* its value.

    A key that is not written has the place of the nearest table or array around it.
    """
    places = scan(text)
    while keys not in places:
        keys, on_value = keys[:-1], False
    return Lines(text).position(places[keys][on_value])


def scan(text: str) -> dict[Keys, tuple[int, int]]:
    """Return the offsets of key and value of everything in *text*; where there is no key, or no value in one place, both are the same."""
    scanner = _Scanner(text)
    scanner.read_document()
    return scanner.places


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_NAME = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_SCALAR = re.compile(
    r""""{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}"""
    r"""|'{3}(?:[^']|'{1,2}(?!'))*'{3,5}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^,\]}#\r\n]+""",
    re.DOTALL,
)


class _Scanner:
    """Reads one text from its beginning to its end and notes the places."""

    def __init__(self, text: str) -> None:
        self.places: dict[Keys, tuple[int, int]] = {(): (0, 0)}
        self._text = text
        self._offset = 0
        self._last_index: dict[Keys, int] = {}
        """The last item so far of every array that is written as `[[array]]`."""

    def read_document(self) -> None:
        table: Keys = ()
        while self._skip_blank() < len(self._text):
            if self._text[self._offset] == "[":
                table = self._read_header()
            else:
                self._read_pair(table)

    def _read_header(self) -> Keys:
        start = self._offset
        is_item = self._text.startswith("[[", start)
        self._offset += 1 + is_item
        table = self._read_names(())
        if is_item:
            self._last_index[table] = self._last_index.get(table, -1) + 1
            table = (*table, self._last_index[table])
            self.places[table] = (start, start)
        self._offset += 1 + is_item
        return table

    def _read_names(self, table: Keys) -> Keys:
        """Read a dotted key inside *table*; each of its parts is noted where it is first written."""
        import tomllib  # Not needed where no file has settings.

        while True:
            start = self._skip_blank()
            name = self._read(_NAME)
            is_quoted = name[0] in "\"'"
            table = (*table, tomllib.loads(f"name = {name}")["name"] if is_quoted else name)
            self.places.setdefault(table, (start, start))
            if self._text[self._skip_blank()] != ".":
                return table
            self._offset += 1
            if table in self._last_index:
                table = (*table, self._last_index[table])

    def _read_pair(self, table: Keys) -> None:
        keys = self._read_names(table)
        self._offset += 1
        self.places[keys] = (self.places[keys][0], self._skip_blank())
        self._read_value(keys)

    def _read_value(self, keys: Keys) -> None:
        opening = self._text[self._offset]
        if opening not in "[{":
            self._read(_SCALAR)
            return
        self._offset += 1
        n_items = 0
        while self._text[self._skip_blank()] not in "]}":
            if opening == "{":
                self._read_pair(keys)
            else:
                self.places[*keys, n_items] = (self._offset, self._offset)
                self._read_value((*keys, n_items))
                n_items += 1
            if self._text[self._skip_blank()] == ",":
                self._offset += 1
        self._offset += 1

    def _skip_blank(self) -> int:
        self._read(_BLANK)
        return self._offset

    def _read(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._offset)
        if match is None:
            raise ValueError("text that tomllib would not accept")
        self._offset = match.end()
        return match.group()
