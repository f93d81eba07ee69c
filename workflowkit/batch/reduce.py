"""The reduce: the findings of all files, less what the project accepts, as one result."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from workflowkit.batch.context import RunContext
from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.baseline import BaselineEntry, KnownFindings, split
from workflowkit.lint.runner import check
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.settings import SettingsSubject
from workflowkit.lint.suppressions import SuppressionReport, suppress
from workflowkit.project.globs import matches
from workflowkit.report.result import Result
from workflowkit.source.document import Document
from workflowkit.version import VERSION


def result_of(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    context: RunContext,
    selection: Selection,
    baseline: KnownFindings | None = None,
) -> Result:
    """Put the findings of one run in order and leave out what is accepted; the rest is shown.

    *documents* are the files of the run by path.
    """
    names = context.names
    ordered = in_order(list(diagnostics))
    kept = suppress(ordered, context.lint.suppress, documents, names, context.today)
    shown, n_known = list(kept.shown), 0
    stale: list[BaselineEntry] = []
    own = {context.name_of(path) for path in documents}
    if baseline:
        here = [entry for entry in baseline.entries if entry.path in own]
        shown, n_known, stale = split(shown, documents, names, here)
    entries = enumerate(baseline.entries if baseline else ())
    report = SuppressionReport(
        suppressions=context.lint.suppress,
        used=kept.used,
        relevant=_relevant(own, context),
        today=context.today,
        known_rules=selection.known,
        stale_entries=tuple((index, entry) for index, entry in entries if entry in stale),
        unmatched_patterns=_unmatched(own, context),
        patterns_that_match=_patterns_for(own),
    )
    settings = SettingsSubject(report, context.config, baseline.document if baseline else None)
    config_path = context.config.path if context.config else ""
    shown += check(settings, selection.rules_for(context.name_of(config_path), ""))
    return Result(
        shown=tuple(in_order(shown)),
        n_files=len({*documents, *(diagnostic.path for diagnostic in shown)}),
        n_suppressed=kept.n_suppressed,
        n_known=n_known,
        n_fixable=sum(bool(item.finding.fix and item.finding.fix.safe) for item in shown),
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
    """True when all files that *pattern* may match are *place* or below it; both are relative to the configuration."""
    if place == ".":
        return True
    fixed = re.split(r"[*?]", pattern.removeprefix("./"), maxsplit=1)[0]
    return "/" in pattern and f"{fixed}/".startswith(f"{place}/")


def _patterns_for(own: Collection[str]) -> frozenset[str]:
    folders = {str(folder) for name in own for folder in PurePosixPath(name).parents} - {"."}
    return frozenset(own) | {
        f"{folder}/{end}" for folder in folders for end in ("**", "*", "*.json")
    }


def _relevant(own: Collection[str], context: RunContext) -> frozenset[int]:
    """Return the indexes of the suppressions that mean a file of this run, whose files are called *own*."""
    return frozenset(
        index
        for index, suppression in enumerate(context.lint.suppress)
        # Of a pattern, other files than those of this run may be meant.
        if (context.is_whole or not _is_pattern(suppression.path))
        and any(matches(suppression.path, name) for name in own)
    )


def _is_pattern(path: str) -> bool:
    return any(char in path for char in "*?")
