"""JSON values as YAML for people: block style, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from workflowkit.text.routes import Json


def to_yaml(value: Json, indent: int = 0) -> str:
    """Return *value* as lines of YAML, each with *indent* blanks in front."""
    return "".join(f"{' ' * indent}{line}\n" for line in _lines(value))


def _lines(value: Json) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, member in value.items():
            yield from _entry(f"{_scalar(key)}:", member, is_list_inset=True)
    elif isinstance(value, list) and value:
        for member in value:
            yield from _entry("-", member, is_list_inset=False)
    else:
        yield _flow(value)


def _entry(mark: str, value: Json, *, is_list_inset: bool) -> Iterator[str]:
    """Yield a key or a dash with its value: beside it when it is one line, else below."""
    is_block = isinstance(value, dict | list) and bool(value)
    if isinstance(value, str) and _is_block(value):
        yield f"{mark} |-"
        yield from (f"  {line}" if line else "" for line in value.split("\n"))
    elif not is_block:
        yield f"{mark} {_flow(value)}"
    elif is_list_inset:
        yield mark
        yield from (f"  {line}" for line in _lines(value))
    else:
        first, *rest = _lines(value)
        yield f"{mark} {first}"
        yield from (f"  {line}" for line in rest)


def _flow(value: Json) -> str:
    if isinstance(value, str):
        return _scalar(value)
    return json.dumps(value, ensure_ascii=False)


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./@-]*(?: [A-Za-z0-9_./@(-][A-Za-z0-9_./@(),;'-]*)*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_PRINTABLE = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]+")


def _is_block(text: str) -> bool:
    """Return whether a block scalar keeps *text*, of several lines, as it is."""
    is_bounded = text == text.strip() and "\n" in text
    return is_bounded and _PRINTABLE.fullmatch(text) is not None


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    """Return *char* as it is written between double quotes."""
    if char in '"\\':
        return f"\\{char}"
    if char in _NAMED:
        return _NAMED[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


_NAMED = {"\n": "\\n", "\t": "\\t"}
