"""The compatibility of files with versions of the engine: which accept a file, which behave otherwise, and at which places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.engines.differences import EngineDifference, differences, has_unknown_text
from workflowkit.analysis.engines.relevance import representatives, uses_of
from workflowkit.diagnostics import Finding, Identified, Severity
from workflowkit.format.compile_error import CompileError
from workflowkit.format.constructs import used_constructs
from workflowkit.records import dataclass
from workflowkit.report.compat_records import (
    CompatCell,
    CompatDifference,
    CompatFile,
    CompatRefusal,
    CompatStep,
    Verdict,
)
from workflowkit.run.analyze import analysis_of, workflow_subject
from workflowkit.run.context import RunContext
from workflowkit.run.engine_contexts import in_engine
from workflowkit.spec.pack import SpecPack
from workflowkit.text import versions
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.positions import Position
from workflowkit.text.routes import Route, format_route


@dataclass(frozen=True)
class Engines:
    """The versions of one run."""

    contexts: Mapping[str, RunContext]
    """Each version of the range, oldest first, with the context for it."""
    chosen: RunContext
    """The context for the engine that files are compared with."""

    @property
    def specs(self) -> Mapping[str, SpecPack]:
        """The pack of each version."""
        return {version: context.spec for version, context in self.contexts.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The versions."""
        return tuple(self.contexts)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What each version makes of one file."""

    document: Document
    analyses: Mapping[str, Analysis | None]
    """By version; versions that do not differ for the file have the same one."""
    compared: Analysis | None
    """That of the version that the others are compared with; None when none runs the file."""
    context: RunContext

    def runs(self, version: str) -> bool:
        """Return whether *version* accepts the file."""
        analysis = self.analyses[version]
        return analysis is not None and analysis.compilation.is_valid


def engines_of(chosen: RunContext, specs: Mapping[str, SpecPack]) -> Engines:
    """Return the versions of *specs*, for files of the context *chosen*."""
    return Engines({version: in_engine(chosen, spec) for version, spec in specs.items()}, chosen)


def compatibility(document: Document, engines: Engines) -> CompatFile:
    """Return what the versions of *engines* make of the file *document*. Never raises, whatever it contains."""
    judged = _judge(document, engines)
    differing = [] if judged.compared is None else _differences(judged, engines)
    refusals = _refusals(judged, engines.names)
    cells = tuple(_cell(version, judged, differing) for version in engines.names)
    oldest = next((cell.engine for cell in cells if cell.verdict != "refused"), None)
    return CompatFile(
        path=document.path,
        id=as_text(as_fields(document.value).get("id")) or None,
        oldest=oldest,
        compared_with=judged.compared.spec.engine.version if judged.compared else None,
        cells=cells,
        refusals=refusals,
        differences=_placed_differences(judged, differing, engines.names),
        older=tuple(_older(cells, refusals, oldest)),
    )


def _judge(document: Document, engines: Engines) -> _Judged:
    """Analyze *document* once for all versions that do not differ for it."""
    uses = uses_of(document.value, engines.chosen.compile, engines.chosen.spec.history)
    standing = representatives(engines.specs, uses)
    analyzed = {
        version: analysis_of(document, engines.contexts[version])
        for version in dict.fromkeys(standing.values())
    }
    analyses = {version: analyzed[standing[version]] for version in engines.names}
    chosen = analysis_of(document, engines.chosen)
    candidates = (chosen, *analyses.values())
    compared = next((each for each in candidates if each and each.compilation.is_valid), None)
    return _Judged(document, analyses, compared, engines.chosen)


def _differences(judged: _Judged, engines: Engines) -> list[EngineDifference]:
    compared = judged.compared
    assert compared is not None
    accepting = {version: spec for version, spec in engines.specs.items() if judged.runs(version)}
    return [
        *differences(compared, accepting, compared.spec),
        *_doubts(judged, list(accepting)),
    ]


def _doubts(judged: _Judged, accepting: Iterable[str]) -> Iterator[EngineDifference]:
    """Yield what is not known of a version that is newer than all that are."""
    for version in accepting:
        analysis = judged.analyses[version]
        for doubt in analysis.compilation.doubts if analysis else ():
            yield EngineDifference(
                "unknown", doubt.route, (version,), doubt.message, "", changes_hash=True
            )


def _cell(version: str, judged: _Judged, differing: Sequence[EngineDifference]) -> CompatCell:
    analysis, compared = judged.analyses[version], judged.compared
    if analysis is None or compared is None or not judged.runs(version):
        return CompatCell(engine=version, verdict="refused", hash=None, hash_changed=False)
    here = [difference for difference in differing if version in difference.versions]
    is_unknown = has_unknown_text(analysis, analysis.spec)
    verdict: Verdict = "differs" if here else "accepted"
    return CompatCell(
        engine=version,
        verdict=verdict,
        hash=None if is_unknown else analysis.compilation.hash,
        hash_changed=any(difference.changes_hash for difference in here)
        or analysis.compilation.hash != compared.compilation.hash,
    )


def _refusals(judged: _Judged, every: Sequence[str]) -> tuple[CompatRefusal, ...]:
    """Return the errors of all versions, each with the versions that report it, in the order of their places."""
    holding: dict[tuple[str, Route, str], list[str]] = {}
    first: dict[tuple[str, Route, str], Finding] = {}
    for version in every:
        for rule, error in _errors(judged, version):
            identity = (rule, error.route, error.message)
            first.setdefault(identity, error)
            known = holding.setdefault(identity, [])
            if version not in known:
                known.append(version)
    constructs = {used.route: used.construct for used in used_constructs(judged.document.value)}
    places = _positions(judged, first.values())
    found = [
        CompatRefusal(
            rule=rule,
            construct=constructs.get(route),
            route=format_route(route),
            line=place.line,
            column=place.column,
            message=message,
            help=first[rule, route, message].help,
            engines=tuple(holding[rule, route, message]),
            words=versions.spans(holding[rule, route, message], every),
        )
        for (rule, route, message), place in zip(first, places, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: (each.line, each.column, each.rule)))


def _errors(judged: _Judged, version: str) -> Iterator[tuple[str, Finding]]:
    broken, analysis = judged.document.broken, judged.analyses[version]
    if broken is not None:
        yield "invalid-json", Finding((), broken.message)
    elif analysis is not None and not analysis.compilation.is_valid:
        for error in analysis.compilation.errors:
            yield error.rule, _finding(error)


def _finding(error: CompileError) -> Finding:
    return Finding(error.place, error.message, error.help, on_key=error.on_key)


def _placed_differences(
    judged: _Judged, found: Sequence[EngineDifference], every: Sequence[str]
) -> tuple[CompatDifference, ...]:
    places = _positions(judged, [Finding(each.route, each.behavior) for each in found])
    return tuple(
        CompatDifference(
            trait=each.trait,
            route=format_route(each.route),
            line=place.line,
            column=place.column,
            behavior=each.behavior,
            compared=each.compared,
            engines=each.versions,
            words=versions.spans(each.versions, every),
        )
        for each, place in zip(found, places, strict=True)
    )


def _positions(judged: _Judged, found: Iterable[Finding]) -> list[Position]:
    """Return the position of each finding."""
    subject = workflow_subject(judged.document, judged.context)
    named = [
        Identified("", "", Severity.ERROR, replace(finding, related=(), fix=None))
        for finding in found
    ]
    return [diagnostic.span.start for diagnostic in subject.place(named)]


def _older(
    cells: Sequence[CompatCell], refusals: Sequence[CompatRefusal], oldest: str | None
) -> Iterator[CompatStep]:
    """Yield what would have to change for versions before the *oldest* one that runs the file, the newest first."""
    names = [cell.engine for cell in cells]
    limit = names.index(oldest) if oldest is not None else len(names)
    changes: frozenset[int] = frozenset()
    pending: CompatStep | None = None
    for version in reversed(names[:limit]):
        needed = changes | {
            index for index, refusal in enumerate(refusals) if version in refusal.engines
        }
        if pending is not None and needed != changes:
            yield pending
        changes = needed
        pending = CompatStep(oldest=version, changes=tuple(sorted(needed)))
    if pending is not None:
        yield pending
