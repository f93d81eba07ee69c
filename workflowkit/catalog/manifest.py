"""The manifest: one JSON file about all compiled workflows. No timestamps and no absolute paths, so that it changes only when content does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from workflowkit.catalog.rows import Row
from workflowkit.source.routes import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What the manifest was made with."""

    tool: str
    spec: str
    """Version of the spec pack: its rules version and a digest of its files."""
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One id that several files claim."""

    id: str
    winner: str
    """Path of the file that is compiled under this id."""
    shadowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Who uses what: name to the ids of the workflows that use it, sorted."""

    routines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    refs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    features: dict[str, tuple[str, ...]] = field(default_factory=dict)
    contracts: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that one compilation made."""

    format_version: int
    versions: Versions
    workflows: tuple[Row, ...]
    """By id, then by source path."""
    used_by: Usage
    duplicates: tuple[Duplicate, ...]


FORMAT_VERSION = 1


def manifest(
    rows: Iterable[Row], versions: Versions, known: Usage, duplicates: Iterable[Duplicate] = ()
) -> Manifest:
    """Assemble the manifest; *known* names what there is to use, used or not."""
    ordered = sorted(rows, key=lambda item: (item.id, item.source))
    return Manifest(
        format_version=FORMAT_VERSION,
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


def _users(rows: list[Row], what: str, known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    users: dict[str, set[str]] = {name: set() for name in known}
    for item in rows:
        for name in getattr(item, what):
            users.setdefault(name, set()).add(item.id)
    return {name: tuple(sorted(ids)) for name, ids in sorted(users.items())}


def manifest_json(value: Manifest) -> Json:
    """The manifest as JSON; keys in camelCase as in every file of the format."""
    return camel_case(asdict(value))


_VERBATIM = frozenset({"bindings", "overrides", "routines", "refs", "features", "contracts"})
"""Fields whose keys are names of things, not of fields."""


def camel_case(value: Json) -> Json:
    """Rename the fields of records from snake_case; tuples become lists."""
    if isinstance(value, dict):
        return {
            _camel(key): (
                {name: camel_case(item) for name, item in entry.items()}
                if key in _VERBATIM and isinstance(entry, dict)
                else camel_case(entry)
            )
            for key, entry in value.items()
        }
    if isinstance(value, list | tuple):
        return [camel_case(item) for item in value]
    return value


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)
