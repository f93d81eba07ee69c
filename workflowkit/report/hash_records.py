"""What `wfk hash` prints for programs."""

from __future__ import annotations

from typing import Literal

from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HashError:
    """One thing that the engine rejects."""

    rule: str
    """Name of the rule that explains it."""
    route: str
    """Where it is, such as `steps[2].prompt`; empty for the whole file."""
    message: str
    """The fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFile:
    """One workflow file with its outcome."""

    path: str
    """The file."""
    id: str | None
    """Workflow id; null when the file has none."""
    ok: bool
    """True when the engine accepts it."""
    outcome: str
    """The outcome in the engine."""
    hash: str | None
    """Hash of the pinned snapshot; null when there is none."""
    errors: tuple[HashError, ...]
    """Everything that the engine rejects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashes:
    """The outcomes of single files."""

    format_version: Literal[1] = 1
    """Version of this format."""
    files: tuple[HashedFile, ...]
    """In the order in which they were named, those of a folder sorted."""
