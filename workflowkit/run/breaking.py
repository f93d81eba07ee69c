"""The breaking changes of a comparison, less the accepted ones, as one result."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal, get_args

from workflowkit.changes.catalog import RemovedWorkflow
from workflowkit.changes.change import WorkflowChange
from workflowkit.changes.ledger import AcceptedChange, LedgerReport
from workflowkit.changes.version_bump import Bump, VersionBump
from workflowkit.config.settings import RuleChoice
from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.lint.baseline import entry
from workflowkit.lint.rules import ALL
from workflowkit.lint.runner import check
from workflowkit.lint.selection import Selection
from workflowkit.lint.subjects.change import ChangeSubject
from workflowkit.lint.subjects.ledger import LedgerSubject
from workflowkit.records import dataclass
from workflowkit.report.result import Result
from workflowkit.run.analyze import analyze, workflow_subject
from workflowkit.run.comparison import Comparison
from workflowkit.text.document import Document
from workflowkit.version import VERSION

Category = Literal["resume", "contract", "gate", "prompt"]
CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
"""Each contains those before it: what breaks sessions under way, who reads outputs, the checks, and the texts."""

_DEMANDS: Final = {"1": Bump.MAJOR, "2": Bump.MAJOR, "3": Bump.MINOR, "4": Bump.PATCH}
"""What version a finding demands, by the digit of its category."""


@dataclass(frozen=True, slots=True)
class Known:
    """A ledger that was read."""

    document: Document
    entries: tuple[AcceptedChange, ...]


@dataclass(frozen=True, slots=True)
class Breaking:
    """The breaking changes of one comparison."""

    result: Result
    """Those that are not accepted, and what is wrong with the ledger."""
    found: tuple[AcceptedChange, ...]
    """The entries that would accept the shown changes, without a reason."""


def breaking_changes(
    comparison: Comparison,
    category: Category = "gate",
    *,
    only: Sequence[str] = (),
    ignore: Sequence[str] = (),
    known: Known | None = None,
) -> Breaking:
    """Return what breaks in *comparison*, in *category* and those that it contains.

    *only* and *ignore* are selectors of rules. Changes that an entry of *known* accepts today are not shown.
    """
    chosen = only or ["Z0", *(f"Z{digit}" for digit in range(1, CATEGORIES.index(category) + 2))]
    choice = RuleChoice(profile="style", ignore=tuple(ignore))
    found = list(_found(comparison, choice, chosen))
    entries = [accepted_change(diagnostic, comparison) for diagnostic in found]
    today = comparison.after.group.projects[0].context.today
    valid = {each.identity for each in known.entries if each.is_valid_on(today)} if known else set()
    shown = [
        (diagnostic, accepted)
        for diagnostic, accepted in zip(found, entries, strict=True)
        if accepted.identity not in valid
    ]
    diagnostics = [diagnostic for diagnostic, _ in shown]
    if known:
        diagnostics += _about_ledger(known, entries, comparison, today, chosen)
    result = Result(
        shown=tuple(in_order(diagnostics)),
        n_files=len(comparison.after.versions)
        + len(comparison.after.broken)
        + len(comparison.change.removed),
        n_known=len(found) - len(shown),
        accepted_in="ledger",
        tool_version=VERSION,
    )
    return Breaking(result, tuple(accepted for _, accepted in shown))


def _found(comparison: Comparison, choice: RuleChoice, only: Sequence[str]) -> Iterator[Diagnostic]:
    settings = _settings(comparison, choice, only)
    for document, project in comparison.after.broken:
        subject = workflow_subject(document, project.context)
        yield from analyze(subject, project.context, settings).diagnostics
    for removed in comparison.change.removed:
        yield from _of(removed, settings)
    for change in comparison.change.changes:
        if change.is_empty:
            continue
        found = _of(change, settings)
        yield from found
        needed = max((_DEMANDS.get(each.code[1], Bump.NONE) for each in found), default=Bump.NONE)
        yield from _of(VersionBump(change, needed), settings)


def _settings(comparison: Comparison, choice: RuleChoice, only: Sequence[str]) -> Selection:
    context = comparison.after.group.projects[0].context
    lint = context.lint.with_rules(context.lint.rules.refined(choice))
    return Selection(lint, ALL, only)


def _of(
    given: WorkflowChange | RemovedWorkflow | VersionBump, selection: Selection
) -> list[Diagnostic]:
    subject = ChangeSubject(given)
    return check(subject, selection.rules_for(subject.version.path, "workflow"))


def accepted_change(diagnostic: Diagnostic, comparison: Comparison) -> AcceptedChange:
    """Return the ledger entry for *diagnostic*, without a reason."""
    known = entry(diagnostic, comparison.documents.get(diagnostic.path), diagnostic.path)
    return AcceptedChange(
        workflow=known.workflow or known.path,
        rule=known.rule,
        fingerprint=known.fingerprint,
        change=diagnostic.message,
        reason="",
    )


def _about_ledger(
    known: Known,
    found: Iterable[AcceptedChange],
    comparison: Comparison,
    today: datetime.date,
    only: Collection[str],
) -> list[Diagnostic]:
    """Return what is wrong with the entries of the ledger. Those of workflows that were not compared are not judged."""
    compared = {version.id for version in (*comparison.before.versions, *comparison.after.versions)}
    there = {each.identity for each in found}
    unused = frozenset(
        index
        for index, each in enumerate(known.entries)
        if each.workflow in compared and each.identity not in there
    )
    subject = LedgerSubject(LedgerReport(known.entries, unused, today), known.document)
    chosen = _settings(comparison, RuleChoice(profile="style"), ("Z0",))
    return check(subject, chosen.rules_for(known.document.path, "")) if "Z0" in only else []


def with_reason(
    entries: Iterable[AcceptedChange], reason: str, expires: datetime.date | None
) -> list[AcceptedChange]:
    """Return *entries* with the *reason* for which they are accepted, and the last day of that."""
    day = expires.isoformat() if expires else None
    return [replace(each, reason=reason, expires=day) for each in entries]
