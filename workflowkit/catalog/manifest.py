"""The manifest: one JSON file about all compiled workflows. No timestamps and no absolute paths, so that it changes only when content does."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from workflowkit.catalog.manifest_row import ManifestRow
from workflowkit.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The versions that a manifest was made with."""

    tool: str
    """Version of workflowkit."""
    spec: str
    """Version of the authoring rules and a digest of the spec pack."""
    engine: str
    """Engine version whose behavior was followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One id that several files claim."""

    id: str
    """The id."""
    winner: str
    """The file that was compiled."""
    shadowed: tuple[str, ...]
    """The files that were not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Name to the ids of the workflows that use it, sorted."""

    routines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By routine id."""
    refs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By ref id."""
    features: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By feature id."""
    contracts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By contract id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The description of all compiled workflows. No timestamps, no absolute paths."""

    format_version: Literal[1] = 1
    """Version of this format."""
    versions: Versions
    """The versions that it was made with."""
    workflows: tuple[ManifestRow, ...]
    """Sorted by id, then by source."""
    used_by: Usage
    """The users of each name; unused names have an empty list."""
    duplicates: tuple[Duplicate, ...]
    """Ids that several files claim."""
