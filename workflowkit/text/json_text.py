"""JSON text to values, exactly as the engine's host reads it (docs/engine/format.md#reading-a-file).

Strict ECMAScript JSON: no comments, no trailing commas, no NaN, no byte order mark.
The last of a repeated key wins, at the position of the first. Every number is a double: integral ones become `int`, the rest `float`; an overflow becomes infinity.
Lone surrogates in escapes are kept.
"""

from __future__ import annotations

import json
import math
import re

from workflowkit.records import dataclass
from workflowkit.text.foreign_text import foreign
from workflowkit.text.routes import Json

MAX_DEPTH = 400
"""Levels of nesting that are read. The engine's own limit depends on its stack and is far above what a workflow needs."""

MAX_BYTES = 1_000_000
"""Size in bytes above which the engine's directory storage ignores a file (docs/engine/format.md#reading-a-file)."""

MAX_READ = 32_000_000
"""Size in bytes above which a file is not read at all."""


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """Why a text is not JSON."""

    message: str
    offset: int
    """In characters, from 0."""
    help: str = ""


def decode(content: bytes) -> str:
    """Decode as the engine does: UTF-8, bytes that are not valid replaced by U+FFFD."""
    return content.decode("utf-8", errors="replace")


def encode(text: str) -> bytes:
    """Encode *text* that `decode` gave: the same bytes, unless some of them were not UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def escape_surrogates(text: str) -> bytes:
    r"""Encode *text* as UTF-8; a lone surrogate, which UTF-8 does not have, becomes an escape such as \udfff, as in JSON."""
    return text.encode("utf-8", "backslashreplace")


def is_faithful(text: str, content: bytes) -> bool:
    """Return true when *text*, which was decoded from *content*, can be written back as the same bytes."""
    # The replacement character of invalid bytes can also have been written by the author.
    return "\ufffd" not in text or encode(text) == content


def parse(text: str) -> Json | BrokenJson:
    """Parse *text*; a `BrokenJson` states the error and its offset."""
    if text.startswith("\ufeff"):
        return _broken(BYTE_ORDER_MARK, 0)
    deep = _too_deep(text)
    if deep is not None:
        return BrokenJson(
            f"values are nested more than {MAX_DEPTH} levels deep", deep, "flatten the structure"
        )
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return _explain(text, error)
    except _NotANumberError as error:
        offset = _find_constant(text, error.name)
        return BrokenJson(f"'{error.name}' is not JSON", offset, "write a finite number or null")


BYTE_ORDER_MARK = (
    "the file starts with a byte order mark",
    "save it as UTF-8 without a byte order mark",
)
COMMENT = ("JSON has no comments", "remove the comment")
CONTROL_CHARACTER = ("a string contains a raw control character", r"escape it, as in \n or \t")
SINGLE_QUOTE = ("a single quote starts no JSON string", 'use double quotes (")')
TRAILING_COMMA = ("a comma is before the closing bracket", "remove the comma")
TYPOGRAPHIC_QUOTE = ("a typographic quote starts no JSON string", 'use straight quotes (")')
UNCLOSED_STRING = ("this string has no closing quote", 'end it with "')
"""What is wrong with a text, and what to do."""


def _broken(explained: tuple[str, str], offset: int) -> BrokenJson:
    message, help = explained
    return BrokenJson(message, offset, help)


class _NotANumberError(ValueError):
    """Raised inside the decoder for NaN and the infinities, which JSON does not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _number(text: str) -> int | float:
    value = float(text)
    # An integral double is kept as `int`, so that 1.0 and 1 are one value; -0 becomes 0, which is how it is written out.
    return int(value) if value.is_integer() else value


def _reject_constant(name: str) -> None:
    raise _NotANumberError(name)


_DECODER = json.JSONDecoder(
    parse_int=_number, parse_float=_number, parse_constant=_reject_constant, strict=True
)

_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


def _too_deep(text: str) -> int | None:
    """Return the offset at which nesting passes the limit, or None. A cheap count first spares nearly every file the scan."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return None
    depth = 0
    for match in _STRUCTURE.finditer(text):
        char = match.group()
        if char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return match.start()
        elif char in "]}":
            depth -= 1
    return None


_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"?|-?Infinity|NaN', re.DOTALL)


def _find_constant(text: str, name: str) -> int:
    return next((m.start() for m in _CONSTANT.finditer(text) if m.group() == name), 0)


_LITERAL_WORD = re.compile(r"[A-Za-z_$][\w$]*")


def _explain(text: str, error: json.JSONDecodeError) -> BrokenJson:
    """Return the message for what the decoder found where it stopped."""
    offset = min(error.pos, len(text))
    if not text.strip(" \t\r\n"):
        return BrokenJson("the file is empty", 0, "write one JSON object")
    other = foreign(text)
    if other is not None:
        return BrokenJson(other.message, other.offset, other.help)
    if error.msg.startswith("Illegal trailing comma"):
        # Newer decoders point at the comma.
        return _broken(TRAILING_COMMA, len(text) - len(text[offset + 1 :].lstrip(" \t\r\n")))
    for start, message, help in _MESSAGES:
        if error.msg.startswith(start):
            return BrokenJson(message, offset, help)
    return _unexpected(text, offset, error.msg)


_MESSAGES = (
    ("Extra data", "text follows the end of the JSON value", "keep one JSON value in the file"),
    ("Unterminated string", *UNCLOSED_STRING),
    ("Invalid control character", *CONTROL_CHARACTER),
    ("Invalid \\", "this escape is not JSON", r"use \\ for a backslash, \uXXXX for a code"),
)
"""How a message of the decoder begins, what it means, and what to do."""


def _unexpected(text: str, offset: int, message: str) -> BrokenJson:
    """Return the error of the character at *offset*, where *message* of the decoder states what was expected."""
    at = text[offset : offset + 1]
    if not at:
        return BrokenJson("the text ends too early", len(text), "close what is still open")
    if at in "}]" and text[:offset].rstrip(" \t\r\n")[-1:] == ",":
        return _broken(TRAILING_COMMA, offset)
    if text.startswith(("//", "/*"), offset) or at == "#":
        return _broken(COMMENT, offset)
    if at in "\u201c\u201d\u201e\u201f":
        return _broken(TYPOGRAPHIC_QUOTE, offset)
    if at == "'":
        return _broken(SINGLE_QUOTE, offset)
    expected, help = next(
        (each[1:] for each in _EXPECTED if each[0] in message), ("a value", "write a JSON value")
    )
    return BrokenJson(f"found {shown(text, offset)} where {expected} was expected", offset, help)


_EXPECTED = (
    ("Expecting ',' delimiter", "',' or an end", "add a comma"),
    ("Expecting ':' delimiter", "':'", "add a colon"),
    ("property name", "a quoted key", 'quote the key with "'),
)
"""What a message of the decoder contains, what was expected, and what to do."""


def shown(text: str, offset: int) -> str:
    """Return the word or the character at *offset*, quoted."""
    word = _LITERAL_WORD.match(text, offset)
    return f"'{word.group()[:20] if word else text[offset]}'"


def is_finite(value: Json) -> bool:
    """Return true unless *value* is a number that overflowed."""
    return not (isinstance(value, float) and not math.isfinite(value))
