"""What version a change demands, by semantic versioning."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cached_property
from typing import Final

from workflowkit.changes.change import WorkflowChange
from workflowkit.records import dataclass

_NUMBERS: Final = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)")


class Bump(IntEnum):
    """By how much a version has to be raised, the least first."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True)
class VersionBump:
    """A change, and by how much its findings demand that the version is raised."""

    change: WorkflowChange
    needed: Bump

    @cached_property
    def demanded(self) -> str:
        """The lowest version that is enough; empty when nothing is demanded, or the old version is no semantic version."""
        old = _numbers(self.change.before.number)
        if old is None or self.needed is Bump.NONE:
            return ""
        major, minor, patch = old
        # Before 1.0.0 a minor version may break, and a patch may add.
        bump = Bump(max(self.needed - 1, Bump.PATCH)) if major == 0 else self.needed
        if bump is Bump.MAJOR:
            return f"{major + 1}.0.0"
        return f"{major}.{minor + 1}.0" if bump is Bump.MINOR else f"{major}.{minor}.{patch + 1}"

    @property
    def is_enough(self) -> bool:
        """True when the new version is at least the demanded one, or either is no semantic version."""
        new, demanded = _numbers(self.change.after.number), _numbers(self.demanded)
        return new is None or demanded is None or new >= demanded


def _numbers(version: str) -> tuple[int, int, int] | None:
    match = _NUMBERS.match(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None
