"""The formats by name. A format's module is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Final, Protocol

from workflowkit.diagnostics import Diagnostic
from workflowkit.report.fingerprint import fingerprint
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding, ListedFindings, ReportPiece, piece_of
from workflowkit.report.result import Result
from workflowkit.report.rule_text import Describe
from workflowkit.report.style import Style
from workflowkit.text.document import Document

FORMATS: Final = (
    "text",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "markdown",
)

_WITH_RULES: Final = frozenset({"sarif"})
"""Formats that carry the texts of rules along."""
_WITH_FINGERPRINTS: Final = frozenset({"json", "jsonl", "sarif", "gitlab"})
"""Formats that print fingerprints."""


class ReportFormat(Protocol):
    """A format: what it prints for one finding, and around all of them."""

    def piece(
        self,
        diagnostic: Diagnostic,
        sources: Mapping[str, Document],
        style: Style,
        fingerprint: str,
    ) -> str:
        """Return the text of one finding; *sources* are the known files by path."""

    def assemble(
        self, listed: Iterable[ListedFinding], numbers: Numbers, style: Style
    ) -> Iterator[str]:
        """Yield the whole report; *listed* may be iterated several times."""


Render = Callable[[Result, Mapping[str, Document], Style], str]
"""Turns a result into text."""


def format_called(name: str) -> ReportFormat:
    """Return the format *name*, one of FORMATS."""
    module: ReportFormat = import_module(f"workflowkit.report.{name}")
    return module


def assembler(
    name: str, describe: Describe | None = None
) -> Callable[[Iterable[ListedFinding], Numbers, Style], Iterator[str]]:
    """Return the `assemble` function of the format *name*; *describe* returns the texts of rules."""
    assemble: Callable[..., Iterator[str]] = format_called(name).assemble
    return partial(assemble, describe=describe) if name in _WITH_RULES else assemble


def needs_fingerprints(names: Iterable[str]) -> bool:
    """Return whether one of the formats *names* prints fingerprints."""
    return not _WITH_FINGERPRINTS.isdisjoint(names)


def renderer(name: str, describe: Describe | None = None) -> Render:
    """Return the function that renders a result in the format *name*, one of FORMATS; *describe* returns the texts of rules."""

    def render(result: Result, sources: Mapping[str, Document], style: Style) -> str:
        pieces = pieces_of(result.shown, sources, [(name, style)])
        listed = ListedFindings(lambda: pieces, result.counts, result.maximum)
        return "".join(assembler(name, describe)(listed, result, style))

    return render


def pieces_of(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, Document],
    formats: Sequence[tuple[str, Style]],
    *,
    with_fingerprints: bool = False,
) -> list[ReportPiece]:
    """Return *diagnostics* with what each of *formats*, a name and a style, prints for them; *sources* are the known files by path.

    They have fingerprints *with_fingerprints*, and when a format prints them.
    """
    with_fingerprints = with_fingerprints or needs_fingerprints(name for name, _ in formats)
    chosen = [(format_called(name), style) for name, style in formats]
    found: list[ReportPiece] = []
    for diagnostic in diagnostics:
        mark = ""
        if with_fingerprints:
            source = sources.get(diagnostic.path)
            mark = fingerprint(diagnostic, source.value if source else None)
        texts = (each.piece(diagnostic, sources, style, mark) for each, style in chosen)
        found.append(piece_of(diagnostic, mark, texts))
    return found
