"""Fields of captured objects, as far as a description lists them: "objects with name, goal and size", "{ name, goal }"."""

from __future__ import annotations

import re


def fields_of(description: str) -> tuple[str, ...]:
    """Return the fields that *description* lists; empty when it lists none, or anything but single names."""
    braces = _BRACES.search(description)
    if braces:
        return _names(braces["fields"])
    listed = _LISTED.search(description)
    return _names(listed["fields"]) if listed else ()


def _names(text: str) -> tuple[str, ...]:
    parts = [part.strip(" `*'\"?") for part in _SEPARATOR.split(_ASIDE.sub("", text))]
    names = [part.partition(":")[0].strip(" `'\"?") for part in parts if part]
    is_list = len(names) > 1 and all(_NAME.fullmatch(name) for name in names)
    return tuple(names) if is_list else ()


_BRACES = re.compile(r"\{(?P<fields>[^{}]*)\}")
_LISTED = re.compile(
    r"\b(?:objects?|records?|entries|items|each)\s+(?:with|of|has|have|having|containing|:)\s+"
    r"(?:the\s+|fields?\s+|keys?\s+|a\s+|an\s+|its\s+){0,3}(?P<fields>[^.;\n]+)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")
_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?(?:,\s*and\b|,|\band\b)\s*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
