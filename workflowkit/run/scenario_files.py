"""Scenario files on the disk, and the workflows that they are for: `scenarios/<workflow file name>/<any>.yaml`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from workflowkit.errors import UsageError
from workflowkit.records import dataclass
from workflowkit.run import discovery, loading
from workflowkit.simulation.scenario_update import SCHEMA_LINE

FOLDER = "scenarios"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """One scenario file."""

    path: str
    text: str
    workflow: str | None
    """Path of the workflow that its folder is named for; None when there is none."""


def find_scenarios(paths: Sequence[str]) -> list[str]:
    """Return the scenario files at *paths*, sorted: files, folders, or workflows whose scenarios are meant; without paths, those of the project.

    Raises UsageError for a path that does not exist or has no scenarios.
    """
    if not paths:
        config = discovery.find_config()
        root = config.folder or "."
        return sorted(set(_below(Path(root))))
    found: list[str] = []
    for name in paths:
        path = Path(name)
        if not os.path.lexists(path):
            raise loading.no_such_path(name)
        if path.is_dir():
            own = list(_below(path)) or list(_marked(path))
        elif path.suffix in SUFFIXES:
            own = [path.as_posix()]
        else:
            own = list(scenarios_of(path))
        if not own:
            help = f"write some with `wfk scenarios propose {name}`" if not path.is_dir() else ""
            raise UsageError(f"{name}: no scenarios", help=help)
        found += own
    return list(dict.fromkeys(found))


def _below(folder: Path) -> Iterator[str]:
    """Yield the scenario files in and below *folder*."""
    in_scenarios = FOLDER in folder.absolute().parts
    for path in _searched(folder, _is_yaml):
        if in_scenarios or FOLDER in path.relative_to(folder).parent.parts:
            yield path.as_posix()


def _marked(folder: Path) -> Iterator[str]:
    """Yield the files below *folder* that begin with the line of scenario files, wherever they are."""
    for path in _searched(folder, _is_yaml):
        if loading.read_text(path.as_posix()).text.startswith(SCHEMA_LINE):
            yield path.as_posix()


def _searched(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    """Yield the files below *folder* with a wanted name that neither the configuration nor `.gitignore` excludes."""
    found = discovery.search([folder.as_posix()], is_wanted=is_wanted)
    yield from (entry.path for entry in found.found)


def _is_yaml(name: str) -> bool:
    return name.endswith(SUFFIXES) and not name.startswith(".")


def scenarios_of(workflow: Path) -> Iterator[str]:
    """Yield the scenario files of the workflow at *workflow*."""
    for folder in scenario_folders(workflow):
        if folder.is_dir():
            yield from _below(folder)
            return


def scenario_folders(workflow: Path) -> Iterator[Path]:
    """Yield the folders that may have the scenarios of *workflow*: beside it or above it, the nearest first."""
    name = workflow.name.removesuffix(".json")
    for above in (workflow.parent, *workflow.absolute().parent.parents[:3]):
        base = Path(loading.relative(above))
        yield base / FOLDER / name


def target_folder(workflow: Path) -> Path:
    """Return the folder for new scenarios of *workflow*: the existing one, else beside `workflows/`, else beside the file."""
    existing = next((folder for folder in scenario_folders(workflow) if folder.is_dir()), None)
    if existing is not None:
        return existing
    name = workflow.name.removesuffix(".json")
    base = workflow.parent
    for above in (workflow.absolute().parent, *workflow.absolute().parent.parents[:3]):
        if above.name == "workflows":
            base = Path(loading.relative(above.parent))
            break
    return base / FOLDER / name


def read_scenario_file(path: str) -> ScenarioFile:
    """Read the scenario file at *path*. Raises UnreadableFile."""
    return ScenarioFile(path, loading.read_text(path).text, workflow_of(path))


def workflow_of(path: str) -> str | None:
    """Return the path of the workflow that the folder of the scenario at *path* is named for; None when there is none."""
    folder = Path(path).absolute().parent
    parts = folder.parts
    if FOLDER not in parts:
        return None
    index = len(parts) - 1 - parts[::-1].index(FOLDER)
    if index + 1 >= len(parts):
        return None
    name = "/".join(parts[index + 1 :]).removesuffix(".json") + ".json"
    base = Path(*parts[:index])
    config = discovery.find_config(base)
    places = [base, base / "workflows", *(Path(each) for each in config.paths)]
    for place in places:
        if (place / name).is_file():
            return loading.relative(place / name)
    return next(_deeper(places, Path(name).name), None)


def _deeper(places: Iterable[Path], name: str) -> Iterator[str]:
    """Yield the files called *name* below *places*."""
    for place in places:
        if place.is_dir():
            yield from map(loading.relative, _searched(place, name.__eq__))
