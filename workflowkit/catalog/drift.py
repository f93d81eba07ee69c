"""Drift: the difference between the bindings of a running workflow and the current ones (docs/engine/staleness-and-tags.md#binding-drift)."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.records import dataclass
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json


@dataclass(frozen=True, slots=True)
class Drift:
    """One slot whose override is not the pinned one."""

    slot: str
    """Its name."""
    pinned: str
    """The value that the workflow was compiled with."""
    current: str
    """The current entry of the bindings file; `default` when it has none for the slot."""


@dataclass(frozen=True, slots=True)
class PinnedDrift:
    """A compiled workflow whose overrides have changed."""

    path: str
    """The compiled file."""
    id: str
    """Workflow id."""
    drifts: tuple[Drift, ...]
    """Never empty."""


def engine_drift(snapshot: Mapping[str, Json], overrides: Mapping[str, str]) -> list[Drift]:
    """Return what the engine reports when a session resumes, false alarms included: without pinned overrides it compares every substituted slot."""
    pinned = snapshot.get("pinnedOverrides", snapshot.get("resolvedBindings"))
    return _compare(as_fields(pinned), overrides)


def drift(snapshot: Mapping[str, Json], overrides: Mapping[str, str]) -> list[Drift]:
    """Return what has really changed: only slots that were started with an override are compared."""
    return _compare(as_fields(snapshot.get("pinnedOverrides")), overrides)


def _compare(pinned: Mapping[str, str], overrides: Mapping[str, str]) -> list[Drift]:
    return [
        Drift(slot, value, overrides.get(slot, "default"))
        for slot, value in pinned.items()
        if overrides.get(slot) != value
    ]
