"""Findings about the former version of files, for services that know only the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.report.result import Result
from workflowkit.report.text import address
from workflowkit.text.document import Document

PRESENT_ONLY: Final = frozenset({"sarif", "github", "gitlab", "junit", "checkstyle"})
"""Formats of services, which show a finding in a file of the repository."""


def in_present_files(
    result: Result, sources: Mapping[str, Document], prefix: str
) -> tuple[Result, Mapping[str, Document]]:
    """Return *result* and its *sources* without *prefix* before the paths of former files.

    A related place in one becomes part of the note: its line is not that of the present file.
    """
    shown = in_order([_in_present_file(found, prefix) for found in result.shown])
    former = {
        path.removeprefix(prefix): replace(document, path=path.removeprefix(prefix))
        for path, document in sources.items()
        if path.startswith(prefix)
    }
    return replace(result, shown=tuple(shown)), {**former, **sources}


def _in_present_file(found: Diagnostic, prefix: str) -> Diagnostic:
    former = [place for place in found.related if place.path.startswith(prefix)]
    notes = [f"{place.message}: {address(place.path, place.span)}" for place in former]
    note = "\n".join(filter(None, [found.finding.note, *notes]))
    return replace(
        found,
        path=found.path.removeprefix(prefix),
        finding=replace(found.finding, note=note),
        related=tuple(place for place in found.related if place not in former),
    )
