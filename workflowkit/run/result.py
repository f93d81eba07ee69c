"""The reduce: the findings of all files, less what the project accepts, as one result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from workflowkit.config.globs import matches
from workflowkit.config.settings import Suppression
from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.baseline import (
    BaselineComparison,
    BaselineEntry,
    KnownFindings,
    compare,
    entry,
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
from workflowkit.text import versions
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
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
    documents: Mapping[str, Document]
    """The files of the run by path."""
    baseline: KnownFindings

    @cached_property
    def entries(self) -> tuple[BaselineEntry, ...]:
        """The baseline entries of the findings that are not suppressed."""
        return tuple(
            entry(diagnostic, self.documents[path], self.baseline.name_of(path))
            for diagnostic in self.kept.shown
            for path in [diagnostic.path]
            if path in self.documents and not self.documents[path].is_unread
        )


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
    found = findings_of(diagnostics, documents, context, selection, baseline or NEW_BASELINE)
    shown = list(found.compared.new)
    own = {context.name_of(path) for path in documents}
    unmatched = _unmatched(own, context)
    report = SuppressionReport(
        suppressions=context.lint.suppress,
        used=found.kept.used,
        relevant=_relevant(documents, context, selection),
        today=context.today,
        known_rules=selection.known,
        stale_entries=found.compared.stale,
        n_entries=len(baseline.entries) if baseline else 0,
        unmatched_patterns=unmatched,
        patterns_that_match=_patterns_for(own) if unmatched else frozenset(),
    )
    settings = SettingsSubject(report, context.config, baseline.document if baseline else None)
    config_path = context.config.path if context.config else ""
    shown += check(settings, selection.rules_for(context.name_of(config_path), ""))
    fixes = [diagnostic.finding.fix for diagnostic in shown if diagnostic.finding.fix]
    return Result(
        shown=tuple(in_order(shown)),
        n_files=len({*documents, *(diagnostic.path for diagnostic in shown)}),
        n_suppressed=found.kept.n_suppressed,
        n_known=len(found.kept.shown) - len(found.compared.new),
        n_fixable=sum(fix.safe for fix in fixes),
        n_unsafely_fixable=sum(not fix.safe for fix in fixes),
        profile=context.lint.profile or "",
        tool_version=VERSION,
    )


def _unmatched(own: Collection[str], context: RunContext) -> tuple[str, ...]:
    """Return the patterns of `per-file` that match none of the files called *own*, and could match no file outside this run."""
    return tuple(
        pattern
        for pattern in context.lint.per_file
        if any(_covers(place, pattern) for place in context.scope)
        and not any(matches(pattern, name) for name in own)
    )


def _covers(place: str, pattern: str) -> bool:
    """Return whether all files that *pattern* may match are *place* or below it; both are relative to the configuration."""
    if place == ".":
        return True
    fixed = re.split(r"[*?]", pattern.removeprefix("./"), maxsplit=1)[0]
    return "/" in pattern and f"{fixed}/".startswith(f"{place}/")


def _patterns_for(own: Collection[str]) -> frozenset[str]:
    folders = {str(folder) for name in own for folder in PurePosixPath(name).parents} - {"."}
    return frozenset(own) | {
        f"{folder}/{end}" for folder in folders for end in ("**", "*", "*.json")
    }


def findings_of(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings,
) -> Findings:
    """Compare the findings of one run with the suppressions and with *baseline*."""
    ordered = in_order(list(diagnostics))
    kept = suppress(ordered, context.lint.suppress, documents, context.names, context.today)
    shown = set(map(id, kept.shown))
    accepted = [diagnostic for diagnostic in ordered if id(diagnostic) not in shown]
    paths = {baseline.name_of(path): path for path in documents}
    broken = {diagnostic.path for diagnostic in ordered if diagnostic.name in _UNREADABLE}

    def has_run(name: str, rule: str) -> bool:
        path = paths.get(name, "")
        document = documents.get(path, _MISSING)
        return path not in broken and _has_run(document, rule, context, selection)

    compared = compare(kept.shown, documents, baseline, has_run, accepted)
    return Findings(kept, compared, documents, baseline)


_UNREADABLE = frozenset({"invalid-json", "invalid-schema"})
"""Rules whose findings keep other rules from checking the file."""


def _has_run(document: Document, rule: str, context: RunContext, selection: Selection) -> bool:
    """Return whether the rule with the name or code *rule* checked *document*. Rules about many files check whole projects only."""
    kind = kind_of(document.path, as_text(as_fields(document.value).get("id")), context.spec)
    chosen = selection.rules_for(context.name_of(document.path), kind)
    return any(
        current_name(rule) in (candidate.name, candidate.code)
        and _concerns(candidate, context)
        and (subject != "Catalog" or context.is_whole)
        for subject, rules in chosen.items()
        for candidate, _ in rules
    )


def _concerns(rule: Rule, context: RunContext) -> bool:
    """Return whether *rule* holds in an engine of this run: in any other it finds nothing."""
    if not rule.engines:
        return True
    chosen = [version for version, _ in context.engines] or [context.spec.engine.version]
    holds = versions.parse_range(rule.engines)
    return any(version in holds for version in chosen)


def _relevant(
    documents: Mapping[str, Document], context: RunContext, selection: Selection
) -> frozenset[int]:
    """Return the indexes of the suppressions that should have matched a finding in this run."""

    def is_relevant(suppression: Suppression) -> bool:
        # A pattern may match files outside this run.
        if not context.is_whole and _is_pattern(suppression.path):
            return False
        meant = [
            document
            for path, document in documents.items()
            if matches(suppression.path, context.name_of(path))
        ]
        if not meant and context.is_whole:
            # The file was moved or removed.
            meant = [_MISSING]
        return any(_has_run(document, suppression.rule, context, selection) for document in meant)

    suppressions = enumerate(context.lint.suppress)
    return frozenset(index for index, suppression in suppressions if is_relevant(suppression))


def _is_pattern(path: str) -> bool:
    return any(char in path for char in "*?")


def merged(found: Findings, gone: Collection[str]) -> tuple[BaselineEntry, ...]:
    """Return the entries of a baseline that accepts what was *found*, and keeps the entries that this run does not cover.

    *gone* are the files that no longer exist, as the baseline calls them.
    """
    return (*found.entries, *_uncovered(found, gone))


def pruned(found: Findings, gone: Collection[str]) -> tuple[BaselineEntry, ...]:
    """Return the entries of the baseline without those whose finding or file no longer exists."""
    compared = found.compared
    return (*compared.matched, *compared.replaced, *_uncovered(found, gone))


def _uncovered(found: Findings, gone: Collection[str]) -> list[BaselineEntry]:
    return [entry for entry in found.compared.unjudged if entry.path not in gone]
