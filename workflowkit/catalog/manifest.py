"""The manifest: one JSON file about all compiled workflows. No timestamps and no absolute paths, so that it changes only when content does."""

from __future__ import annotations

from collections.abc import Iterable
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


def manifest(
    rows: Iterable[ManifestRow],
    versions: Versions,
    known: Usage,
    duplicates: Iterable[Duplicate] = (),
) -> Manifest:
    """Return the manifest; *known* names everything that can be used, used or not."""
    ordered = sorted(rows, key=lambda row: (row.id, row.source))
    return Manifest(
        versions=versions,
        workflows=tuple(ordered),
        used_by=Usage(
            routines=_users(ordered, "routines", known.routines),
            refs=_users(ordered, "refs", known.refs),
            features=_users(ordered, "features", known.features),
            contracts=_users(ordered, "contracts", known.contracts),
        ),
        duplicates=tuple(duplicates),
    )


def _users(rows: list[ManifestRow], what: str, known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    users: dict[str, set[str]] = {name: set() for name in known}
    for row in rows:
        for name in getattr(row, what):
            users.setdefault(name, set()).add(row.id)
    return {name: tuple(sorted(ids)) for name, ids in sorted(users.items())}
