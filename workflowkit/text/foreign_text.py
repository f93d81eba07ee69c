"""Texts that are not JSON: what they probably are instead, for the message."""

from __future__ import annotations

import re

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a text is instead of JSON."""

    message: str
    offset: int
    help: str


def foreign(text: str) -> Foreign | None:
    """Return what *text*, which is not JSON, is instead: UTF-16, binary data, an unfinished merge, YAML; None when it seems to be JSON."""
    if "\x00" in text[:_HEAD]:
        if text.startswith(_UTF16_MARK) or _ALTERNATING.match(text):
            return Foreign("the file is UTF-16, not UTF-8", 0, "save it as UTF-8")
        if not text.startswith(("{", "[")):
            return Foreign("the file is binary data", 0, "replace it by a JSON file")
    conflict = _CONFLICT.search(text)
    if conflict:
        return Foreign(
            "the file has merge-conflict markers",
            conflict.start(),
            "resolve the conflict and remove the markers",
        )
    yaml = _YAML.match(text)
    if yaml:
        return Foreign(
            "the file is YAML, not JSON", yaml.start(yaml.lastgroup or 0), "convert it to JSON"
        )
    return None


_HEAD = 64
"""Characters in which UTF-16 and binary data show a null character."""
_UTF16_MARK = "\ufffd\ufffd"
"""A byte order mark of UTF-16, decoded as UTF-8."""
_ALTERNATING = re.compile(r"(?:[^\x00]\x00){2}|(?:\x00[^\x00]){2}")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
_YAML = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:(?P<key>---[ \t]*$)|(?P<name>[A-Za-z_][\w-]*):(?:[ \t]|$))",
    re.MULTILINE,
)
