"""What a project has and what it needs to run wfk. Outer layer: it looks for files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from workflowkit.compiler.routines import is_routine
from workflowkit.config.settings import Config
from workflowkit.format.likeness import is_like_workflow
from workflowkit.records import dataclass
from workflowkit.run import discovery, git, spec_folder
from workflowkit.run.found_files import FoundFile
from workflowkit.run.project_files import RULES_FILE, TRIGGER_FILES
from workflowkit.scaffold import project as scaffold
from workflowkit.text import files as disk
from workflowkit.text.document import Document
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.version import VERSION


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a folder."""

    workflows: tuple[str, ...]
    """The folders of workflows, the outermost ones, relative to the folder."""
    routines: tuple[str, ...]
    """Folders of routines that are not found by themselves: those that are not called routines, or not beside a folder called workflows."""
    spec: str
    """The folder of the spec pack; empty for none."""
    triggers: tuple[str, ...]
    n_workflows: int


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that is needed."""

    path: str
    purpose: str
    text: str
    obstacle: str = ""
    """Why it is not written; empty when it is."""


def look_around(folder: Path) -> Found:
    """Return what is below *folder*."""
    search = discovery.search([str(folder)])
    documents = [document for _, document in search.documents(search.found)]
    own = [document for document in documents if is_like_workflow(document.value)]
    places = [_top(document, folder) for document in own]
    routines = {
        place for place, document in zip(places, own, strict=True) if _is_routine(document, place)
    }
    beside = {
        f"{place.rpartition('workflows')[0]}routines"
        for place in places
        if place.endswith("workflows")
    }
    others = [_inside(entry.path, folder) for entry in _search(folder, _is_other)]
    return Found(
        workflows=tuple(sorted(set(places))),
        routines=tuple(sorted(routines - beside)),
        spec=_spec(others),
        triggers=tuple(sorted(str(path) for path in others if path.name in TRIGGER_FILES)),
        n_workflows=len(own),
    )


def _top(document: Document, folder: Path) -> str:
    """Return the folder of *document*: the outermost one called workflows or routines, else its own."""
    parts = _inside(document.path, folder).parts[:-1]
    named = [index for index, part in enumerate(parts) if part in ("workflows", "routines")]
    kept = parts[: named[0] + 1] if named else parts
    return "/".join(kept) or "."


def _is_routine(document: Document, place: str) -> bool:
    """Return true for a routine by its folder, or by its id."""
    is_named = (
        as_text(as_fields(document.value).get("id")).rpartition(".")[2].startswith("routine-")
    )
    return is_routine(document.value) and (is_named or place.rpartition("/")[2] == "routines")


def _search(folder: Path, is_wanted: Callable[[str], bool]) -> Iterable[FoundFile]:
    return discovery.search([str(folder)], None, is_wanted).found


def _is_other(name: str) -> bool:
    return name in TRIGGER_FILES or name.endswith((".json", ".md"))


def _inside(path: str | Path, folder: Path) -> PurePosixPath:
    """Return *path* relative to *folder*."""
    return PurePosixPath(Path(os.path.relpath(path, folder)).as_posix())


_PACK_FILES: Final = frozenset({RULES_FILE, "workflow-tags.json"})
_PACK_FOLDERS: Final = {"refs": ".md", "features": ".json", "contracts": ".json"}
"""Folders of a spec pack, each with the end of the names of its files."""


def _spec(paths: Iterable[PurePosixPath]) -> str:
    """Return the folder that holds a spec pack, by the *paths* of files: one called spec with any part of a pack, else one with two; the outermost one."""
    parts: dict[PurePosixPath, set[str]] = {}
    for path in paths:
        if path.name in _PACK_FILES:
            parts.setdefault(path.parent, set()).add(path.name)
        elif _PACK_FOLDERS.get(path.parent.name) == path.suffix:
            parts.setdefault(path.parent.parent, set()).add(path.parent.name)
    found = [place for place, its in parts.items() if place.name == "spec" or len(its) > 1]
    found.sort(key=lambda place: (place.name != "spec", len(place.parts), place))
    return str(found[0]) if found else ""


def plan(folder: Path, found: Found, engine: str, *, agents: bool) -> list[PlannedFile]:
    """Return the files that a project in *folder* needs; those that exist have an obstacle."""
    paths = list(found.workflows) or ["workflows"]
    beside = [path for path in found.triggers if not any(_is_in(path, place) for place in paths)]
    files = [
        _configuration(folder, replace(found, workflows=(*paths, *beside)), engine),
        PlannedFile(scaffold.HOOKS_PATH, "hook of pre-commit", scaffold.hooks(VERSION)),
        _job(folder),
        PlannedFile(
            scaffold.EDITOR_PATH,
            "settings of VS Code",
            scaffold.editor_settings(paths, found.triggers),
        ),
        *_schemas(folder, engine),
    ]
    if (folder / scaffold.JETBRAINS_PATH).parent.is_dir():
        text = scaffold.jetbrains_settings(paths)
        files.append(PlannedFile(scaffold.JETBRAINS_PATH, "settings of JetBrains editors", text))
    if agents:
        files.append(PlannedFile(scaffold.AGENTS_PATH, "guide for agents", scaffold.AGENTS))
    return [_checked(folder, file) for file in files]


def _is_in(path: str, place: str) -> bool:
    return place == "." or path.startswith(f"{place}/")


def _schemas(folder: Path, engine: str) -> Iterator[PlannedFile]:
    """Yield the schemas for editors, of *engine* or the configured one."""
    # Slow to import, and `--help` needs none of it.
    from workflowkit.run.published_schemas import schema_for_editors

    config = discovery.find_config(folder)
    spec = spec_folder.load_chosen_spec(None, engine or None, config)
    for name in ("workflow", "scenario", "triggers", "config"):
        text = json.dumps(schema_for_editors(name, spec), indent=2, ensure_ascii=False) + "\n"
        yield PlannedFile(scaffold.schema_path(name), "schema for editors", text)


def _job(folder: Path) -> PlannedFile:
    is_gitlab = (folder / scaffold.GITLAB_PATH).exists() or "gitlab" in _remote(folder)
    if is_gitlab:
        return PlannedFile(scaffold.GITLAB_PATH, "job of GitLab CI", scaffold.gitlab_job(VERSION))
    return PlannedFile(scaffold.GITHUB_PATH, "job of GitHub Actions", scaffold.github_job(VERSION))


def _remote(folder: Path) -> str:
    if not (folder / ".git").exists():
        return ""
    return git.run(folder, ["config", "--get", "remote.origin.url"]).text


def _configuration(folder: Path, found: Found, engine: str) -> PlannedFile:
    """Return the configuration for what was *found*; of one that exists, the lines that it lacks."""
    config = discovery.find_config(folder)
    if not config.path:
        text = scaffold.configuration(found.workflows, found.routines, found.spec, engine)
        return PlannedFile("wfk.toml", "configuration", text)
    obstacle = f"{config.path} configures this folder"
    missing = "" if config.folder not in ("", str(folder)) else _missing(config, found)
    return PlannedFile(
        "wfk.toml", "configuration", missing, f"{obstacle}; set in it" if missing else obstacle
    )


def _missing(config: Config, found: Found) -> str:
    """Return the lines for what *config* does not know of what was *found*."""
    unknown = [
        path
        for path in found.workflows
        if not any(path == place or _is_in(path, place) for place in config.paths)
    ]
    paths = [*config.paths, *unknown] if config.paths and unknown else []
    routines = [path for path in found.routines if path not in config.routines]
    spec = "" if config.spec else found.spec
    return scaffold.settings(paths, [*config.routines, *routines] if routines else [], spec)


def _checked(folder: Path, file: PlannedFile) -> PlannedFile:
    if file.obstacle:
        return file
    if not os.path.lexists(folder / file.path):
        inside = disk.is_below(os.path.realpath(folder / file.path), os.path.realpath(folder))
        obstacle = "" if inside else "its folder is a link out of this one; add the file yourself"
        return PlannedFile(file.path, file.purpose, file.text, obstacle)
    try:
        is_same = (folder / file.path).read_text("utf-8") == file.text
    except (OSError, ValueError):
        is_same = False
    obstacle = "it is there already" if is_same else "it exists; add the lines yourself"
    return PlannedFile(file.path, file.purpose, file.text, obstacle)
