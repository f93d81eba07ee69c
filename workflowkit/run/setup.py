"""What a project has and what it needs to run wfk. Outer layer: it looks for files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from workflowkit.compiler.routines import is_routine
from workflowkit.format.likeness import is_like_workflow
from workflowkit.records import dataclass
from workflowkit.run import discovery, git, spec_folder
from workflowkit.run.project_files import TRIGGER_FILES
from workflowkit.scaffold import project as scaffold
from workflowkit.text import files as disk
from workflowkit.text.document import Document
from workflowkit.version import VERSION


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a folder."""

    workflows: tuple[str, ...]
    """The folders of workflows, the outermost ones, relative to the folder."""
    routines: tuple[str, ...]
    """Folders of routines that are not found by themselves: those that are not beside a folder called workflows."""
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
    documents = [document for _, document in search.documents(search.found.values())]
    own = [document for document in documents if is_like_workflow(document.value)]
    places = [_top(document, folder) for document in own]
    routines = {
        place
        for place, document in zip(places, own, strict=True)
        if place.rpartition("/")[2] == "routines" and is_routine(document.value)
    }
    beside = {
        f"{place.rpartition('workflows')[0]}routines"
        for place in places
        if place.endswith("workflows")
    }
    return Found(
        workflows=tuple(sorted(set(places))),
        routines=tuple(sorted(routines - beside)),
        spec=_spec(folder),
        triggers=tuple(sorted(_triggers(folder))),
        n_workflows=len(own),
    )


def _top(document: Document, folder: Path) -> str:
    """Return the folder of *document*: the outermost one called workflows or routines, else its own."""
    parts = Path(os.path.relpath(document.path, folder)).parts[:-1]
    named = [index for index, part in enumerate(parts) if part in ("workflows", "routines")]
    kept = parts[: named[0] + 1] if named else parts
    return "/".join(kept) or "."


def _spec(folder: Path) -> str:
    there = any(
        (folder / "spec" / name).exists()
        for name in ("refs", "features", "contracts", "workflow-tags.json", "authoring-rules.json")
    )
    return "spec" if there else ""


def _triggers(folder: Path) -> Iterator[str]:
    for name in TRIGGER_FILES:
        if (folder / name).is_file():
            yield name


def plan(folder: Path, found: Found, engine: str, *, agents: bool) -> list[PlannedFile]:
    """Return the files that a project in *folder* needs; those that exist have an obstacle."""
    paths = list(found.workflows) or ["workflows"]
    files = [
        PlannedFile(
            "wfk.toml",
            "configuration",
            scaffold.configuration(paths, found.routines, found.spec, engine),
            _configured(folder),
        ),
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


def _configured(folder: Path) -> str:
    config = discovery.find_config(folder)
    return f"{config.path} configures this folder" if config.path else ""


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
