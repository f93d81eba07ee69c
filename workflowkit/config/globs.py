"""Glob patterns for paths: `*` and `?` stay within one folder, `**` crosses folders."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

WILDCARDS: Final = "use '*', '**' and '?', where '?' also stands for a bracket"
"""The help for an invalid pattern."""

_UNSUPPORTED: Final = re.compile(r"\A!|[\[\]{}]|\*{3,}")
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


def fault(pattern: str) -> str:
    """Return why *pattern* is invalid, in words that continue "the pattern"; empty when it is valid.

    Syntax of other tools is rejected, because it would match nothing here.
    """
    if not pattern.strip("./ "):
        return "is blank"
    found = _UNSUPPORTED.search(pattern)
    return f"has '{found.group()}', which is no wildcard" if found else ""


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    core = pattern.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in core else "(?:.*/)?"
    parts = _WILDCARD.split(core)
    expression = "".join(_MEANING.get(part) or re.escape(part) for part in parts)
    return re.compile(f"{anywhere}{expression}(?:/.*)?", re.DOTALL)
