"""Staleness: the level and the reasons, as the manifest and `wfk stale` tell them."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("none", "possible", "likely")
"""Mildest first."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """How likely it is that a workflow needs another review."""

    level: str
    """One of LEVELS."""
    reasons: tuple[str, ...] = ()
    stamped_version: int | None = None
    """The rules version in the file's own stamp."""
    stamped_on: str | None = None
    """When the lock file was stamped; None when it knows nothing of the workflow."""
