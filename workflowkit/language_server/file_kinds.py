"""What a file is for, by its name and its folder."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from workflowkit.config.toml import FILE_NAMES
from workflowkit.run.project_files import RULES_FILE, TRIGGER_FILES
from workflowkit.run.scenario_files import FOLDER, SUFFIXES
from workflowkit.simulation.scenario_update import SCHEMA_LINE

_BY_NAME: Final = {
    "workflow-tags.json": "workflow-tags",
    "stamps.json": "stamps",
    "bindings.json": "bindings",
    RULES_FILE: "authoring-rules",
    **dict.fromkeys(TRIGGER_FILES, "triggers"),
    **dict.fromkeys(FILE_NAMES, "config"),
}


def kind_of(path: str, text: str) -> str:
    """Return what the file at *path* with *text* is: `workflow`, the name of another format, `bindings`, `prose` (a ref), or nothing."""
    place = PurePath(path)
    known = _BY_NAME.get(place.name)
    if known is not None:
        return known
    if place.name.endswith(SUFFIXES):
        is_scenario = FOLDER in place.parts[:-1] or text.startswith(SCHEMA_LINE)
        return "scenario" if is_scenario else ""
    if place.suffix == ".md":
        return "prose" if place.parent.name == "refs" else ""
    if place.suffix != ".json":
        return ""
    return "feature" if place.parent.name == "features" else "workflow"
