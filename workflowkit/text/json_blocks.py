"""JSON as it is written for people and version control, in blocks, so that a large file is never held as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring
from typing import Final

from workflowkit.text import json_text
from workflowkit.text.ecmascript import ecma_number
from workflowkit.text.routes import Json

_PIECES: Final = 4096
"""How many pieces make a block."""


class LazyList:
    """A list of JSON values that are computed while it is written."""

    def __init__(self, length: int, members: Callable[[], Iterator[Json]]) -> None:
        """Take what returns the *members*: at most *length*, and none only when it is 0."""
        self._length, self._members = length, members

    def __bool__(self) -> bool:
        return bool(self._length)

    def __iter__(self) -> Iterator[Json]:
        return self._members()


def json_bytes(value: Json) -> bytes:
    """Encode *value* as JSON for people and version control: two spaces, source order, one final line feed.

    Numbers are written as ECMAScript writes them; characters are literal, lone surrogates escaped.
    """
    return b"".join(json_blocks(value))


def json_blocks(value: Json) -> Iterator[bytes]:
    """Yield what `json_bytes` returns in blocks; lists in *value* may be lazy ones."""
    return map(json_text.escape_surrogates, _blocks(value))


def plain(value: Json) -> Json:
    """Return *value* with its lazy lists computed."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    return list(value) if isinstance(value, LazyList) else value


def _blocks(value: Json) -> Iterator[str]:
    """Yield the text of *value*. Iterative, so that depth has no limit."""
    pieces: list[str] = []
    newline = "\n"
    members, end = iter([("", value)]), "\n"
    unfinished: list[tuple[Iterator[tuple[str, Json]], str]] = []
    while True:
        for head, member in members:
            kind = type(member)
            if kind is str:
                pieces.append(head + encode_basestring(member))
            elif member and (kind is dict or kind is list or kind is tuple or kind is LazyList):
                unfinished.append((members, end))
                pieces.append(head + ("{" if kind is dict else "["))
                end = newline + ("}" if kind is dict else "]")
                newline += "  "
                members = _fields(member, newline) if kind is dict else _entries(member, newline)
                break
            else:
                pieces.append(head + ("[]" if kind is LazyList else _scalar(member)))
            if len(pieces) > _PIECES:
                yield "".join(pieces)
                pieces.clear()
        else:
            pieces.append(end)
            if not unfinished:
                yield "".join(pieces)
                return
            members, end = unfinished.pop()
            newline = newline[:-2]


def _fields(value: dict[str, Json], newline: str) -> Iterator[tuple[str, Json]]:
    """Yield the members of an object, each with the text before its value."""
    mark = newline
    for key, member in value.items():
        yield f"{mark}{encode_basestring(key)}: ", member
        mark = "," + newline


def _entries(value: Iterable[Json], newline: str) -> Iterator[tuple[str, Json]]:
    mark = newline
    for member in value:
        yield mark, member
        mark = "," + newline


def _scalar(value: Json) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ecma_number(value)
    return json.dumps(value)
