"""Placing: from a finding's place to a diagnostic's line and column.

A place is chosen for readers: on one line wherever possible, and with the id visible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from workflowkit.diagnostics import Diagnostic, Identified, Related, RelatedPlace
from workflowkit.text.document import Document
from workflowkit.text.positions import Span
from workflowkit.text.routes import Place, Route, TextRange


def place(
    document: Document, findings: Iterable[Identified], documents: Mapping[str, Document]
) -> list[Diagnostic]:
    """Return the *findings* in *document* with their positions; *documents* has the files of related places.

    The order is kept. Each text is scanned once, for any number of places.
    """
    identified = list(findings)
    wanted: dict[str, set[Route]] = {document.path: {found.finding.route for found in identified}}
    for found in identified:
        for related in found.finding.related:
            wanted.setdefault(related.path or document.path, set()).add(related.route)
    known = {**documents, document.path: document}
    texts = {path: _Text(known[path], routes) for path, routes in wanted.items() if path in known}
    here = texts[document.path]
    return [
        Diagnostic(
            code=found.code,
            name=found.name,
            severity=found.severity,
            path=document.path,
            span=here.span(found.finding.place, found.finding.on_key, found.finding.window),
            finding=found.finding,
            related=tuple(_related(other, document.path, texts) for other in found.finding.related),
        )
        for found in identified
    ]


def _related(related: Related, own_path: str, texts: Mapping[str, _Text]) -> RelatedPlace:
    path = related.path or own_path
    span = texts[path].span(related.place) if path in texts else None
    return RelatedPlace(path, span, related.message)


class _Text:
    """One document with the offsets of the routes that are asked for."""

    def __init__(self, document: Document, routes: Iterable[Route]) -> None:
        self._document = document
        ancestors = {route[:length] for route in routes for length in range(len(route) + 1)}
        self._places = document.locate(
            {*ancestors, *((*route, _NAMING_KEY) for route in ancestors)}
        )

    def span(
        self, place: Place, on_key: bool = False, window: tuple[int, int] | None = None
    ) -> Span:
        """Return the span of *place*; for a route that does not exist, the head of its nearest existing ancestor."""
        if isinstance(place, TextRange):
            return self._document.span(place.start, place.end)
        return self._document.span(*self._offsets(place, on_key, window))

    def _offsets(
        self, route: Route, on_key: bool, window: tuple[int, int] | None
    ) -> tuple[int, int]:
        text = self._document.text
        if self._document.broken:
            return _around(text, self._document.broken.offset)
        if route not in self._places:
            lengths = range(len(route) - 1, -1, -1)
            return self._head(next(route[:n] for n in lengths if route[:n] in self._places))
        found = self._places[route]
        if on_key and found.key:
            return found.key
        if window and text[found.value[0]] == '"':
            return in_string(text, found.value, window)
        span = self._document.span(*found.value)
        return self._head(route) if span.start.line < span.end.line else found.value

    def _head(self, route: Route) -> tuple[int, int]:
        """Return the span that represents an object or array: its id, else its key, else its opening bracket."""
        found = self._places[route]
        naming = self._places.get((*route, _NAMING_KEY))
        if naming and self._document.text[naming.value[0]] == '"':
            return naming.value
        return found.key or (found.value[0], found.value[0] + 1)


def _around(text: str, offset: int) -> tuple[int, int]:
    """Return the character at *offset*; nothing at the end of a line or after the last word of the text."""
    offset = min(offset, len(text.rstrip()))
    return offset, offset + (text[offset : offset + 1] not in ("", "\r", "\n"))


_NAMING_KEY: Final = "id"

_HIGH: Final = r"[dD][89abAB][0-9a-fA-F]{2}"
_LOW: Final = r"[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE: Final = re.compile(rf"\\u{_HIGH}\\u{_LOW}|\\u[0-9a-fA-F]{{4}}|\\.", re.DOTALL)


def in_string(text: str, literal: tuple[int, int], window: tuple[int, int]) -> tuple[int, int]:
    """Return the offsets in *text* of the characters in *window* of the string whose literal, quotes included, is at *literal*.

    An escape is one character, and so is a pair of escaped surrogates.
    """
    first, last = literal[0] + 1, literal[1] - 1
    start, end = (_behind(text, first, last, count) for count in window)
    return start, max(start, end)


def _behind(text: str, first: int, last: int, count: int) -> int:
    """Return the offset after *count* characters of the string between *first* and *last*, or its end."""
    for escape in _ESCAPE.finditer(text, first, last):
        plain = escape.start() - first
        if plain >= count:
            break
        first = escape.end()
        count -= plain + 1
    return min(first + max(count, 0), last)
