"""Secrets that are written in a trigger file: where they are, so that reports do not repeat them."""

from __future__ import annotations

import re
from functools import cache

from workflowkit.text.suggest import closest
from workflowkit.triggers import fields

_KEY = re.compile(r"(?:^|[{,])[ \t\-#\"']*+([\w-]+)[\"']?[ \t]*:[ \t]*")
_LINE = re.compile(r"[^\n]*\n?")
_VARIABLE = re.compile(r"[\"']?\$")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_ENDS = re.compile(r"(?:secret|token|password|api[-_]?key)\Z", re.IGNORECASE)
_NAMES = ("secret", "token", "password", "passphrase", "passwd", "credential", "credentials",
          "apikey", "accesskey", "privatekey", "signingkey", "hmackey", "secretkey")  # fmt: skip
_KNOWN = frozenset(
    key.lower()
    for keys in (fields.TRIGGER_KEYS, *fields.BLOCK_KEYS.values(), *fields.SOURCE_KEYS.values())
    for key in keys
)


def mask(text: str) -> str:
    """Return *text* with an asterisk for every character of a secret.

    The value of a key such as `hmacSecret`, misspelled or not, is a secret unless it names an environment variable.
    Deeper lines below the key belong to its value. Offsets do not change.
    """
    shown: list[str] = []
    column: int | None = None
    for line in _LINE.findall(text):
        content = line.strip()
        if column is not None and content and len(line) - len(line.lstrip()) > column:
            shown.append(_covered(line, len(line) - len(line.lstrip())))
            continue
        key = next((one for one in _KEY.finditer(line) if _is_secret(one[1])), None)
        is_literal = key is not None and not _VARIABLE.match(line, key.end())
        if content:
            column = len(line) - len(line.lstrip(" \t-")) if is_literal else None
        shown.append(_covered(line, key.end()) if key and is_literal else line)
    return "".join(shown)


def _covered(line: str, start: int) -> str:
    end = max(len(line.rstrip()), start)
    return f"{line[:start]}{'*' * (end - start)}{line[end:]}"


@cache
def _is_secret(key: str) -> bool:
    """Return true when *key* names a secret, or an unknown key resembles such a name in its last words."""
    if _ENDS.search(key):
        return True
    if key.lower() in _KNOWN:
        return False
    words = [word.lower() for word in _WORD.findall(key)]
    ends = {"".join(words[-n:]) for n in (1, 2)} | {key[-n:].lower() for n in range(4, 9)}
    # A plural, such as in `maxTokens`, counts something.
    return any(end in _NAMES or (not end.endswith("s") and closest(end, _NAMES)) for end in ends)
