"""What is said about a file: findings (where, by route) and diagnostics (where, by line and column).

Knows nothing of files or terminals.
A finding is made wherever a problem is seen; it becomes a diagnostic once, when its route is placed in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

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
    """How bad a finding is, worst first."""

    ERROR = "error"
    """It will not run, or will run wrongly."""
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
    """True when it may be applied without a look: behavior stays, or changes exactly as declared."""
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
    """One thing seen in one document; the rule that reports it adds its identity."""

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
    """True when the key at the end of the route is meant, not its value."""
    window: tuple[int, int] | None = None
    """Start and end, in characters, inside the string value at the route; None for all of it."""
    path: str = ""
    """The file, for rules that look at many; empty for the file that the rule was given."""

    @property
    def route(self) -> Route:
        """The value that the place is, or belongs to."""
        return route_of(self.place)

    def under(self, prefix: Route) -> Finding:
        """The same finding with *prefix* put in front of its own routes."""
        return replace(
            self,
            place=_under(prefix, self.place),
            related=tuple(
                item if item.path else replace(item, place=_under(prefix, item.place))
                for item in self.related
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
    """Sort *diagnostics* and drop those that say the same of the same place."""
    seen: set[tuple[str, Span, Route, str, str]] = set()
    kept: list[Diagnostic] = []
    for diagnostic in sorted(diagnostics, key=lambda item: item.sort_key):
        place = (diagnostic.path, diagnostic.span, diagnostic.route)
        identity = (*place, diagnostic.code, diagnostic.message)
        if identity not in seen:
            seen.add(identity)
            kept.append(diagnostic)
    return kept
