"""The map of a lint run: from one file and the settings of the run to the outcome for this file, which is plain data.

It does not know the other files. What depends on them it asks `RunContext.ids`, and notes each question with its answer;
the reduce knows everything else about them. So an outcome holds wherever and whenever the same file is mapped with the same
settings and the same answers: in another process, on another machine, in a later run.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, Self

from workflowkit.analysis.known_ids import AskedIds
from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.baseline import KnownFindings, hides_key
from workflowkit.lint.rule import Rule
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.subject import FileSubject
from workflowkit.lint.suppressions import suppress
from workflowkit.records import dataclass
from workflowkit.report.fingerprint import fingerprint
from workflowkit.report.formats import pieces_of
from workflowkit.report.pieces import counts_of_pieces
from workflowkit.report.style import Style
from workflowkit.run.alone import fix_alone
from workflowkit.run.analyze import FileReport, analyze, facts_alone, workflow_subject
from workflowkit.run.context import RunContext
from workflowkit.run.engine_ranges import Judged, merged_by_engine, standing_for
from workflowkit.run.file_outcome import (
    FileOutcome,
    HiddenFinding,
    engine_facts,
    packed_pieces,
)
from workflowkit.run.result import UNREADABLE
from workflowkit.run.tried_fixes import skipped_fixes, without_skipped
from workflowkit.text.disk import ASKED, Asked
from workflowkit.text.document import Document, parse
from workflowkit.text.json_values import as_fields, as_text


class FileMarks(NamedTuple):
    """What the run decides about one file before it is mapped; plain data."""

    name: str
    """Relative to the configuration."""
    is_bundled: bool
    is_stamped: bool
    """True when the authoring rules of the run are those of its package."""
    is_focused: bool
    """False when its findings are not reported, so that no rule runs."""


@dataclass(frozen=True)
class MapSettings:
    """What all files of a run are mapped with."""

    contexts: tuple[tuple[str, RunContext], ...]
    """Each version of the engine, oldest first, with its context; the first one decides which fixes are skipped."""
    rules: Sequence[Rule]
    known: KnownFindings | None
    """The baseline; None when there is none."""
    formats: tuple[tuple[str, Style], ...]
    """The formats to render findings in, each with its style."""
    tries_fixes: bool = True
    """True to find out which of the offered safe fixes would be skipped."""

    @property
    def context(self) -> RunContext:
        """The context of the first version."""
        return self.contexts[0][1]

    @cached_property
    def selection(self) -> Selection:
        """The rules that run."""
        return Selection(self.context.lint, self.rules, self.context.only)


def lint_content(path: str, content: bytes, marks: FileMarks, settings: MapSettings) -> FileOutcome:
    """Return the outcome for the workflow file at *path* with *content*. Never raises, whatever the file contains."""
    return lint_file(parse(content, path), marks, settings)


def lint_file(document: Document, marks: FileMarks, settings: MapSettings) -> FileOutcome:
    """Return the outcome for the workflow file *document*. Never raises, whatever the file contains."""
    contexts = {
        version: _for_file(context, document.path, marks) for version, context in settings.contexts
    }
    with Asking() as asking:
        standing = standing_for(document, contexts)
        subjects = {
            version: workflow_subject(document, contexts[version])
            for version in dict.fromkeys(standing.values())
        }
        reports = {
            version: analyze(subject, contexts[version], settings.selection)
            if marks.is_focused
            else facts_alone(document, contexts[version])
            for version, subject in subjects.items()
        }
        subject = subjects[next(iter(standing.values()))]
        mapped = MappedFile(
            subject, document, [(standing[each], reports[standing[each]]) for each in contexts]
        )
        outcome = outcome_of(mapped, next(iter(contexts.values())), settings)
    answers = (
        (version, *question, answer)
        for version, context in contexts.items()
        if isinstance(context.ids, AskedIds)
        for question, answer in context.ids.answers.items()
    )
    return outcome._replace(answers=tuple(answers), asked=asking.asked)


def _for_file(context: RunContext, path: str, marks: FileMarks) -> RunContext:
    """Return *context* as the file at *path* sees it: without the other files."""
    return replace(
        context,
        ids=AskedIds(context.workflow_ids),
        own_ids=(),
        names={path: marks.name},
        bundled_paths=frozenset({path} if marks.is_bundled else ()),
        stamped_paths=frozenset({path} if marks.is_stamped else ()),
    )


class Asking:
    """Notes what is asked the disk meanwhile, in addition to whoever notes it for the run."""

    def __enter__(self) -> Self:
        self._asked = Asked()
        self._token = ASKED.set(self._asked)
        return self

    def __exit__(self, *_: object) -> None:
        ASKED.reset(self._token)
        around = ASKED.get()
        if around is not None:
            around.add(self._asked.plain)

    @property
    def asked(self) -> bytes:
        """What was asked, with the answers, marshalled; empty when an answer changed meanwhile."""
        return marshal.dumps(self._asked.answers) if self._asked.is_consistent else b""


@dataclass(frozen=True, slots=True)
class MappedFile:
    """One file with what was found in it."""

    subject: FileSubject
    source: Document
    """The file as reports may show it."""
    reports: Sequence[tuple[str, FileReport]]
    """For each version of the engine the version that ran, and its report."""


def outcome_of(mapped: MappedFile, context: RunContext, settings: MapSettings) -> FileOutcome:
    """Return the outcome for *mapped*; *context* is that of the first version of the engine."""
    document, (version, report) = mapped.subject.document, mapped.reports[0]
    documents = {document.path: document}
    found = in_order(_merged(mapped, settings))
    kept = suppress(found, context.lint.suppress, documents, context.names, context.today)
    shown: Sequence[Diagnostic] = kept.shown
    if settings.tries_fixes and any(each.finding.fix and each.finding.fix.safe for each in shown):
        known_report = report if version == settings.contexts[0][0] else None
        fixed = fix_alone(
            mapped.subject,
            context,
            settings.selection,
            settings.known,
            report=known_report,
        )
        skipped = skipped_fixes([fixed])
        shown = [without_skipped(diagnostic, skipped) for diagnostic in shown]
    sources = {**context.routine_files, document.path: mapped.source}
    pieces = pieces_of(
        shown, sources, settings.formats, with_fingerprints=settings.known is not None
    )
    return FileOutcome(
        path=document.path,
        workflow_id=as_text(as_fields(document.value).get("id")),
        digest=b"",
        counts=counts_of_pieces(pieces),
        pieces=packed_pieces(pieces),
        hidden=_hidden(found, kept.shown, document) if settings.known is not None else (),
        n_suppressed=kept.n_suppressed,
        used=tuple(sorted(kept.used)),
        is_unreadable=any(diagnostic.name in UNREADABLE for diagnostic in found),
        is_unread=document.is_unread,
        misspelled=_misspelled(kept.shown, document) if settings.known is not None else (),
        engines=tuple(
            engine_facts(version, each.kind, each.facts) for version, each in mapped.reports
        ),
        answers=(),
        asked=b"",
    )


def _merged(mapped: MappedFile, settings: MapSettings) -> list[Diagnostic]:
    """Return what was found in *mapped*, each fact once for all versions of the engine."""
    if len(mapped.reports) == 1:
        return list(mapped.reports[0][1].diagnostics)
    versions = (version for version, _ in settings.contexts)
    return merged_by_engine(
        (version, [Judged(standing, report.diagnostics)])
        for version, (standing, report) in zip(versions, mapped.reports, strict=True)
    )


def _misspelled(shown: Sequence[Diagnostic], document: Document) -> tuple[str, ...]:
    return tuple(fingerprint(each, document.value) for each in shown if hides_key(each))


def _hidden(
    found: Sequence[Diagnostic], kept: Sequence[Diagnostic], document: Document
) -> tuple[HiddenFinding, ...]:
    """Return those of *found* in *document* that are not *kept*."""
    shown = set(map(id, kept))
    return tuple(
        HiddenFinding(each.name, fingerprint(each, document.value), each.message)
        for each in found
        if id(each) not in shown
    )
