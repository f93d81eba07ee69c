"""The types that descriptions of captured keys declare, and their closed sets of values."""

from __future__ import annotations

import re

_TYPES = {
    "boolean": "boolean",
    "number": "number",
    "integer": "number",
    "count": "number",
    "text": "text",
    "string": "text",
    "list": "list",
    "array": "list",
    "object": "object",
    "map": "object",
}
_TYPE_WORD = re.compile(
    rf"\s*(?:an?\s+|the\s+)?({'|'.join(_TYPES)})\b(?=\s*(?:$|[:;,(.)]|of\b|[-–—]))", re.IGNORECASE
)
_WHETHER = re.compile(
    r"\s*(?:one of\s+)?(?:whether\b|[`'\"]?true[`'\"]?(?:\s+or\s+|\s*[/|]\s*)[`'\"]?false\b)",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\s*(?:one of|either):?\s*(?P<values>[^.;:(\n]+)", re.IGNORECASE)
_VALUE = r"[`'\"]?[A-Za-z0-9][\w-]*[`'\"]?"
_BARE_VALUES = re.compile(
    rf"\s*(?P<values>{_VALUE}(?:\s*[/|]\s*{_VALUE})+"
    rf"|{_VALUE}(?:,\s*{_VALUE})*,?\s+or\s+{_VALUE})\s*(?:[.;:(\n]|$)"
)
_SEPARATOR = re.compile(r"(?:(?<!\s)\s++)?(?:\||/|,|\bor\b)\s*")


def parse_type(description: str) -> tuple[str, tuple[str, ...] | None]:
    """Return the type and the closed values that *description* begins with; empty and None when it declares none."""
    if _WHETHER.match(description):
        return "boolean", ("true", "false")
    listed = _ONE_OF.match(description) or _BARE_VALUES.match(description)
    if listed:
        values = tuple(
            word
            for part in _SEPARATOR.split(listed.group("values"))
            if (word := part.strip("`'\" "))
        )
        return "one of", values
    word = _TYPE_WORD.match(description)
    type_ = _TYPES[word.group(1).lower()] if word else ""
    return type_, ("true", "false") if type_ == "boolean" else None
