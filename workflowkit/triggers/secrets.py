"""Secrets that are written in a trigger file: where they are, so that reports do not repeat them."""

from __future__ import annotations

import re

_KEY = re.compile(
    r"(?:^|[{,])[ \t\-#\"']*+[\w-]*(?:secret|token|password|api[-_ ]?key)[\"']?[ \t]*:[ \t]*",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]*\n?")
_VARIABLE = re.compile(r"[\"']?\$")


def mask(text: str) -> str:
    """Return *text* with an asterisk for every character of a secret.

    The value of a key such as `hmacSecret` is a secret unless it names an environment variable.
    Deeper lines below the key belong to its value. Offsets do not change.
    """
    shown: list[str] = []
    column: int | None = None
    for line in _LINE.findall(text):
        content = line.strip()
        if column is not None and content and len(line) - len(line.lstrip()) > column:
            shown.append(_covered(line, len(line) - len(line.lstrip())))
            continue
        key = _KEY.search(line)
        is_literal = key is not None and not _VARIABLE.match(line, key.end())
        if content:
            column = len(line) - len(line.lstrip(" \t-")) if is_literal else None
        shown.append(_covered(line, key.end()) if key and is_literal else line)
    return "".join(shown)


def _covered(line: str, start: int) -> str:
    end = max(len(line.rstrip()), start)
    return f"{line[:start]}{'*' * (end - start)}{line[end:]}"
