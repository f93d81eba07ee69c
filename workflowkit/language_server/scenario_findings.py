"""Why a scenario file cannot be run: what `wfk test` reports before it runs one."""

from __future__ import annotations

from pathlib import PurePath

from workflowkit.errors import WorkflowkitError
from workflowkit.run.loading import Options
from workflowkit.run.project_files import TRIGGER_FILES
from workflowkit.run.scenario_files import FOLDER, SUFFIXES
from workflowkit.run.scenario_tests import TestSuite
from workflowkit.simulation.scenario_reader import ScenarioError, check_names, read_scenario
from workflowkit.simulation.scenario_update import SCHEMA_LINE


def is_scenario(path: str, text: str) -> bool:
    """Return whether the file at *path* is a scenario: in a folder of scenarios, or marked as one."""
    name = PurePath(path).name
    if not name.endswith(SUFFIXES) or name in TRIGGER_FILES:
        return False
    return FOLDER in PurePath(path).parts[:-1] or text.startswith(SCHEMA_LINE)


def scenario_errors(path: str, text: str) -> tuple[ScenarioError, ...]:
    """Return the errors of the scenario *text* at *path*: of its shape, or of the names of its workflow."""
    read = read_scenario(text)
    if read.errors:
        return read.errors
    try:
        pinned = TestSuite([path], Options()).prepare(path).pinned
    except WorkflowkitError:
        return ()
    return check_names(read, pinned) if pinned is not None else ()
