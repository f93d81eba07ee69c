"""Glob patterns for paths: `*` and `?` stay within one folder, `**` crosses folders."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WILDCARD: Final = re.compile(r"(\*\*/|/\*\*$|\*\*|\*|\?)")
_MEANING: Final = {
    "**/": "(?:[^/]+/)*",
    "/**": "/.+",
    "**": ".*",
    "*": "[^/]*",
    "?": "[^/]",
}


def matches(pattern: str, path: str) -> bool:
    """Return whether *pattern* matches *path* or a folder that contains it; *path* has forward slashes.

    A pattern without a slash matches a name in any folder.
    """
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    core = pattern.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in core else "(?:.*/)?"
    parts = _WILDCARD.split(core)
    expression = "".join(_MEANING.get(part) or re.escape(part) for part in parts)
    return re.compile(f"{anywhere}{expression}(?:/.*)?", re.DOTALL)
