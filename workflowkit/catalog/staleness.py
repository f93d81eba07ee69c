"""Staleness: the level and the reasons in the manifest and in `wfk stale`."""

from __future__ import annotations

from typing import Literal, get_args

from workflowkit.records import dataclass

Level = Literal["none", "possible", "likely"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Lowest first."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """How likely it is that a workflow needs another review."""

    level: Level
    """How likely."""
    reasons: tuple[str, ...] = ()
    """Why, as sentences."""
    stamped_version: int | None = None
    """The rules version in the file's own stamp; null without one."""
    stamped_on: str | None = None
    """When the review was recorded in the lock file; null when it was not."""


def engine_level(stamp: int | None, current: int | None) -> Level | None:
    """Return the level that the engine computes (docs/engine/staleness-and-tags.md#staleness); None without rules to compare with.

    Any other stamp than the current version is `likely`, a newer one included.
    """
    if current is None:
        return None
    if stamp is None:
        return "possible"
    return "none" if stamp == current else "likely"


_SHOWN_CATEGORIES = frozenset({"personal", "rooted_sharing", "external"})


def is_shown_by_engine(category: str | None, *, dev_mode: bool) -> bool:
    """Return whether the engine's lists show the staleness of workflows of *category*."""
    return dev_mode or category in _SHOWN_CATEGORIES
