"""Repairs of texts that are nearly JSON: one pass finds every mistake that can be read in one way only, with the edits that repair it.

A repair changes no value: it removes what JSON does not have, or writes what JSON demands around a value.
The pass stops where the text can be read in several ways, as everything after that place is uncertain.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from workflowkit.records import dataclass
from workflowkit.text.edits import Edit
from workflowkit.text.foreign_text import foreign
from workflowkit.text.json_text import (
    BYTE_ORDER_MARK,
    COMMENT,
    CONTROL_CHARACTER,
    SINGLE_QUOTE,
    TRAILING_COMMA,
    TYPOGRAPHIC_QUOTE,
    UNCLOSED_STRING,
    BrokenJson,
    parse,
    shown,
)
from workflowkit.text.json_tokens import JsonToken, tokens
from workflowkit.text.routes import TextRange


@dataclass(frozen=True, slots=True)
class Replaced:
    """Characters of a text, and what is written in their place."""

    start: int
    """In characters, from 0."""
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place where a text is not JSON."""

    start: int
    """In characters, from 0."""
    end: int
    message: str
    help: str
    repair: tuple[Replaced, ...] = ()
    """Empty when only the author knows what is meant."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The repair as edits of the text."""
        return tuple(
            Edit("replace", TextRange(each.start, each.end), each.text) for each in self.repair
        )


def mistakes(text: str) -> tuple[Mistake, ...]:
    """Return why *text* is not JSON: the mistakes that have a repair, in the order of the text, then the first that has none."""
    broken = parse(text)
    if not isinstance(broken, BrokenJson):
        return ()
    if foreign(text) or not text.strip(" \t\r\n"):
        return (_without_repair(text, broken, broken.offset),)
    found = _read(text)
    repair = sorted(
        (each for mistake in found for each in mistake.repair),
        key=lambda each: (each.start, each.end),
    )
    left = parse(_repaired(text, repair))
    if isinstance(left, BrokenJson):
        return (*found, _without_repair(text, left, _offset_before(repair, left.offset)))
    return tuple(found)


def _without_repair(text: str, broken: BrokenJson, offset: int) -> Mistake:
    """Return the mistake at the character at *offset*, or after the last word of *text*."""
    start = min(offset, len(text.rstrip()))
    if broken.message == CONTROL_CHARACTER[0] and text[start : start + 1] in ("", "\r", "\n"):
        # A string that went on in the next line would have been repaired.
        return Mistake(start, start, *UNCLOSED_STRING)
    end = start + (text[start : start + 1] not in ("", "\r", "\n"))
    return Mistake(start, end, broken.message, broken.help)


def _repaired(text: str, repair: Sequence[Replaced]) -> str:
    parts: list[str] = []
    done = 0
    for each in repair:
        parts += (text[done : each.start], each.text)
        done = each.end
    return "".join([*parts, text[done:]])


def _offset_before(repair: Sequence[Replaced], offset: int) -> int:
    """Return where the character at *offset* of the repaired text is in the text before *repair*."""
    growth = [*accumulate((len(each.text) - (each.end - each.start) for each in repair), initial=0)]
    ends = [each.end + grown for each, grown in zip(repair, growth[1:], strict=True)]
    return offset - growth[bisect_right(ends, offset)]


def _read(text: str) -> list[Mistake]:
    """Return the mistakes of *text* that have a repair, up to where it can be read in several ways."""
    reader = _Reader(text)
    found = list(tokens(text))
    ahead = found[-1]
    reversed_ahead: list[JsonToken] = []
    for token in reversed(found):
        reversed_ahead.append(ahead)
        ahead = ahead if token.is_aside else token
    for token, following in zip(found, reversed(reversed_ahead), strict=True):
        if token.is_aside:
            reader.remove(token)
        elif reader.take(token, following):
            reader.previous = token
        else:
            break
    return sorted(reader.found, key=lambda mistake: (mistake.start, mistake.end))


class _Reader:
    """What was read of a text so far, and what may come next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.previous = JsonToken("end", 0, 0, "")
        self.found: list[Mistake] = []
        self._open: list[str] = []
        """The opening brackets of the values around this place."""
        self._expected = "value"
        """`first` after an opening bracket, `key` or `value` after a comma, `colon`, `value`, `next` after a value, `nothing` after the last."""
        self._comma = self.previous
        """The last comma between two values."""

    def remove(self, token: JsonToken) -> None:
        """Remove a comment with the blanks before it, and replace white space that JSON does not have."""
        if token.kind == "comment":
            start = token.start
            while start and self._text[start - 1] in " \t":
                start -= 1
            self._add(token, COMMENT, Replaced(start, token.end, ""))
        elif token.start == 0 and token.text[0] == "\ufeff":
            self._add(token, BYTE_ORDER_MARK, Replaced(0, token.end, ""))
        else:
            message = f"U+{ord(token.text[0]):04X} is no white space in JSON"
            self._add(token, (message, "write a space"), Replaced(token.start, token.end, " "))

    def take(self, token: JsonToken, ahead: JsonToken) -> bool:
        """Read *token*, with *ahead* after it; return false when it can be read in several ways."""
        match token.kind:
            case ",":
                return self._take_comma(token)
            case "}" | "]":
                return self._close(token)
            case ":":
                is_expected = self._expected == "colon"
                self._expected = "value"
                return is_expected
            case "end" | "unknown":
                return False
            case _:
                return self._take_value(token, is_key=ahead.kind == ":")

    def _take_comma(self, token: JsonToken) -> bool:
        if self._open and self.previous.kind in (",", "{", "["):
            removal = Replaced(token.start, token.end, "")
            self._add(token, ("a comma has no value before it", "remove the comma"), removal)
            return True
        if self._expected != "next":
            return False
        self._comma = token
        self._expected = self._after_comma()
        return True

    def _close(self, token: JsonToken) -> bool:
        if self._open[-1:] != ["{" if token.kind == "}" else "["]:
            return False
        if self.previous.kind == "," and self._expected != "first":
            comma = self._comma
            self._add(comma, TRAILING_COMMA, Replaced(comma.start, comma.end, ""))
        elif self._expected not in ("first", "next"):
            return False
        self._open.pop()
        self._expected = self._after_value()
        return True

    def _take_value(self, token: JsonToken, *, is_key: bool) -> bool:
        in_object = self._open[-1:] == ["{"]
        if self._expected == "next":
            # Without a gap, this may be the rest of a string with quotes in it.
            is_apart = token.start > self.previous.end or self.previous.kind in ("}", "]")
            is_value = token.kind != "word" or token.text in _LITERALS
            if not is_apart or is_key != in_object or not (is_key or is_value):
                return False
            end = self.previous.end
            message = f"found {shown(self._text, token.start)} where ',' or an end was expected"
            self._add(token, (message, "add a comma"), Replaced(end, end, ","))
            self._expected = self._after_comma()
        if self._expected == "key" or (self._expected == "first" and in_object):
            self._expected = "colon"
            return is_key and self._take_key(token)
        if is_key or self._expected not in ("value", "first"):
            return False
        if token.kind in ("{", "["):
            self._open.append(token.kind)
            self._expected = "first"
            return True
        self._expected = self._after_value()
        return self._take_string(token) if token.kind in _STRINGS else self._take_word(token)

    def _take_key(self, token: JsonToken) -> bool:
        if token.kind in ("word", "number"):
            message = f"found {shown(self._text, token.start)} where a quoted key was expected"
            quoted = Replaced(token.start, token.end, f'"{token.text}"')
            self._add(token, (message, 'quote the key with "'), quoted)
            return True
        return token.kind in _STRINGS and self._take_string(token)

    def _take_string(self, token: JsonToken) -> bool:
        inner = token.text[1:-1]
        if token.kind == "raw":
            first, *_ = controls = list(_CONTROL.finditer(token.text))
            escaped = [
                Replaced(
                    token.start + each.start(), token.start + each.end(), _escape(each.group())
                )
                for each in controls
            ]
            at = token.start + first.start()
            self._add(JsonToken("raw", at, at + 1, first.group()), CONTROL_CHARACTER, *escaped)
        elif token.kind != "string":
            quoted = inner if token.kind == "typographic" else _QUOTE.sub(_requoted, inner)
            mistake = TYPOGRAPHIC_QUOTE if token.kind == "typographic" else SINGLE_QUOTE
            self._add(token, mistake, Replaced(token.start, token.end, f'"{quoted}"'))
        return True

    def _take_word(self, token: JsonToken) -> bool:
        literal = _LITERALS.get(token.text, token.text)
        if literal != token.text:
            message = f"found {shown(self._text, token.start)} where a value was expected"
            written = Replaced(token.start, token.end, literal)
            self._add(token, (message, f"write {literal}"), written)
        # Another word is a mistake without a repair, but what follows it is certain.
        return token.kind in ("word", "number")

    def _after_value(self) -> str:
        return "next" if self._open else "nothing"

    def _after_comma(self) -> str:
        return "key" if self._open[-1] == "{" else "value"

    def _add(self, token: JsonToken, explained: tuple[str, str], *repair: Replaced) -> None:
        self.found.append(Mistake(token.start, token.end, *explained, repair))


_STRINGS = ("string", "raw", "single", "typographic")
_LITERALS = {
    "true": "true",
    "false": "false",
    "null": "null",
    "True": "true",
    "False": "false",
    "None": "null",
}
"""Words that are values, and how JSON writes them."""
_CONTROL = re.compile(r"[\x00-\x1f]")
_QUOTE = re.compile(r"\\.|\"")


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]


def _requoted(match: re.Match[str]) -> str:
    r"""Return an escape or a double quote as it is written between double quotes: there \' needs no escape, and " does."""
    return {"\\'": "'", '"': r"\""}.get(match.group(), match.group())
