"""Findings for a range of engines: one for each fact, with the versions for which it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workflowkit.diagnostics import Diagnostic, in_order
from workflowkit.text import versions


def merged_by_engine(found: Iterable[tuple[str, list[Diagnostic]]]) -> list[Diagnostic]:
    """Merge what was found for each engine version, oldest first; a finding that does not hold for all of them says for which."""
    every: list[str] = []
    holding: dict[tuple[object, ...], list[str]] = {}
    first: dict[tuple[object, ...], Diagnostic] = {}
    for version, diagnostics in found:
        every.append(version)
        for diagnostic in in_order(diagnostics):
            identity = _identity(diagnostic, version)
            first.setdefault(identity, diagnostic)
            holding.setdefault(identity, []).append(version)
    return [
        _about(diagnostic, versions.spans(holding[identity], every))
        for identity, diagnostic in first.items()
    ]


def _identity(diagnostic: Diagnostic, version: str) -> tuple[object, ...]:
    """Return what is equal for findings of two versions that state the same fact: a message may name its version."""
    message = diagnostic.message.replace(version, "")
    place = (diagnostic.path, diagnostic.span, diagnostic.route)
    return (*place, diagnostic.code, diagnostic.severity, message)


def _about(diagnostic: Diagnostic, engines: str) -> Diagnostic:
    if not engines:
        return diagnostic
    message = f"{diagnostic.message} ({engines})"
    return replace(diagnostic, finding=replace(diagnostic.finding, message=message))
