"""Changes of parts of a JSON text: strings, parts of strings, and keys; every other character stays as it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property

from workflowkit.refactoring.plan import Change
from workflowkit.report.placing import in_string
from workflowkit.text.document import Document
from workflowkit.text.edits import Edit
from workflowkit.text.positions import Scanned, scan
from workflowkit.text.routes import Json, Route, TextRange


class JsonPlaces:
    """One JSON file, scanned once for any number of changes."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _scanned(self) -> Mapping[Route, Scanned]:
        return {scanned.route: scanned for scanned in scan(self.document.text)}

    def value(self, route: Route) -> tuple[int, int]:
        """Return where the value at *route* is written."""
        return self._scanned[route].value

    def set_string(self, route: Route, text: str) -> Change:
        """Write *text* in place of the string at *route*."""
        return self.replace(*self.value(route), written(text), route)

    def set_window(self, route: Route, window: tuple[int, int], text: str) -> Change:
        """Write *text* in place of the characters in *window* of the string at *route*."""
        start, end = in_string(self.document.text, self.value(route), window)
        return self.replace(start, end, written(text)[1:-1], route)

    def set_key(self, route: Route, key: str) -> Change:
        """Write *key* in place of the last key of *route*."""
        place = self._scanned[route].key
        if place is None:
            raise KeyError(route)
        return self.replace(*place, written(key), route)

    def replace(self, start: int, end: int, text: str, route: Route = ()) -> Change:
        """Write *text* in place of the characters from *start* up to *end*."""
        return self.document.path, Edit("replace", TextRange(start, end, route), text)


def written(value: Json) -> str:
    """Return *value* as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)
