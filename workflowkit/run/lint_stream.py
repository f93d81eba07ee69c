"""A lint run that streams: files are mapped to outcomes, which are reduced to numbers and an ordered stream of findings.

The first process keeps little for each file; outcomes wait on the disk, and pass through it one at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge
from itertools import chain, compress

from workflowkit.diagnostics import in_order
from workflowkit.lint.baseline import (
    BaselineComparison,
    BaselineEntry,
    KnownFindings,
    ShownFinding,
    compare,
    entry,
)
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.selection import Selection
from workflowkit.lint.suppressions import suppress
from workflowkit.records import dataclass
from workflowkit.report.numbers import Tally
from workflowkit.report.pieces import ReportPiece, counts_of_pieces
from workflowkit.report.style import Style
from workflowkit.run import baseline_file
from workflowkit.run.across_entries import AcrossEntries
from workflowkit.run.analyze import found_across
from workflowkit.run.baseline_file import BaselineChange
from workflowkit.run.consequences import Consequences
from workflowkit.run.engine_ranges import Judged, merged_by_engine
from workflowkit.run.file_outcome import FileOutcome
from workflowkit.run.lint_file import MapSettings
from workflowkit.run.lint_map import baseline_settings, contexts_of, mapped, settings_for
from workflowkit.run.outcomes import OutcomeFiles, Outcomes, Survey
from workflowkit.run.project import Project
from workflowkit.run.result import IdsByPath, JudgedFiles, changed_entries, settings_findings
from workflowkit.version import VERSION

Formats = Sequence[tuple[str, Style]]
"""Formats to render findings in, each with its style."""

Mapper = Callable[[Project, MapSettings], Outcomes]
"""Returns the outcomes of the files of a project."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """What a comparison with the baseline treats differently."""

    unreadable: frozenset[str]
    """The files that most rules could not check."""
    unread: frozenset[str]
    """The files whose content is not known."""
    misspelled: frozenset[tuple[str, str]]
    """File and fingerprint of each misspelled key."""

    @classmethod
    def of(cls, outcomes: Iterable[FileOutcome]) -> _Marked:
        """Return those of *outcomes*, which are read more than once."""
        return cls(
            frozenset(each.path for each in outcomes if each.is_unreadable),
            frozenset(each.path for each in outcomes if each.is_unread),
            frozenset((each.path, key) for each in outcomes for key in each.misspelled),
        )


@dataclass(frozen=True, slots=True)
class StreamedResult:
    """A finished run: its numbers, and its findings, which are on the disk until they are asked for."""

    tally: Tally
    pieces: Callable[[], Iterator[ReportPiece]]
    """Returns the findings in the order in which they are printed, each time from the first one on."""


def lint_streamed(
    projects: Sequence[Project],
    formats: Formats,
    *,
    rules: Sequence[Rule] = ALL,
    baseline: str | None = None,
    cache: str | None = None,
    outcomes_of: Mapper | None = None,
) -> StreamedResult:
    """Run *rules* on every file of *projects*, and render the findings in *formats*.

    The cache in the folder *cache* is used and extended. *outcomes_of* returns the outcomes of a project instead of the map.
    What is reported is what `ProjectGroup.lint` returns, without the safe fixes that would be skipped. Raises as `Project.lint`.
    """
    mapper = outcomes_of or partial(mapped, cache=cache)
    results: list[StreamedResult] = []
    for project in projects:
        started = time.perf_counter()
        known = project.known_findings(baseline)
        settings = settings_for(project, rules, known, tuple(formats))
        result = _Run(project, settings, known, mapper, cache).result()
        result.tally.seconds = time.perf_counter() - started
        results.append(result)
    return joined(results)


def joined(results: Sequence[StreamedResult]) -> StreamedResult:
    """Return the *results* of one or more projects as one."""
    if len(results) == 1:
        return results[0]
    tally = Tally(tool_version=VERSION)
    for result in results:
        tally.merge(result.tally)
    return StreamedResult(tally, lambda: _in_one_order([result.pieces() for result in results]))


def baseline_streamed(
    project: Project,
    baseline: str | None,
    *,
    prune: bool = False,
    outcomes_of: Mapper = mapped,
) -> BaselineChange:
    """Return what `Project.baseline` returns for the baseline file *baseline*, by default the effective one. Raises as that."""
    target = project.baseline_path(baseline)
    known = project.changed_findings(baseline, prune=prune)
    run = _Run(project, baseline_settings(project, known), known, outcomes_of, cache=None)
    return baseline_file.change_of(target, known, run.entries(prune=prune))


def _without(
    pieces: Callable[[], Iterator[ReportPiece]], consequences: Consequences
) -> Iterator[ReportPiece]:
    return (piece for piece in pieces() if not consequences.has(piece))


def _in_one_order(streams: Sequence[Iterator[ReportPiece]]) -> Iterator[ReportPiece]:
    """Yield the findings of all *streams* in order, each once."""
    place: object = None
    here: set[tuple[object, ...]] = set()
    for piece in merge(*streams, key=lambda piece: piece.sort_key):
        if piece.sort_key != place:
            place, here = piece.sort_key, set()
        if piece.identity not in here:
            here.add(piece.identity)
            yield piece


class _Run:
    """The run on one project."""

    def __init__(
        self,
        project: Project,
        settings: MapSettings,
        known: KnownFindings | None,
        mapper: Mapper,
        cache: str | None,
    ) -> None:
        self._project = project
        self._context = project.context
        self._known = known
        self._settings = settings
        self._selection = Selection(self._context.lint, settings.rules, self._context.only)
        self._outcomes = mapper(project, settings)
        self._survey = Survey(self._outcomes, len(settings.contexts))
        self._entries = AcrossEntries(project, settings, cache)
        self._used: set[int] = set()
        self._tally = Tally(profile=self._context.lint.profile or "", tool_version=VERSION)

    def result(self) -> StreamedResult:
        """Return the numbers and the findings."""
        tally = self._tally
        self._used |= self._survey.used
        tally.n_suppressed += self._survey.n_suppressed
        across, hidden = self._across()
        stale: tuple[tuple[int, BaselineEntry], ...] = ()
        shown = partial(self._in_order, across)
        if self._known is not None and self._known.entries:
            compared, n_shown = self._compared(across, hidden)
            is_new = bytearray(n_shown)
            for number in compared.new:
                is_new[number] = 1
            stale, tally.n_known = compared.stale, n_shown - len(compared.new)
            shown = partial(self._in_order, across, is_new)
        context = self._project.focus.judged(self._context)
        files = JudgedFiles(self._ids(), context, self._selection)
        settings = self._entries.render(
            settings_findings(files, frozenset(self._used), stale, self._known)
        )
        every = (
            (lambda: merge(shown(), settings, key=lambda piece: piece.sort_key))
            if settings
            else shown
        )
        consequences = Consequences(self._project.subjects)
        if consequences.look_for(every()):
            every = partial(_without, every, consequences)
        self._entries.keep()
        self._count(every)
        return StreamedResult(tally, every)

    def entries(self, *, prune: bool) -> tuple[BaselineEntry, ...]:
        """Return the entries of the new baseline; with *prune* those of the old one that still have a finding."""
        across, hidden = self._across()
        compared, _ = self._compared(across, hidden)
        assert self._known is not None
        ids, marked = self._ids(), _Marked.of(self._outcomes)
        found = (
            each.entry
            for piece, each in self._shown(across, ids, marked)
            if piece.path in ids and not each.is_unread
        )
        return changed_entries(found, compared, self._known.gone, prune=prune)

    def _count(self, pieces: Callable[[], Iterator[ReportPiece]]) -> None:
        """Count the findings, and the files that have some."""
        own = self._project.focus.of(self._project.own)
        n_others, path = 0, None

        def passing() -> Iterator[ReportPiece]:
            nonlocal n_others, path
            for piece in pieces():
                if piece.path != path:
                    path = piece.path
                    self._tally.n_files_with_findings += 1
                    n_others += path not in own
                yield piece

        self._tally.add(counts_of_pieces(passing()))
        self._tally.n_files = len(own) + n_others

    def _across(self) -> tuple[dict[str, list[ReportPiece]], list[BaselineEntry]]:
        """Return the findings about many files by path, without suppressed ones, whose baseline entries are returned, too."""
        project, context = self._project, self._context
        found: list[tuple[str, list[Judged]]] = []
        for number, (version, own) in enumerate(contexts_of(project)):
            files = OutcomeFiles(self._outcomes, self._survey, number)
            across = self._entries.place(found_across(files, own, self._selection))
            shown = tuple(filter(project.focus.touches, across))
            found.append((version, [Judged(version, shown)]))
        diagnostics = in_order(
            merged_by_engine(found) if len(found) > 1 else list(found[0][1][0].diagnostics)
        )
        documents = project.focus.of(project.own)
        kept = suppress(diagnostics, context.lint.suppress, documents, context.names, context.today)
        self._used |= kept.used
        self._tally.n_suppressed += kept.n_suppressed
        pieces: dict[str, list[ReportPiece]] = {}
        for piece in self._entries.render(kept.shown):
            pieces.setdefault(piece.path, []).append(piece)
        is_shown = set(map(id, kept.shown))
        hidden = [each for each in diagnostics if id(each) not in is_shown]
        known = self._known
        if known is None or not known.entries:
            return pieces, []
        return pieces, [
            entry(each, documents.get(each.path), known.name_of(each.path)) for each in hidden
        ]

    def _in_order(
        self, across: Mapping[str, Sequence[ReportPiece]], is_shown: Sequence[int] | None = None
    ) -> Iterator[ReportPiece]:
        """Yield the findings in files with those about many files among them: all, or those of which *is_shown* is 1."""
        pieces = chain.from_iterable(self._by_file(across))
        yield from pieces if is_shown is None else compress(pieces, is_shown)

    def _by_file(
        self, across: Mapping[str, Sequence[ReportPiece]]
    ) -> Iterator[Sequence[ReportPiece]]:
        others = sorted(path for path in across if path not in self._outcomes.paths)
        left = iter([*others, None])
        other = next(left)
        paths = self._outcomes.paths
        for path, number in zip(paths, paths.order, strict=True):
            while other is not None and other < path:
                yield across[other]
                other = next(left)
            added = across.get(path, ())
            # Most outcomes have nothing to show, and are not read for it.
            own = self._outcomes.at(number).unpacked() if self._survey.has_findings[number] else []
            if added:
                # The order of equals is that in which they were found.
                yield sorted([*own, *added], key=lambda piece: piece.sort_key)
            elif own:
                yield own
        while other is not None:
            yield across[other]
            other = next(left)

    def _compared(
        self, across: Mapping[str, Sequence[ReportPiece]], hidden: Sequence[BaselineEntry]
    ) -> tuple[BaselineComparison, int]:
        """Compare the findings with the baseline; return how many there are, too."""
        known = self._known
        assert known is not None
        ids = self._ids()
        marked = _Marked.of(self._outcomes)
        names = {known.name_of(path): path for path in ids}
        files = JudgedFiles(ids, self._project.focus.judged(self._context), self._selection)
        n_shown = 0

        def shown() -> Iterator[ShownFinding]:
            nonlocal n_shown
            for _, found in self._shown(across, ids, marked):
                n_shown += 1
                yield found

        def accepted() -> Iterator[BaselineEntry]:
            for outcome in self._outcomes:
                for each in outcome.hidden:
                    yield BaselineEntry(
                        path=known.name_of(outcome.path),
                        workflow=outcome.workflow_id,
                        rule=each.name,
                        fingerprint=each.fingerprint,
                        message=each.message,
                    )
            yield from hidden

        def has_run(name: str, rule: str) -> bool:
            path = names.get(name, "")
            return path not in marked.unreadable and files.has_run(path, rule)

        return compare(shown(), accepted(), names, known, has_run), n_shown

    def _shown(
        self,
        across: Mapping[str, Sequence[ReportPiece]],
        ids: Mapping[str, str],
        marked: _Marked,
    ) -> Iterator[tuple[ReportPiece, ShownFinding]]:
        """Yield the findings in order, as a baseline may have them."""
        known = self._known
        assert known is not None
        for piece in self._in_order(across):
            found = BaselineEntry(
                path=known.name_of(piece.path),
                workflow=ids.get(piece.path, ""),
                rule=piece.name,
                fingerprint=piece.fingerprint,
                message=piece.message,
            )
            is_misspelled_key = (piece.path, piece.fingerprint) in marked.misspelled
            yield piece, ShownFinding(found, piece.path in marked.unread, is_misspelled_key)

    def _ids(self) -> Mapping[str, str]:
        """Return the ids of the files whose findings are reported, by path."""
        own = self._project.focus.of(self._project.own)
        return IdsByPath(own)
