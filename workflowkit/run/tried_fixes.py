"""Which of the offered safe fixes would be applied: they are tried in memory, so that no finding is marked as fixable in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.fixes import Fixed, Skipped

SkippedFixes = Mapping[tuple[str, int, int, str, str], Skipped]
"""Sort key of a finding to its fix, which would be skipped."""


def skipped_fixes(tried: Iterable[Fixed]) -> SkippedFixes:
    """Return the fixes that were skipped when files were fixed in memory, with the result *tried*."""
    return {one.diagnostic.sort_key: one for fixed in tried for one in fixed.skipped}


def without_skipped(diagnostic: Diagnostic, skipped: SkippedFixes) -> Diagnostic:
    """Return *diagnostic* without its fix when that is *skipped*; a note gives the reason."""
    finding = diagnostic.finding
    found = skipped.get(diagnostic.sort_key)
    if found is None or finding.fix is None:
        return diagnostic
    reason = f"it would cause {found.cause}" if found.cause else found.reason
    note = f"the fix is not applied: {reason}"
    if finding.note:
        note = f"{finding.note}\n{note}"
    return replace(diagnostic, finding=replace(finding, fix=None, note=note))
