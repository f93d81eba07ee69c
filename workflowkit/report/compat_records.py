"""What `wfk compat` prints for programs: files by versions of the engine."""

from __future__ import annotations

from typing import Literal

from workflowkit.records import dataclass

Verdict = Literal["accepted", "differs", "refused"]
"""What a version makes of a file: it accepts it, accepts it and behaves otherwise, or refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatCell:
    """What one version makes of one file."""

    engine: str
    """The version."""
    verdict: Verdict
    """What it makes of the file; a file differs when a version behaves otherwise than the one that it is compared with."""
    hash: str | None
    """The hash in this version; null for a refused file, and when it depends on a text that is not known."""
    hash_changed: bool
    """True when it is not the hash of the version that the file is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatRefusal:
    """One place for which some versions refuse the file."""

    rule: str
    """Name of the rule that explains it."""
    construct: str | None
    """What those versions do not know, such as `standardStep.audit`; null when it is something else."""
    route: str
    """The place, such as `steps[2].audit`; empty for the whole file."""
    line: int
    """Line of the place, counted from 1."""
    column: int
    """Column of the place, counted from 1."""
    message: str
    """The fact."""
    help: str
    """What to change; may be empty."""
    engines: tuple[str, ...]
    """The versions, oldest first."""
    words: str
    """The same in words, such as `engines before 3.118.0`; empty for all versions of the range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatDifference:
    """One place at which some versions behave otherwise."""

    trait: str
    """What differs, such as `loop-decision`."""
    route: str
    """The place."""
    line: int
    """Line of the place, counted from 1."""
    column: int
    """Column of the place, counted from 1."""
    behavior: str
    """What these versions do."""
    compared: str
    """What the version does that the file is compared with; may be empty."""
    engines: tuple[str, ...]
    """The versions, oldest first."""
    words: str
    """The same in words, such as `engines since 3.71.1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatStep:
    """What must change so that older versions run the file."""

    oldest: str
    """The oldest version that runs the file after these changes."""
    changes: tuple[int, ...]
    """Indexes of the refusals to remove."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatFile:
    """One workflow file by version."""

    path: str
    """The file."""
    id: str | None
    """Workflow id; null when the file has none."""
    oldest: str | None
    """The oldest version of the range that runs the file; null when none does."""
    compared_with: str | None
    """The version that behavior and hashes are compared with; null when no version runs the file."""
    cells: tuple[CompatCell, ...]
    """One for each version of the range, oldest first."""
    refusals: tuple[CompatRefusal, ...]
    """Why versions refuse it."""
    differences: tuple[CompatDifference, ...]
    """How versions that accept it behave otherwise."""
    older: tuple[CompatStep, ...]
    """What would have to change for older versions, the nearest first; each includes the changes before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """Files by versions of the engine."""

    format_version: Literal[1] = 1
    """Version of this format."""
    engines: tuple[str, ...]
    """The versions of the range that changed something, and its lower end; oldest first."""
    compared_with: str
    """The chosen engine. A file that it refuses is compared with the oldest version that runs it."""
    files: tuple[CompatFile, ...]
    """In the order of their paths."""
