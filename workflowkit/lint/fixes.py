"""Fixes: apply them to one file, one after the other, each checked before it is kept.

A fix is skipped when it breaks its promise: when the subject objects to what became of the file, or when a safe fix causes a finding that was not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workflowkit.diagnostics import Diagnostic, Fix
from workflowkit.lint.subjects.subject import FileSubject, Reason
from workflowkit.source.edits import EditError
from workflowkit.source.routes import Route

MAX_FIXES = 1000
"""More than any file needs."""

Lint = Callable[[FileSubject], Sequence[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A fix that was not applied."""

    diagnostic: Diagnostic
    reason: Reason


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing one file gave."""

    text: str
    applied: tuple[Diagnostic, ...]
    """The findings that were fixed, in the order of fixing."""
    skipped: tuple[Skipped, ...]
    """The fixes that are left."""


def fix_file(subject: FileSubject, lint: Lint, *, unsafe: bool) -> Fixed:
    """Apply the fixes of what *lint* finds until there are none left; unsafe ones only when *unsafe* is true.

    Idempotent: fixing the result again changes nothing.
    """
    found = lint(subject)
    if subject.obstacle:
        skipped = tuple(Skipped(item, subject.obstacle) for item, _ in _wanted(found, unsafe))
        return Fixed(subject.document.text, (), skipped)
    applied: list[Diagnostic] = []
    texts = [subject.document.text]
    undone: dict[_Identity, Reason] = {}
    reasons: dict[_Identity, Reason] = {}
    tried_on = texts[0]
    for _ in range(MAX_FIXES):
        step = _next(subject, found, reasons, lint, unsafe=unsafe)
        if step is None:
            if tried_on == texts[-1]:
                break
            # What was skipped may be possible after the other fixes.
            tried_on, reasons = texts[-1], dict(undone)
            continue
        diagnostic, changed, left = step
        text = changed.document.text
        if text in texts:
            # Fixes that undo each other: the first of them caused what the last one removed.
            start = texts.index(text)
            undone[_identity((*applied, diagnostic)[start])] = Reason.NEW_FINDING
            reasons |= undone
            del applied[start:], texts[start + 1 :]
        else:
            applied.append(diagnostic)
            texts.append(text)
        subject, found = changed, left
    skipped = tuple(
        Skipped(diagnostic, reasons[_identity(diagnostic)])
        for diagnostic, _ in _wanted(found, unsafe)
        if _identity(diagnostic) in reasons
    )
    return Fixed(subject.document.text, tuple(applied), skipped)


def _next(
    subject: FileSubject,
    found: Sequence[Diagnostic],
    reasons: dict[_Identity, Reason],
    lint: Lint,
    *,
    unsafe: bool,
) -> tuple[Diagnostic, FileSubject, Sequence[Diagnostic]] | None:
    """Return the first finding whose fix keeps its promise, the file without it, and what is left in it.

    Why others before it are skipped is added to *reasons*; those that are there are not tried again.
    """
    for diagnostic, fix in _wanted(found, unsafe):
        if _identity(diagnostic) in reasons:
            continue
        attempt = _attempt(subject, found, fix, lint, unsafe=unsafe)
        if not isinstance(attempt, Reason):
            return diagnostic, *attempt
        reasons[_identity(diagnostic)] = attempt
    return None


_Identity = tuple[str, Route, str]


def _identity(diagnostic: Diagnostic) -> _Identity:
    return diagnostic.name, diagnostic.route, diagnostic.message


def _wanted(found: Sequence[Diagnostic], unsafe: bool) -> Iterator[tuple[Diagnostic, Fix]]:
    """Yield the findings with their fixes, safe ones first: an unsafe one may write over what a safe one keeps."""
    for is_safe in (True, False) if unsafe else (True,):
        for diagnostic in found:
            fix = diagnostic.finding.fix
            if fix is not None and fix.edits and fix.safe is is_safe:
                yield diagnostic, fix


def _attempt(
    subject: FileSubject, found: Sequence[Diagnostic], fix: Fix, lint: Lint, *, unsafe: bool
) -> tuple[FileSubject, Sequence[Diagnostic]] | Reason:
    """Return the file after *fix* with what is found in it then, or why the fix is skipped."""
    try:
        text = subject.apply(fix.edits)
    except EditError:
        return Reason.NO_PLACE
    if text == subject.document.text:
        return Reason.NO_CHANGE
    changed = subject.with_text(text)
    objection = subject.objection(changed, fix, unsafe=unsafe)
    if objection:
        return objection
    left = lint(changed)
    if fix.safe and not subject.hides_findings and _names(left) - _names(found):
        return Reason.NEW_FINDING
    return changed, left


def _names(found: Sequence[Diagnostic]) -> Counter[str]:
    return Counter(diagnostic.name for diagnostic in found)
