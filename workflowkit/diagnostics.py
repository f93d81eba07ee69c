"""Findings, located by route, and diagnostics, located by line and column.

Independent of files and terminals.
A finding becomes a diagnostic when its route is located in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from workflowkit.records import dataclass
from workflowkit.text.edits import Edit
from workflowkit.text.positions import Span
from workflowkit.text.routes import Place, Route, TextRange, route_of

__all__ = (
    "Diagnostic",
    "Edit",
    "Finding",
    "Fix",
    "Identified",
    "Related",
    "RelatedPlace",
    "Severity",
    "in_order",
)


class Severity(StrEnum):
    """The severity of a finding, the highest first."""

    ERROR = "error"
    """It does not run, or runs incorrectly."""
    WARNING = "warning"
    """It is probably a mistake."""
    INFO = "info"
    """It could be better."""

    @property
    def rank(self) -> int:
        """0 for the worst; sorts errors first."""
        return _RANK[self]


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes a finding."""

    title: str
    """What the fix does, an instruction: `delete the key`."""
    edits: tuple[Edit, ...]
    safe: bool = False
    """True when it needs no review: behavior stays, or changes exactly as declared."""
    changes: str = ""
    """Empty when the compiled snapshot stays equal; else the declared difference in one phrase."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a finding."""

    place: Place
    message: str
    path: str = ""
    """The file the place is in; empty for the file of the finding."""

    @property
    def route(self) -> Route:
        """The value that the place is, or belongs to."""
        return route_of(self.place)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact about one place of a document; the rule that reports it adds its identity."""

    place: Place
    message: str
    """A fact, lower case, no full stop; enough on its own in the one-line format."""
    help: str = ""
    """An instruction: a verb first."""
    note: str = ""
    """A further fact, shown below the frame."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    on_key: bool = False
    """True for the key at the end of the route instead of its value."""
    window: tuple[int, int] | None = None
    """Start and end, in characters, inside the string value at the route; None for all of it."""
    path: str = ""
    """The file, for rules about many files; empty for the file of the subject."""
    is_doubt: bool = False
    """True for what may be right in the chosen engine, of which nothing is known: at most a warning."""

    @property
    def route(self) -> Route:
        """The value that the place is, or belongs to."""
        return route_of(self.place)

    def under(self, prefix: Route) -> Finding:
        """Return the same finding with *prefix* before its own routes."""
        return replace(
            self,
            place=_under(prefix, self.place),
            related=tuple(
                related if related.path else replace(related, place=_under(prefix, related.place))
                for related in self.related
            ),
        )


def _under(prefix: Route, place: Place) -> Place:
    if isinstance(place, TextRange):
        return replace(place, route=prefix + place.route)
    return prefix + place


@dataclass(frozen=True, slots=True)
class Identified:
    """A finding with the rule that reports it."""

    code: str
    name: str
    severity: Severity
    finding: Finding


@dataclass(frozen=True, slots=True)
class RelatedPlace:
    """A related place with its position."""

    path: str
    span: Span | None
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its identity and its position: what reporters show."""

    code: str
    name: str
    severity: Severity
    path: str
    span: Span
    """Of a file that could not be read, its beginning."""
    finding: Finding
    related: tuple[RelatedPlace, ...] = ()

    @property
    def message(self) -> str:
        """The fact."""
        return self.finding.message

    @property
    def help(self) -> str:
        """The instruction; empty when there is none."""
        return self.finding.help

    @property
    def route(self) -> Route:
        """Where in the document."""
        return self.finding.route

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, position, code, message: the same order on every machine."""
        start = self.span.start
        return (self.path, start.line, start.column, self.code, self.message)


def in_order(diagnostics: Iterator[Diagnostic] | list[Diagnostic]) -> list[Diagnostic]:
    """Sort *diagnostics* and drop duplicates."""
    seen: set[tuple[str, Span, Route, str, str]] = set()
    kept: list[Diagnostic] = []
    for diagnostic in sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key):
        place = (diagnostic.path, diagnostic.span, diagnostic.route)
        identity = (*place, diagnostic.code, diagnostic.message)
        if identity not in seen:
            seen.add(identity)
            kept.append(diagnostic)
    return kept
