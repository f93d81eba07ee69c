"""Why scenario files cannot be run: what `wfk test` reports before it runs one, of open files and of all others."""

from __future__ import annotations

from collections.abc import Iterable

from workflowkit.errors import WorkflowkitError
from workflowkit.language_server.file_kinds import kind_of
from workflowkit.language_server.named_places import owner_of, scenarios_beside
from workflowkit.language_server.open_files import OpenFiles
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.run import loading
from workflowkit.run.loading import Options
from workflowkit.run.scenario_tests import TestSuite
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.scenario_reader import (
    ScenarioError,
    ScenarioText,
    check_names,
    read_scenario,
)
from workflowkit.text import disk

Errors = tuple[ScenarioError, ...]


class ScenarioFindings:
    """The errors of the scenario files of the open folders; a file is read again when it or its workflow changes."""

    def __init__(self, files: OpenFiles) -> None:
        self._files = files
        self._owners: dict[str, str] = {}
        """Real path of each scenario file to that of its workflow, empty when it was not read yet."""
        self._is_searched = False
        self._pending: dict[str, None] = {}
        self._texts: dict[str, str] = {}
        """The texts of open scenarios that were checked."""
        self.errors: dict[str, Errors] = {}
        """Real path of a file to its errors; files without errors are left out."""

    def search(self) -> None:
        """Search the files again when they are needed: some were added or removed."""
        self._is_searched = False

    def note_changed(self, paths: Iterable[str]) -> None:
        """Check the scenarios at *paths* again, and those of the workflows at *paths*."""
        changed = set(paths)
        for path, owner in self._owners.items():
            if path in changed or owner in changed:
                self._texts.pop(path, None)
                self._pending[path] = None
        for path in changed - set(self._owners):
            self._texts.pop(path, None)
            self.errors.pop(path, None)

    def check_next(self) -> bool:
        """Check one more file; return false when all are checked."""
        if not self._is_searched:
            self._search()
        path = next(iter(self._pending), None)
        if path is None:
            return False
        del self._pending[path]
        self._check(path, self._files.read(path))
        return True

    def errors_in(self, path: str) -> Errors:
        """Return the errors of the file at *path*, which is checked first when it is open and was changed."""
        text = self._files.texts.get(path)
        if text is not None and kind_of(path, text) == "scenario" and self._texts.get(path) != text:
            self._texts[path] = text
            self._check(path, text)
        return self.errors.get(path, ())

    def _check(self, path: str, text: str) -> None:
        self._pending.pop(path, None)
        owner = owner_of(self._files, path, text)
        if path in self._owners:
            self._owners[path] = owner
        found = scenario_errors(self._files, path, text, owner)
        if found:
            self.errors[path] = found
        else:
            self.errors.pop(path, None)

    def _search(self) -> None:
        found: list[str] = []
        for root in self._files.workspace.roots:
            if root.is_searched:
                with self._files.workspace.inside(root):
                    found += map(disk.real_path, scenarios_beside())
        known = {path: self._owners.get(path, "") for path in found}
        self._pending |= dict.fromkeys(path for path in known if path not in self._owners)
        self._pending = {path: None for path in self._pending if path in known}
        self._owners, self._is_searched = known, True
        gone = [path for path in self.errors if path not in known and path not in self._files.texts]
        for path in gone:
            del self.errors[path]


def scenario_errors(files: OpenFiles, path: str, text: str, owner: str) -> Errors:
    """Return the errors of the scenario *text* at *path*, which is for the workflow at *owner*: of its shape, or of the names of its workflow."""
    read = read_scenario(text)
    if read.errors or read.scenario is None:
        return read.errors
    with files.at(path) as (_, _, name):
        if not owner:
            return (_without_workflow(read, read.scenario),)
        pinned = _pinned(files, owner, name, read.scenario)
        if pinned is None:
            message = f"the engine refuses {loading.relative(owner)}"
            return (read.error_at(("workflow",), message, "its findings state the reasons"),)
        return check_names(read, pinned)


def _without_workflow(read: ScenarioText, scenario: Scenario) -> ScenarioError:
    if scenario.workflow is not None:
        return read.error_at(("workflow",), f"'{scenario.workflow}' does not exist")
    help = "set 'workflow', or name the folder for the workflow file"
    return read.error_at((), "no workflow belongs to the folder", help)


def _pinned(files: OpenFiles, owner: str, name: str, scenario: Scenario) -> PinnedWorkflow | None:
    """Return the workflow at *owner* as the engine of the *scenario* at *name* runs it."""
    known = files.knowledge(owner) if scenario.engine is None else None
    if known is not None:
        return known.pinned
    try:
        return TestSuite([name], Options()).prepare(name).pinned
    except WorkflowkitError:
        return None
