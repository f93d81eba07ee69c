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
    reasons: dict[_Identity, Reason] = {}
    # Two fixes that undo each other must not go on for ever: no text is made twice.
    seen = {subject.document.text}
    while len(applied) < MAX_FIXES:
        for diagnostic, fix in _wanted(found, unsafe):
            if _identity(diagnostic) in reasons:
                continue
            attempt = _attempt(subject, found, fix, lint, unsafe=unsafe)
            if isinstance(attempt, Reason):
                reasons[_identity(diagnostic)] = attempt
                continue
            changed, left = attempt
            if changed.document.text in seen:
                reasons[_identity(diagnostic)] = Reason.NO_CHANGE
                continue
            subject, found = changed, left
            seen.add(subject.document.text)
            applied.append(diagnostic)
            break
        else:
            break
    skipped = tuple(
        Skipped(diagnostic, reasons[_identity(diagnostic)])
        for diagnostic, _ in _wanted(found, unsafe)
        if _identity(diagnostic) in reasons
    )
    return Fixed(subject.document.text, tuple(applied), skipped)


_Identity = tuple[str, Route, str]


def _identity(diagnostic: Diagnostic) -> _Identity:
    return diagnostic.name, diagnostic.route, diagnostic.message


def _wanted(found: Sequence[Diagnostic], unsafe: bool) -> Iterator[tuple[Diagnostic, Fix]]:
    for diagnostic in found:
        fix = diagnostic.finding.fix
        if fix is not None and fix.edits and (fix.safe or unsafe):
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
