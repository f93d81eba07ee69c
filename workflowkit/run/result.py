"""The reduce: the findings of all files, less what the project accepts, as one result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from workflowkit.config.globs import matches
from workflowkit.config.settings import Suppression
from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.baseline import (
    BaselineComparison,
    BaselineEntry,
    KnownFindings,
    ShownFinding,
    compare,
    entry,
    hides_key,
)
from workflowkit.lint.renamed import current_name
from workflowkit.lint.rule import Rule
from workflowkit.lint.runner import check
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.settings import SettingsSubject
from workflowkit.lint.suppressions import Suppressed, SuppressionReport, suppress
from workflowkit.records import dataclass
from workflowkit.report.result import Result
from workflowkit.run.analyze import kind_of
from workflowkit.run.context import RunContext
from workflowkit.run.loading import workflow_id
from workflowkit.text import versions
from workflowkit.text.document import Document
from workflowkit.version import VERSION

_MISSING = Document("", "", None, None, 0)
"""Stands for a file that was moved or removed."""

NEW_BASELINE = KnownFindings(_MISSING, ())
"""A baseline without entries."""


@dataclass(frozen=True)
class Findings:
    """The findings of one run, compared with suppressions and baseline."""

    kept: Suppressed
    compared: BaselineComparison
    entries: tuple[BaselineEntry, ...]
    """The baseline entries of the findings that are not suppressed; none where they are not needed."""

    @property
    def new(self) -> list[Diagnostic]:
        """The findings that neither a suppression nor the baseline hides."""
        return [self.kept.shown[number] for number in self.compared.new]


def result_of(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None = None,
) -> Result:
    """Return the result of one run: its findings in order, without accepted ones.

    *documents* are the files of the run by path.
    """
    known = baseline or NEW_BASELINE
    found = findings_of(diagnostics, documents, context, selection, known, with_entries=False)
    shown = found.new
    n_known = len(found.kept.shown) - len(shown)
    shown += settings_findings(
        JudgedFiles(IdsByPath(documents), context, selection),
        found.kept.used,
        found.compared.stale,
        baseline,
    )
    fixes = [diagnostic.finding.fix for diagnostic in shown if diagnostic.finding.fix]
    return Result(
        shown=tuple(in_order(shown)),
        n_files=len({*documents, *(diagnostic.path for diagnostic in shown)}),
        n_suppressed=found.kept.n_suppressed,
        n_known=n_known,
        n_fixable=sum(fix.safe for fix in fixes),
        n_unsafely_fixable=sum(not fix.safe for fix in fixes),
        profile=context.lint.profile or "",
        tool_version=VERSION,
    )


@dataclass(frozen=True)
class JudgedFiles:
    """The files of one run, by which what was accepted earlier is judged."""

    ids: Mapping[str, str]
    """Path to the id of the workflow in the file; empty for other files."""
    context: RunContext
    selection: Selection

    def has_run(self, path: str, rule: str) -> bool:
        """Return whether the rule with the name or code *rule* checked the file at *path*. Rules about many files check whole projects only."""
        context = self.context
        kind = kind_of(path, self.ids.get(path, ""), context.spec)
        chosen = self.selection.rules_for(context.name_of(path), kind)
        return any(
            current_name(rule) in (candidate.name, candidate.code)
            and _concerns(candidate, context)
            and (subject != "Catalog" or context.is_whole)
            for subject, rules in chosen.items()
            for candidate, _ in rules
        )


class IdsByPath(Mapping[str, str]):
    """The id of the workflow in each of some documents, by path; empty for files of other kinds."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def __getitem__(self, path: str) -> str:
        return workflow_id(self._documents[path])

    def __contains__(self, path: object) -> bool:
        return path in self._documents

    def __len__(self) -> int:
        return len(self._documents)

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)


def settings_findings(
    files: JudgedFiles,
    used: frozenset[int],
    stale: tuple[tuple[int, BaselineEntry], ...],
    baseline: KnownFindings | None,
) -> list[Diagnostic]:
    """Return the findings about the suppressions, of which those with the indexes *used* hid something, and about the *baseline* with its *stale* entries."""
    context, selection = files.context, files.selection
    unmatched = _unmatched(files.ids, context)
    report = SuppressionReport(
        suppressions=context.lint.suppress,
        used=used,
        relevant=_relevant(files),
        today=context.today,
        known_rules=selection.known,
        stale_entries=stale,
        n_entries=len(baseline.entries) if baseline else 0,
        unmatched_patterns=unmatched,
        patterns_that_match=_patterns_for(map(context.name_of, files.ids))
        if unmatched
        else frozenset(),
    )
    settings = SettingsSubject(report, context.config, baseline.document if baseline else None)
    config_path = context.config.path if context.config else ""
    return check(settings, selection.rules_for(context.name_of(config_path), ""))


def _unmatched(paths: Collection[str], context: RunContext) -> tuple[str, ...]:
    """Return the patterns of `per-file` that match none of the files at *paths*, and could match no file outside this run."""
    return tuple(
        pattern
        for pattern in context.lint.per_file
        if any(_covers(place, pattern) for place in context.scope)
        and not any(matches(pattern, context.name_of(path)) for path in paths)
    )


def _covers(place: str, pattern: str) -> bool:
    """Return whether all files that *pattern* may match are *place* or below it; both are relative to the configuration."""
    if place == ".":
        return True
    fixed = re.split(r"[*?]", pattern.removeprefix("./"), maxsplit=1)[0]
    return "/" in pattern and f"{fixed}/".startswith(f"{place}/")


def _patterns_for(names: Iterable[str]) -> frozenset[str]:
    """Return the *names* of files, and patterns for all files of their folders."""
    own = frozenset(names)
    folders = {str(folder) for name in own for folder in PurePosixPath(name).parents} - {"."}
    return own | {f"{folder}/{end}" for folder in folders for end in ("**", "*", "*.json")}


def findings_of(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings,
    *,
    with_entries: bool = True,
) -> Findings:
    """Compare the findings of one run with the suppressions and with *baseline*; *with_entries* is false when nobody needs those of the findings."""
    ordered = in_order(list(diagnostics))
    kept = suppress(ordered, context.lint.suppress, documents, context.names, context.today)
    shown = set(map(id, kept.shown))
    accepted = [diagnostic for diagnostic in ordered if id(diagnostic) not in shown]
    paths = {baseline.name_of(path): path for path in documents}
    broken = {diagnostic.path for diagnostic in ordered if diagnostic.name in UNREADABLE}

    files = JudgedFiles(IdsByPath(documents), context, selection)

    def has_run(name: str, rule: str) -> bool:
        path = paths.get(name, "")
        return path not in broken and files.has_run(path, rule)

    def entry_of(found: Diagnostic) -> BaselineEntry:
        return entry(found, documents.get(found.path), baseline.name_of(found.path))

    if not baseline.entries and not with_entries:
        # No fingerprint is needed to see that everything is new.
        nothing = BaselineComparison(tuple(range(len(kept.shown))), (), (), (), ())
        return Findings(kept, nothing, ())
    known = [
        ShownFinding(entry_of(each), _is_unread(documents.get(each.path)), hides_key(each))
        for each in kept.shown
    ]
    compared = compare(known, map(entry_of, accepted), paths, baseline, has_run)
    entries = (
        found.entry
        for found, each in zip(known, kept.shown, strict=True)
        if each.path in documents and not found.is_unread
    )
    return Findings(kept, compared, tuple(entries))


def _is_unread(document: Document | None) -> bool:
    return document is not None and document.is_unread


UNREADABLE = frozenset({"invalid-json", "invalid-schema"})
"""Rules whose findings keep other rules from checking the file."""


def _concerns(rule: Rule, context: RunContext) -> bool:
    """Return whether *rule* holds in an engine of this run: in any other it finds nothing."""
    if not rule.engines:
        return True
    chosen = [version for version, _ in context.engines] or [context.spec.engine.version]
    holds = versions.parse_range(rule.engines)
    return any(version in holds for version in chosen)


def _relevant(files: JudgedFiles) -> frozenset[int]:
    """Return the indexes of the suppressions that should have matched a finding in this run."""
    context = files.context

    def is_relevant(suppression: Suppression) -> bool:
        # A pattern may match files outside this run.
        if not context.is_whole and _is_pattern(suppression.path):
            return False
        meant = [path for path in files.ids if matches(suppression.path, context.name_of(path))]
        if not meant and context.is_whole:
            # The file was moved or removed.
            meant = [""]
        return any(files.has_run(path, suppression.rule) for path in meant)

    suppressions = enumerate(context.lint.suppress)
    return frozenset(index for index, suppression in suppressions if is_relevant(suppression))


def _is_pattern(path: str) -> bool:
    return any(char in path for char in "*?")


def changed_entries(
    found: Iterable[BaselineEntry],
    compared: BaselineComparison,
    gone: Collection[str],
    *,
    prune: bool,
) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline that accepts the findings with the entries *found*, or with *prune* only those of them that it has.

    It keeps the entries that this run does not cover. *gone* are the files that no longer exist, as the baseline calls them.
    """
    kept = (*compared.matched, *compared.replaced) if prune else found
    return (*kept, *(entry for entry in compared.unjudged if entry.path not in gone))
