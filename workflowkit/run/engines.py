"""The choice of the engine: the versions that an option or a setting means. Outer layer; it reads the package around a project."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from workflowkit.config.settings import Config
from workflowkit.errors import UnreadableFile, UsageError
from workflowkit.records import dataclass
from workflowkit.run.npm_package import FILE_NAME
from workflowkit.spec.load import DEFAULT_ENGINE
from workflowkit.text import disk, document, files, versions
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json

PROJECT = "project"
"""What stands for the version that the project itself uses."""


@dataclass(frozen=True, slots=True)
class ChosenEngine:
    """The versions of the engine that a run is about."""

    versions: tuple[str, ...]
    """One, or for a range one for each profile in it; oldest first."""
    notes: tuple[str, ...] = ()
    """What the user may not expect."""


def chosen_engine(asked: str | None, config: Config, known: Collection[str]) -> ChosenEngine:
    """Return what *asked* means: a version, `latest`, `project` or a range; without it, what *config* says, then the default.

    *known* are the versions with a profile. Raises UsageError for what is none of these.
    """
    if config.engine is not None and config.engines is not None:
        raise UsageError(
            f"{config.path}: 'engine' and 'engines' exclude each other", help="delete one of them"
        )
    configured = config.engine or config.engines
    asked, note = asked or configured or DEFAULT_ENGINE, ""
    if asked == PROJECT:
        asked, source = _of_project(config, configured)
        note = f"engine '{PROJECT}' is {asked}, {source}"
    found = _meant(asked, known)
    notes = filter(None, (note, *found.notes))
    return ChosenEngine(found.versions, tuple(notes))


def _meant(asked: str, known: Collection[str]) -> ChosenEngine:
    if versions.is_range(asked):
        within = versions.in_range(versions.parse_range(asked), known)
        if not within:
            raise UsageError(
                f"no engine version is in '{asked}'",
                help=f"the known ones are {versions.in_order(known)[0]} to {versions.in_order(known)[-1]}",
            )
        note = f"engines {asked}: {len(within)} versions differ, from {within[0]} to {within[-1]}"
        if len(within) == 1:
            note = f"engines {asked}: one version, {within[0]}"
        beyond = [*_notes(within[0], known)] if versions.is_beyond(within[0], known) else []
        return ChosenEngine(tuple(within), (note, *beyond))
    return ChosenEngine((asked,), tuple(_notes(asked, known)))


def _notes(asked: str, known: Collection[str]) -> Iterator[str]:
    version = versions.nearest(asked, known)
    if versions.is_beyond(asked, known):
        yield f"engine '{asked}' is newer than all that are known and is taken as {version}; what that does not know is a warning"
    elif asked != version:
        yield f"engine '{asked}' is taken as {version}"


def _of_project(config: Config, configured: str | None) -> tuple[str, str]:
    """Return the version that the project uses, and where it says so: its npm package, its configuration, or nothing."""
    found = _of_package(os.path.abspath(config.folder or "."))
    if found is not None:
        return found
    if configured is not None and configured != PROJECT:
        return configured, f"from {config.path}"
    return DEFAULT_ENGINE, "the default, because no package.json and no configuration names one"


def _of_package(folder: str) -> tuple[str, str] | None:
    """Return the version of the engine that the nearest package at or above *folder* depends on, and the file that says so."""
    for place in (Path(folder), *Path(folder).parents):
        declared = _read(place / FILE_NAME)
        name, wanted = next(_dependencies(declared), ("", ""))
        if not name:
            continue
        installed = _read(place / "node_modules" / name / FILE_NAME)
        locked = _read(place / "package-lock.json")
        packages = as_fields(locked.get("packages"))
        for version, source in (
            (installed.get("version"), f"node_modules/{name}"),
            (as_fields(packages.get(f"node_modules/{name}")).get("version"), "package-lock.json"),
            (_LOWEST.search(wanted), FILE_NAME),
        ):
            text = version[0] if isinstance(version, re.Match) else as_text(version)
            if versions.is_version(text):
                return text, f"from {source}"
    return None


_ENGINE_PACKAGE = re.compile(r"(?:@[^/]+/)?workrail")
"""Name of the npm package of the engine, with any scope."""
_LOWEST = re.compile(r"[0-9]+(?:\.[0-9]+){0,2}")
"""The lowest version that a range of npm such as `^3.70.1` allows."""


def _dependencies(package: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield the names of the dependencies of *package* that are the engine, with their ranges."""
    for kind in ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies"):
        for name, wanted in as_fields(package.get(kind)).items():
            if _ENGINE_PACKAGE.fullmatch(name):
                yield name, as_text(wanted)


def _read(path: Path) -> dict[str, Json]:
    """Return the object in the JSON file at *path*; empty when there is none."""
    if not disk.is_file(path):
        return {}
    try:
        return as_fields(document.parse(files.read(path), path.name).value)
    except UnreadableFile:
        return {}
