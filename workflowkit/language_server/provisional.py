"""The findings of a file that is not JSON: those of the values that can be read in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic, Identified
from workflowkit.language_server.reading import TextReading
from workflowkit.run.live_project import LiveProject
from workflowkit.text.document import Document
from workflowkit.text.routes import Route


def provisional_findings(project: LiveProject, document: Document) -> tuple[Diagnostic, ...]:
    """Return what the rules find in the values of *document* that can be read, away from where it is broken.

    Rules are not asked again while the text is broken in one place and the values around it stay.
    """
    reading = TextReading(document.path, document.text, lambda _: None)
    if not isinstance(reading.tree.value, dict) or document.broken is None:
        return ()
    unsure = set(_unsure_routes(reading))
    found = project.found_in_value(document.path, reading.tree.value)
    placed = (_placed(reading, each) for each in found if not _is_unsure(each, unsure))
    return tuple(each for each in placed if each is not None)


def _unsure_routes(reading: TextReading) -> Iterator[Route]:
    """Yield the routes of the values that are missing or unfinished, and of what they are missing in."""
    for node in reading.tree.nodes.values():
        is_unclosed = node.kind == "string" and not reading.text[node.start : node.end].endswith(
            '"'
        )
        if node.kind == "missing" or is_unclosed:
            yield node.route
            yield node.parent.route if node.parent else ()


def _is_unsure(identified: Identified, unsure: set[Route]) -> bool:
    """Return whether the finding may come from what is missing: it is about the broken value, or one around it."""
    route = identified.finding.route
    return identified.name in _OF_TEXT or any(
        route[: len(place)] == place if len(place) > 2 else route == place for place in unsure
    )


_OF_TEXT = frozenset({"invalid-json", "duplicate-key", "excessive-file-size", "invalid-encoding"})
"""Rules about the text, which is not that of the values."""


def _placed(reading: TextReading, identified: Identified) -> Diagnostic | None:
    finding = identified.finding
    route = finding.route
    while route and route not in reading.tree.nodes:
        route = route[:-1]
    window = finding.window if route == finding.route else None
    node = reading.tree.nodes.get(route)
    if node is None:
        return None
    if finding.on_key and node.key:
        start, end = node.key
    elif node.kind == "string" and window:
        start, end = reading.offsets(route, window) or (node.start, node.end)
    elif node.kind in ("object", "array"):
        named = reading.tree.nodes.get((*route, "id"))
        key = node.key or (node.start, node.start + 1)
        start, end = (named.start, named.end) if named else key
    else:
        start, end = node.start, node.end
    span = reading.document.span(start, end)
    plain = replace(finding, fix=None, related=())
    return Diagnostic(
        identified.code, identified.name, identified.severity, reading.path, span, plain
    )
