"""The map over the files of a project: its settings, and its outcomes, made by several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from workflowkit.lint.baseline import KnownFindings
from workflowkit.lint.rule import Rule
from workflowkit.lint.rules import ALL
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.report.style import PLAIN, Style
from workflowkit.run.analyze import analyze
from workflowkit.run.context import RunContext
from workflowkit.run.file_entries import FileEntries, KnownOutcomes
from workflowkit.run.file_outcome import packed
from workflowkit.run.keeping import noting
from workflowkit.run.lint_file import FileMarks, MappedFile, MapSettings, lint_file, outcome_of
from workflowkit.run.loading import read_with_digest
from workflowkit.run.outcomes import Outcomes
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.project import Project
from workflowkit.run.stored_files import StoredDocument, StoredFiles
from workflowkit.text import disk
from workflowkit.text.columns import ComputedColumn, Selected, SortedTexts, TextColumn
from workflowkit.text.document import Document

Executor = Callable[[Project, Sequence[Document], MapSettings], Sequence[bytes]]
"""Where the map runs: returns the packed outcomes of some documents of a project, in their order."""


def contexts_of(project: Project) -> list[tuple[str, RunContext]]:
    """Return each version of the engine that *project* is linted for, oldest first, with its context."""
    given = project.context
    if not given.engines:
        return [(given.spec.engine.version, given)]
    return [
        (version, replace(context, lint=given.lint, only=given.only))
        for version, context in given.engines
    ]


def settings_for(
    project: Project,
    rules: Sequence[Rule],
    known: KnownFindings | None,
    formats: tuple[tuple[str, Style], ...],
) -> MapSettings:
    """Return the settings for the files of *project*, which know none of them."""
    contexts = tuple(
        (version, _without_files(context)) for version, context in contexts_of(project)
    )
    return MapSettings(contexts, rules, known if known and known.entries else None, formats)


def baseline_settings(project: Project, known: KnownFindings) -> MapSettings:
    """Return the settings of a run that changes the baseline *known*: nothing is fixed or printed, and findings have the fingerprints that JSON prints."""
    settings = settings_for(project, ALL, known, (("json", PLAIN),))
    return replace(settings, tries_fixes=False)


def _without_files(context: RunContext) -> RunContext:
    """Return *context* without what it knows of the files of the run, but for their ids."""
    return replace(
        context,
        ids=context.workflow_ids,
        own_ids=(),
        names={},
        bundled_paths=(),
        stamped_paths=None,
        is_whole=False,
        scope=(),
        engines=(),
    )


def marks_of(project: Project, path: str) -> FileMarks:
    """Return what the run decides about the file at *path*."""
    context = project.context
    return FileMarks(
        context.name_of(path),
        path in context.bundled_paths,
        context.stamped_paths is None or path in context.stamped_paths,
        project.focus.has(path),
    )


def mapped(
    project: Project,
    settings: MapSettings,
    cache: str | None = None,
    executor: Executor | None = None,
) -> Outcomes:
    """Return the outcomes for all files of *project*, made by *executor*, or else here; those that the cache in the folder *cache* has are not made again."""
    documents = project.documents
    if executor is not None:
        results = executor(project, documents, settings)
    elif isinstance(documents, StoredFiles) and cache is not None:
        results = _mapped_or_known(project, documents, settings, FileEntries(cache, settings))
    else:
        results = computed(project, documents, settings)
    return with_others(project, results, settings)


def with_others(project: Project, results: Sequence[bytes], settings: MapSettings) -> Outcomes:
    """Return the outcomes for all files of *project*, of which *results* are those of its workflows, packed and in their order."""
    others = _others(project, settings)
    paths = _paths(project.documents, others)
    return Outcomes(paths, _Joined(results, [content for _, content in others]))


def computed(
    project: Project,
    documents: Sequence[Document],
    settings: MapSettings,
    *,
    reads_again: bool = False,
) -> Sequence[bytes]:
    """Return the packed outcomes of *documents*, made by several processes; with *reads_again* all have the digests of their files."""
    n_workers = workers_for(len(documents), project.jobs)
    if n_workers > 1:
        settings.selection.prepare()

    def compute(document: Document) -> bytes:
        marks = marks_of(project, document.path)
        if isinstance(document, StoredDocument):
            return read_and_mapped(document.path, marks, settings, document.digest)
        if reads_again:
            return read_and_mapped(document.path, marks, settings)
        return packed(lint_file(document, marks, settings))

    return map_in_pool(
        compute,
        documents,
        n_workers,
        effort=lambda document: document.size,
        progress=project.progress,
    )


def read_and_mapped(
    path: str, marks: FileMarks, settings: MapSettings, known: bytes = b""
) -> bytes:
    """Return the packed outcome of the file at *path*, which is read, with the digest of its content.

    *known* is the digest of its content when it was read before, and noted; it is noted again only when it differs.
    """
    around = disk.ASKED.get()
    with noting(disk.Asked() if around is not None else None) as asked:
        loaded, digest = read_with_digest(path)
    if around is not None and asked is not None and (not digest or digest != known):
        around.add(asked.plain)
    return packed(lint_file(loaded, marks, settings)._replace(digest=digest))


def _mapped_or_known(
    project: Project, files: StoredFiles, settings: MapSettings, entries: FileEntries
) -> Sequence[bytes]:
    """Return the packed outcomes of *files*, of which *entries* has some, and gets the others."""
    known = KnownOutcomes(
        entries,
        (
            entries.key_of(path, marks_of(project, path), digest) if digest else b""
            for path, digest in zip(files.paths, files.digests(), strict=True)
        ),
    )
    known.computed = computed(project, Selected(files, known.missing), settings)
    entries.keep(known, lambda outcome: marks_of(project, outcome.path))
    return known


def _others(project: Project, settings: MapSettings) -> list[tuple[str, bytes]]:
    """Return the path and the outcome of each file that is not a workflow."""
    by_engine = [
        (version, context, replace(project, context=context).subjects)
        for version, context in contexts_of(project)
    ]
    found: list[tuple[str, bytes]] = []
    for number, subject in enumerate(project.subjects):
        path = subject.document.path
        if not project.focus.has(path):
            continue
        reports = [
            (version, analyze(subjects[number], context, settings.selection))
            for version, context, subjects in by_engine
        ]
        file = MappedFile(subject, shown_source(subject), reports)
        found.append((path, packed(outcome_of(file, project.context, settings))))
    return found


def shown_source(subject: FileSubject) -> Document:
    """Return the file of *subject* as reports may show it."""
    from workflowkit.lint.subjects.trigger_file import TriggerSubject  # Most projects have none.

    return subject.shown if isinstance(subject, TriggerSubject) else subject.document


def _paths(documents: Sequence[Document], others: Sequence[tuple[str, bytes]]) -> SortedTexts:
    if isinstance(documents, StoredFiles) and not others:
        return documents.by_path.sorted
    own = (
        documents.paths if isinstance(documents, StoredFiles) else [each.path for each in documents]
    )
    return SortedTexts(TextColumn(chain(own, (path for path, _ in others))))


class _Joined(ComputedColumn[bytes]):
    """Two sequences as one."""

    def __init__(self, first: Sequence[bytes], second: Sequence[bytes]) -> None:
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def _at(self, number: int) -> bytes:
        middle = len(self._first)
        return self._first[number] if number < middle else self._second[number - middle]
