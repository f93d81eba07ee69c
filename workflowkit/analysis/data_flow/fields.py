"""Fields of captured objects, as far as a description lists them: "objects with name, goal and size", "{ name, goal }"."""

from __future__ import annotations

import re


def fields_of(description: str) -> tuple[str, ...]:
    """Return the fields that *description* lists; empty when it lists none, or anything but single names."""
    braces = _BRACES.search(description)
    if braces:
        return _names(braces["fields"])
    listed = _LISTED.search(description) or _IN_BACKTICKS.search(description)
    return _names(listed["fields"]) if listed else ()


def has_same_fields(description: str) -> bool:
    """Return whether *description* refers to the fields that another description lists."""
    return _SAME.search(description) is not None


def _names(text: str) -> tuple[str, ...]:
    plain = _ORDER.sub("", _ASIDE.sub("", text))
    parts = [part.strip(" `*'\"?") for part in _SEPARATOR.split(plain)]
    names = [part.partition(":")[0].strip(" `'\"?") for part in parts if part]
    is_list = len(names) > 1 and all(_NAME.fullmatch(name) for name in names)
    return tuple(names) if is_list else ()


_BRACES = re.compile(r"\{(?P<fields>[^{}]*)\}")
_LISTED = re.compile(
    r"\b(?:objects?|records?|entries|items|each)\s+(?:with|of|has|have|having|containing|:)\s+"
    r"(?:the\s+|fields?\s+|keys?\s+|a\s+|an\s+|its\s+){0,3}(?P<fields>[^.;\n]+)",
    re.IGNORECASE,
)
_IN_BACKTICKS = re.compile(
    r"\b(?:objects?|records?|entries|items)\b[^.,;:`\n]{0,60}?\b(?:with|of|have|having|containing)\s+(?P<fields>`[^.;\n]+)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")
_ORDER = re.compile(
    r",\s*(?:in|by|sorted|ordered|most|newest|oldest|one per)\s[^,]*$", re.IGNORECASE
)
_SAME = re.compile(
    r"\bsame (?:\w+ and )?(?:form|fields?|shape|format|structure|keys|columns)\b", re.IGNORECASE
)
_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?(?:,\s*and\b|,|\band\b)\s*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
