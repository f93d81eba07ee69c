"""Fixes that replace an unknown name by the known one that it resembles."""

from __future__ import annotations

from collections.abc import Iterable

from workflowkit.diagnostics import Edit, Fix
from workflowkit.text.routes import Route
from workflowkit.text.suggest import closest


def write_closest(name: str, route: Route, known: Iterable[str]) -> Fix | None:
    """Return an unsafe fix that writes the *known* name which *name*, at *route*, resembles; None when none does."""
    suggestion = closest(name, known)
    return (
        Fix(f"write '{suggestion}'", (Edit("set", route, suggestion),))
        if suggestion is not None
        else None
    )
