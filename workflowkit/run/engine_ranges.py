"""Findings for a range of engines: one for each fact, with the versions for which it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workflowkit.analysis.engines.relevance import representatives, uses_of
from workflowkit.diagnostics import Diagnostic
from workflowkit.records import dataclass
from workflowkit.run.analyze import FileReport
from workflowkit.run.context import RunContext
from workflowkit.run.file_reports import FileInContext
from workflowkit.text import versions
from workflowkit.text.document import Document


class Judged(NamedTuple):
    """What one version of the engine makes of some files."""

    version: str
    """The version that ran; it stands for others that give the same result."""
    diagnostics: Sequence[Diagnostic]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which versions have to run on which files, so that the results for all versions are known."""

    files: Sequence[FileInContext]
    """What is analyzed."""
    standing: Sequence[Mapping[str, str]]
    """For each file, each version with the one that stands for it."""
    index: Mapping[tuple[int, str], int]
    """Number of a file and a version that runs to the index in `files`."""

    def reports_for(
        self, version: str, reports: Sequence[FileReport]
    ) -> list[tuple[str, FileReport]]:
        """Return the report on each file for *version*, with the version that ran; *reports* are those on `files`."""
        return [
            (standing[version], reports[self.index[number, standing[version]]])
            for number, standing in enumerate(self.standing)
        ]


def plan_for(documents: Sequence[Document], engines: Mapping[str, RunContext]) -> Plan:
    """Return the plan for *documents* in *engines*: each version, oldest first, with its context."""
    standing = [standing_for(document, engines) for document in documents]
    runs = [
        (number, version)
        for number, each in enumerate(standing)
        for version in dict.fromkeys(each.values())
    ]
    return Plan(
        files=[(documents[number], engines[version]) for number, version in runs],
        standing=standing,
        index={run: index for index, run in enumerate(runs)},
    )


def standing_for(document: Document, engines: Mapping[str, RunContext]) -> dict[str, str]:
    """Return each version with the one that stands for it in the analysis of *document*."""
    if len(engines) == 1:
        return {version: version for version in engines}
    first = next(iter(engines.values()))
    uses = uses_of(document.value, first.compile, first.spec.history)
    return representatives({version: each.spec for version, each in engines.items()}, uses)


def judged_by_engine(
    documents: Sequence[Document],
    given: RunContext,
    report: Callable[[Sequence[FileInContext]], Sequence[FileReport]],
    judge_rest: Callable[[RunContext, Sequence[FileReport]], Sequence[Diagnostic]],
) -> Iterator[tuple[str, list[Judged]]]:
    """Yield what is found for each version of the range of *given*, oldest first; a file is analyzed once for all versions that do not differ for it.

    *judge_rest* returns what is found outside of the *documents*, given the reports on them.
    """
    engines = {
        version: replace(context, lint=given.lint, only=given.only)
        for version, context in given.engines
    }
    plan = plan_for(documents, engines)
    reports = report(plan.files)
    for version, context in engines.items():
        own = plan.reports_for(version, reports)
        rest = judge_rest(context, [report for _, report in own])
        judged = [Judged(standing, report.diagnostics) for standing, report in own]
        yield version, [*judged, Judged(version, rest)]


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
