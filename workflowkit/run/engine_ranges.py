"""Findings for a range of engines: one for each fact, with the versions for which it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from workflowkit.analysis.engines.relevance import representatives, uses_of
from workflowkit.diagnostics import Diagnostic
from workflowkit.text import versions

if TYPE_CHECKING:
    from workflowkit.lint.selection import Selection
    from workflowkit.run.analyze import FileReport
    from workflowkit.run.context import RunContext
    from workflowkit.run.project import Project
    from workflowkit.text.document import Document


class Judged(NamedTuple):
    """What one version of the engine makes of some files."""

    version: str
    """The version that ran; it stands for others that give the same result."""
    diagnostics: Sequence[Diagnostic]


def found(project: Project, selection: Selection) -> list[Diagnostic]:
    """Return the findings of *project* for the range of its context, each with the versions for which it holds.

    A file is analyzed once for all versions that do not differ for it.
    """
    contexts = {version: each.context for version, each in project.in_engines()}
    standing = {document.path: _standing(document, contexts) for document in project.documents}
    jobs = [
        (document, version)
        for document in project.documents
        for version in dict.fromkeys(standing[document.path].values())
    ]
    reports = project.reports_on(
        [(document, contexts[version]) for document, version in jobs], selection
    )
    known = {
        (document.path, version): report
        for (document, version), report in zip(jobs, reports, strict=True)
    }
    every: list[tuple[str, list[Judged]]] = []
    for version, each in project.in_engines():
        own = [
            (
                standing[document.path][version],
                known[document.path, standing[document.path][version]],
            )
            for document in project.documents
        ]
        every.append((version, _judged(version, own, each, selection)))
    return merged_by_engine(every)


def _standing(document: Document, contexts: Mapping[str, RunContext]) -> dict[str, str]:
    """Return for each version the one that stands for it in the analysis of *document*."""
    specs = {version: context.spec for version, context in contexts.items()}
    first = next(iter(contexts.values()))
    uses = uses_of(document.value, first.compile, first.spec.history)
    return representatives(specs, uses)


def _judged(
    version: str,
    own: Sequence[tuple[str, FileReport]],
    project: Project,
    selection: Selection,
) -> list[Judged]:
    """Return everything that holds for *version*; *own* are the reports on the workflows, with the version that ran."""
    others = project.other_reports(selection)
    across = project.across([*(report for _, report in own), *others], selection)
    return [
        *(Judged(standing, report.diagnostics) for standing, report in own),
        *(Judged(version, report.diagnostics) for report in others),
        Judged(version, across),
    ]


def merged_by_engine(every: Iterable[tuple[str, Iterable[Judged]]]) -> list[Diagnostic]:
    """Merge what was found for each engine version, oldest first; a finding that does not hold for all of them says for which."""
    names: list[str] = []
    holding: dict[tuple[object, ...], list[str]] = {}
    first: dict[tuple[object, ...], Diagnostic] = {}
    for version, judged in every:
        names.append(version)
        for standing, diagnostics in judged:
            for diagnostic in diagnostics:
                identity = _identity(diagnostic, standing)
                first.setdefault(identity, diagnostic)
                versions_of = holding.setdefault(identity, [])
                if versions_of[-1:] != [version]:
                    versions_of.append(version)
    return [
        _about(diagnostic, versions.spans(holding[identity], names))
        for identity, diagnostic in first.items()
    ]


def _identity(diagnostic: Diagnostic, version: str) -> tuple[object, ...]:
    """Return what is equal for findings of two versions that state the same fact: a message may name its version."""
    message = diagnostic.message.replace(version, "")
    place = (diagnostic.path, diagnostic.span, diagnostic.route)
    return (*place, diagnostic.code, diagnostic.severity, message)


def _about(diagnostic: Diagnostic, engines: str) -> Diagnostic:
    if not engines:
        return diagnostic
    message = f"{diagnostic.message} ({engines})"
    return replace(diagnostic, finding=replace(diagnostic.finding, message=message))
