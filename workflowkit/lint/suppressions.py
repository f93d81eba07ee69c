"""Suppressions: findings that a project accepts, each with its reason, written in the configuration because JSON has no comments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from workflowkit.config.globs import matches
from workflowkit.config.settings import Suppression
from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.baseline import BaselineEntry
from workflowkit.lint.renamed import current_name
from workflowkit.records import dataclass
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Route, format_route, value_at


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The suppressed findings of one run."""

    shown: tuple[Diagnostic, ...]
    n_suppressed: int
    """How many are not shown."""
    used: frozenset[int]
    """Indexes of the suppressions that hid a finding."""


@dataclass(frozen=True, slots=True)
class SuppressionReport:
    """The suppressions and the baseline of a project after one run."""

    suppressions: tuple[Suppression, ...]
    """All of the configuration, in order."""
    used: frozenset[int]
    """Indexes of those that hid a finding."""
    relevant: frozenset[int]
    """Indexes of those that match a file of this run."""
    today: datetime.date
    known_rules: frozenset[str]
    """Every code and every name of a rule."""
    stale_entries: tuple[tuple[int, BaselineEntry], ...] = ()
    """Entries of the baseline file whose finding is gone, with their index in it."""
    n_entries: int = 0
    """How many entries the baseline file has."""
    unmatched_patterns: tuple[str, ...] = ()
    """Patterns of `per-file` that match no file, though their folders were searched."""
    patterns_that_match: frozenset[str] = frozenset()
    """The files of this run, and patterns for all files of their folders; for suggestions."""

    def live(self) -> Iterator[tuple[int, Suppression]]:
        """Yield the suppressions that have not expired, with their index."""
        for index, suppression in enumerate(self.suppressions):
            if suppression.expires is None or self.today <= suppression.expires:
                yield index, suppression


def suppress(
    diagnostics: Iterable[Diagnostic],
    suppressions: tuple[Suppression, ...],
    documents: Mapping[str, Document],
    names: Mapping[str, str],
    today: datetime.date,
) -> Suppressed:
    """Remove the findings that are suppressed by an entry not expired on *today*; *names* gives paths relative to the configuration."""
    live = [
        (index, suppression)
        for index, suppression in enumerate(suppressions)
        if suppression.expires is None or today <= suppression.expires
    ]
    shown: list[Diagnostic] = []
    used: set[int] = set()
    n_suppressed = 0
    for diagnostic in diagnostics:
        name = names.get(diagnostic.path, diagnostic.path)
        document = documents.get(diagnostic.path)
        by = next(
            (i for i, suppression in live if _covers(suppression, diagnostic, name, document)), None
        )
        if by is None:
            shown.append(diagnostic)
        else:
            used.add(by)
            n_suppressed += 1
    return Suppressed(tuple(shown), n_suppressed, frozenset(used))


def _covers(
    suppression: Suppression, diagnostic: Diagnostic, path: str, document: Document | None
) -> bool:
    if current_name(suppression.rule) not in (diagnostic.name, diagnostic.code) or not matches(
        suppression.path, path
    ):
        return False
    if suppression.step and (
        document is None or suppression.step not in steps_at(document, diagnostic.route)
    ):
        return False
    written = format_route(diagnostic.route)
    return (
        not suppression.route
        or written == suppression.route
        or written.startswith((f"{suppression.route}.", f"{suppression.route}["))
    )


def steps_at(document: Document, route: Route) -> list[str]:
    """Return the ids of the steps that *route* leads through: the top-level step, and the one in its inline body."""
    ids: list[str] = []
    for length in (2, 4):
        is_step = len(route) >= length and route[length - 2] in ("steps", "body")
        if not is_step:
            break
        try:
            step = value_at(document.value, route[:length])
        except (KeyError, IndexError, TypeError):
            break
        ids.append(as_text(as_fields(step).get("id")))
    return ids
