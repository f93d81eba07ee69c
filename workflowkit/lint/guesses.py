"""Fixes that write the known name for a name that is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workflowkit.diagnostics import Edit, Finding, Fix
from workflowkit.model.suggest import closest
from workflowkit.source.routes import Json, value_at
from workflowkit.source.values import as_text


def with_guess(finding: Finding, value: Json, known: Iterable[str]) -> Finding:
    """*finding* with an unsafe fix that writes the *known* name which the one at its route in *value* resembles, if any does."""
    try:
        name = as_text(value_at(value, finding.route))
    except (LookupError, TypeError):
        return finding
    guess = closest(name, known)
    if guess is None:
        return finding
    fix = Fix(f"write '{guess}'", (Edit("set", finding.route, guess),))
    return replace(finding, fix=fix)
