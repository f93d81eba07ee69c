"""The record that `--format json` prints, for the JSON Schema that programs read it by."""

from __future__ import annotations

from typing import Literal

from workflowkit.model.authored import Authored


class _Place(Authored):
    """Lines and columns count from 1, in characters; null when the file could not be read."""

    line: int | None
    """First line."""
    column: int | None
    """First character on its line."""
    end_line: int | None
    """Line of the end."""
    end_column: int | None
    """Just after the last character."""


class RelatedPlace(_Place):
    """Another place that explains a finding."""

    path: str
    """The file, as it was named on the command line."""
    message: str
    """What is there."""


class Diagnostic(_Place):
    """One finding, with the rule that reports it and the place it is about."""

    code: str
    """Code of the rule: a letter and three digits."""
    name: str
    """Name of the rule."""
    severity: Literal["error", "warning", "info"]
    """How bad it is."""
    path: str
    """The file, as it was named on the command line."""
    route: list[str | int]
    """Keys and indexes that lead to the value, outermost first."""
    message: str
    """The fact."""
    help: str
    """What to do; may be empty."""
    note: str
    """A further fact; may be empty."""
    related: list[RelatedPlace]
    """Other places that explain it."""


class DiagnosticsSummary(Authored):
    """How much was looked at, and found."""

    files: int
    """Files that were looked at."""
    files_with_findings: int
    """Files that something was found in."""
    errors: int
    """Findings that are errors."""
    warnings: int
    """Findings that are warnings."""
    infos: int
    """Findings that are neither."""
    suppressed: int
    """Findings that a suppression or the baseline keeps back."""
    fixable: int
    """Findings that `--fix` removes."""


class Diagnostics(Authored):
    """What one run found."""

    version: Literal[1]
    """Version of this record."""
    diagnostics: list[Diagnostic]
    """The findings, sorted by path and place."""
    summary: DiagnosticsSummary
    """The numbers."""
