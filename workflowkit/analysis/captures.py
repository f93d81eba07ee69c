"""Captures: which context keys a text tells the agent to set.

The format has no field for captures, so they are read from the prompts.
The structural spelling is a key of `promptBlocks.outputRequired`, its description beginning with a type:
`one of low | medium | high: …`, `boolean: …`, `number: …`, `text: …`, `list: …`, `object: …`.
Routines and older files use footers (`Capture:` with a list below or behind it) and prose (``set `key = true` ``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflowkit.model.view import Step
from workflowkit.source.routes import Route


@dataclass(frozen=True, slots=True)
class Capture:
    """One place that tells the agent to set one key."""

    key: str
    step: Step
    route: Route
    """The text that says so, or the entry of `outputRequired`."""
    window: tuple[int, int] | None
    """Where in that text the key stands; None when the entry itself is meant."""
    form: str
    """`output` (a key of outputRequired), `list` (a footer), or `prose`."""
    type: str
    """The declared type, or empty."""
    values: tuple[str, ...] | None
    """The closed set of values; None when the values are open."""


NOT_CONTEXT = frozenset(
    {"notes", "notesMarkdown", "artifact", "artifacts", "context", "output", "handoff"}
)
"""Keys of outputRequired that name other outputs than context keys."""


def captures_of(step: Step) -> Iterator[Capture]:
    """Every capture that the texts of *step* ask for, in reading order."""
    outputs = (*step.route, "promptBlocks", "outputRequired")
    for route, text in step.texts():
        if route[:-1] == outputs and str(route[-1]) not in NOT_CONTEXT:
            key = str(route[-1])
            if _IDENTIFIER.fullmatch(key):
                type_, values = parse_type(text)
                yield Capture(key, step, route, None, "output", type_, values)
            continue
        for key, window, form, description in captures_in(text):
            type_, values = parse_type(description)
            yield Capture(key, step, route, window, form, type_, values)


_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TYPES = {
    "boolean": "boolean",
    "true or false": "boolean",
    "whether": "boolean",
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
_TYPE_WORD = re.compile(rf"\s*(?:an?\s+)?({'|'.join(_TYPES)})\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\s*one of:?\s*([^.;:\n]+)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:\||/|,|\bor\b)\s*")


def parse_type(description: str) -> tuple[str, tuple[str, ...] | None]:
    """The type and the closed values that a description begins with."""
    one_of = _ONE_OF.match(description)
    if one_of:
        values = tuple(
            value.strip("`'\" ")
            for value in _SEPARATOR.split(one_of.group(1))
            if value.strip("`'\" ")
        )
        return "one of", values
    word = _TYPE_WORD.match(description)
    type_ = _TYPES[word.group(1).lower()] if word else ""
    return type_, ("true", "false") if type_ == "boolean" else None


Found = tuple[str, tuple[int, int], str, str]
"""A key, where it stands, the form of the capture, and the words behind it."""

_HEADER = re.compile(
    r"^[ \t]*(?:[-*][ \t]+|\d+[.)][ \t]+)?(?:\*\*)?"
    r"(?:capture\b[^:\n]{0,60}|set (?:these|the following|context|session)\b[^:\n]{0,90})"
    r":(?:\*\*)?[ \t]*(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_INLINE_HEADER = re.compile(
    r"\bcapture\b(?: (?:these|the following))?(?: context)?(?: variables| keys)?:?[ \t]+"
    r"(?P<rest>[A-Za-z_`][^.\n]*)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[ \t]*[-*][ \t]+(?:\*\*)?`?([A-Za-z_][A-Za-z0-9_]*)(?:\b([^\n]*))?")
_PROSE = re.compile(
    r"\b(?:set|record|capture|store|save|update|initiali[sz]e|increment|reset)\b[^.\n`]{0,80}"
    r"`([A-Za-z_][A-Za-z0-9_]*)(?:\s*[=:]\s*[^`\n]*)?`",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"`([A-Za-z_][A-Za-z0-9_]*)(?:\s*[=:][^`]*)?`|\b([a-z][A-Za-z0-9_]*[A-Z_][A-Za-z0-9_]*)\b"
)


def captures_in(text: str) -> Iterator[Found]:
    """Captures spelled out in *text*, each key once, in order of appearance."""
    found: dict[str, Found] = {}
    for item in sorted([*_lists(text), *_prose(text)], key=lambda entry: entry[1]):
        found.setdefault(item[0], item)
    yield from found.values()


def _lists(text: str) -> Iterator[Found]:
    for header in _HEADER.finditer(text):
        if header.group("rest").strip():
            yield from _listed(text, *header.span("rest"))
        else:
            yield from _bullets(text, header.end() + 1)
    for header in _INLINE_HEADER.finditer(text):
        yield from _listed(text, *header.span("rest"))


def _listed(text: str, start: int, end: int) -> Iterator[Found]:
    for match in _LISTED.finditer(text, start, end):
        group = 1 if match.group(1) else 2
        yield match.group(group), match.span(group), "list", text[match.end() : end]


def _bullets(text: str, start: int) -> Iterator[Found]:
    """Keys that begin the bullets from *start* on, up to the first line that is none."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        bullet = _BULLET.match(text, start, end)
        if bullet is None:
            return
        description = (bullet.group(2) or "").lstrip("`* ").lstrip(":=-–— ")
        yield bullet.group(1), bullet.span(1), "list", description
        start = end + 1


def _prose(text: str) -> Iterator[Found]:
    for match in _PROSE.finditer(text):
        yield match.group(1), match.span(1), "prose", ""
