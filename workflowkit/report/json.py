"""JSON for programs; `wfk schema diagnostics` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from workflowkit.diagnostics import Diagnostic, Severity
from workflowkit.records import dataclass
from workflowkit.report.fingerprint import fingerprint
from workflowkit.report.json_lists import in_list, indented_json
from workflowkit.report.numbers import Numbers
from workflowkit.report.pieces import ListedFinding
from workflowkit.report.result import Result
from workflowkit.report.style import Style
from workflowkit.text.document import Document
from workflowkit.text.json_records import record_text, to_json
from workflowkit.text.positions import Span
from workflowkit.text.routes import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPlace:
    """Another place that explains a finding. Lines and columns count from 1, in characters."""

    path: str
    """The file, as it was named on the command line."""
    line: int | None
    """First line; null, as its neighbors are, when the file could not be read."""
    column: int | None
    """First character on its line."""
    end_line: int | None
    """Line of the end."""
    end_column: int | None
    """Just after the last character."""
    message: str
    """The explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFix:
    """A change that removes a finding."""

    title: str
    """What it does."""
    safe: bool
    """True when `--fix` applies it; else `--fix --unsafe-fixes` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedDiagnostic:
    """One finding, with the rule that reports it and its place. Lines and columns count from 1, in characters."""

    code: str
    """Code of the rule: a letter and three digits."""
    name: str
    """Name of the rule."""
    severity: Severity
    """The severity."""
    path: str
    """The file, as it was named on the command line."""
    line: int | None
    """First line; null, as its neighbors are, when the file could not be read."""
    column: int | None
    """First character on its line."""
    end_line: int | None
    """Line of the end."""
    end_column: int | None
    """Just after the last character."""
    route: Route
    """Keys and indexes that lead to the value, outermost first."""
    message: str
    """The fact."""
    help: str
    """What to do; may be empty."""
    note: str
    """A further fact; may be empty."""
    related: tuple[ReportedPlace, ...]
    """Other places that explain it."""
    fix: ReportedFix | None
    """The fix; null when there is none."""
    fingerprint: str
    """What the finding keeps while the text around it is edited; the baseline has the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosticsSummary:
    """How many files were checked, and how much was found."""

    files: int
    """Files that were checked."""
    files_with_findings: int
    """Files with at least one finding."""
    errors: int
    """Findings that are errors."""
    warnings: int
    """Findings that are warnings."""
    infos: int
    """Findings that are neither."""
    suppressed: int
    """Findings that suppressions hide."""
    baselined: int
    """Findings that the baseline hides."""
    fixable: int
    """Findings that `--fix` removes."""
    unsafely_fixable: int
    """Findings with a fix that needs a review."""
    omitted: int
    """Findings that are counted and, because of `--max-findings`, not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """What one run found."""

    format_version: Literal[1] = 1
    """Version of this format."""
    diagnostics: tuple[ReportedDiagnostic, ...]
    """The findings, sorted by path and place."""
    summary: DiagnosticsSummary
    """The numbers."""


def piece(
    diagnostic: Diagnostic,
    sources: Mapping[str, Document],  # noqa: ARG001 - one signature for all formats
    style: Style,  # noqa: ARG001 - one signature for all formats
    fingerprint: str,
) -> str:
    """Return the record of one finding."""
    return indented_json(to_json(reported(diagnostic, fingerprint)), 4)


def assemble(listed: Iterable[ListedFinding], numbers: Numbers, style: Style) -> Iterator[str]:  # noqa: ARG001 - one signature for all formats
    """Yield everything as one JSON object."""
    whole = record_text(Diagnostics(diagnostics=(), summary=summary_of(numbers)))
    yield from in_list(whole, '"diagnostics": []', 2, listed)


def diagnostics_of(result: Result, sources: Mapping[str, Document]) -> Diagnostics:
    """Return the record of all findings of *result*, whose files are *sources*."""
    return Diagnostics(
        diagnostics=tuple(
            reported(found, _fingerprint(found, sources.get(found.path))) for found in result.shown
        ),
        summary=summary_of(result),
    )


def _fingerprint(diagnostic: Diagnostic, source: Document | None) -> str:
    return fingerprint(diagnostic, source.value if source else None)


def summary_of(numbers: Numbers) -> DiagnosticsSummary:
    """Return the *numbers* as a record."""
    counts = numbers.counts
    return DiagnosticsSummary(
        files=numbers.n_files,
        files_with_findings=numbers.n_files_with_findings,
        errors=counts.get(Severity.ERROR, 0),
        warnings=counts.get(Severity.WARNING, 0),
        infos=counts.get(Severity.INFO, 0),
        suppressed=numbers.n_suppressed,
        baselined=numbers.n_known,
        fixable=numbers.n_fixable,
        unsafely_fixable=numbers.n_unsafely_fixable,
        omitted=numbers.n_omitted,
    )


def reported(diagnostic: Diagnostic, fingerprint: str) -> ReportedDiagnostic:
    """Return the record of one finding with its *fingerprint*."""
    fix = diagnostic.finding.fix
    return ReportedDiagnostic(
        code=diagnostic.code,
        name=diagnostic.name,
        severity=diagnostic.severity,
        path=diagnostic.path,
        **_place(diagnostic.span),
        route=diagnostic.route,
        message=diagnostic.message,
        help=diagnostic.help,
        note=diagnostic.finding.note,
        related=tuple(
            ReportedPlace(path=place.path, **_place(place.span), message=place.message)
            for place in diagnostic.related
        ),
        fix=ReportedFix(title=fix.title, safe=fix.safe) if fix else None,
        fingerprint=fingerprint,
    )


def _place(span: Span | None) -> dict[str, int | None]:
    if span is None:
        return dict.fromkeys(("line", "column", "end_line", "end_column"))
    return {
        "line": span.start.line,
        "column": span.start.column,
        "end_line": span.end.line,
        "end_column": span.end.column,
    }
