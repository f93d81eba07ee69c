"""Acceptance: what a project says it accepts, held against what was found."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from workflowkit.lint.baseline import BaselineEntry
from workflowkit.project.settings import Suppression


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The suppressions and the baseline of a project after one run."""

    suppressions: tuple[Suppression, ...]
    """All of the configuration, in order."""
    used: frozenset[int]
    """Indexes of those that held something back."""
    relevant: frozenset[int]
    """Indexes of those that mean a file of this run."""
    today: datetime.date
    known_rules: frozenset[str]
    """Every code and every name of a rule."""
    stale_entries: tuple[tuple[int, BaselineEntry], ...] = ()
    """Entries of the baseline file that nothing answers to, with their index in it."""

    def live(self) -> Iterator[tuple[int, Suppression]]:
        """Suppressions that have not expired, with their index."""
        for index, item in enumerate(self.suppressions):
            if item.expires is None or self.today <= item.expires:
                yield index, item
