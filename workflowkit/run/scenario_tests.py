"""Tests: many scenario files, run in parallel, each with its differences and what it covers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from workflowkit.errors import UsageError, WorkflowkitError
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.run import loading
from workflowkit.run.loading import Options
from workflowkit.run.pinning import RunnableFile, load_runnable
from workflowkit.run.pool import map_in_pool, workers_for
from workflowkit.run.scenario_files import ScenarioFile, read_scenario_file
from workflowkit.simulation.coverage import CoveringRun, WorkflowCoverage, measure
from workflowkit.simulation.goals import Goal, covered_by
from workflowkit.simulation.path_graph import ExplorationLimits
from workflowkit.simulation.results import ScenarioResult, ScenarioSummary
from workflowkit.simulation.runs import RunEnd
from workflowkit.simulation.scenario_check import differences
from workflowkit.simulation.scenario_reader import ScenarioText, check_names, read_scenario
from workflowkit.simulation.scenario_run import run_scenario
from workflowkit.simulation.scenario_update import updated_text


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """A result, with what other commands need of the run."""

    result: ScenarioResult
    covered: frozenset[Goal] = frozenset()
    is_complete: bool = False
    """True when the run leads to the end."""
    text: str = ""
    """The file."""
    updated: str | None = None
    """The file with the expectations that the run meets; None when it cannot be run."""


@dataclass
class TestSuite:
    """The scenario files of one run, with the workflows that they are for."""

    paths: Sequence[str]
    options: Options
    _workflows: dict[tuple[str, str | None], RunnableFile] = field(default_factory=dict)

    __test__ = False  # Not a test, for pytest.

    def run(
        self, jobs: int | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Sequence[ScenarioOutcome]:
        """Run every scenario, in the order of their paths."""
        prepared = [self.prepare(path) for path in self.paths]
        n_workers = workers_for(len(prepared), jobs)
        return map_in_pool(run_prepared, prepared, n_workers, progress=progress)

    def prepare(self, path: str) -> PreparedScenario:
        """Read the scenario at *path*, and compile its workflow once for all of its scenarios."""
        try:
            file = read_scenario_file(path)
        except WorkflowkitError as error:
            return PreparedScenario(ScenarioFile(path, "", None), None, None, (error.message,))
        read = read_scenario(file.text)
        engine = read.scenario.engine if read.scenario is not None else None
        workflow = _workflow_of(file, read)
        file = replace(file, workflow=workflow)
        errors = tuple(f"{path}:{error.text}" for error in read.errors)
        if workflow is None:
            return PreparedScenario(file, read, None, errors or (_homeless(path),))
        try:
            runnable = self._runnable(workflow, engine)
        except WorkflowkitError as error:
            message = f"{error.message}; {error.help}" if error.help else error.message
            return PreparedScenario(file, read, None, errors or (message,))
        if runnable.pinned is None:
            version = runnable.project.context.spec.engine.version
            message = (
                f"{workflow}: engine {version} refuses the workflow; run `wfk lint {workflow}`"
            )
            return PreparedScenario(file, read, None, (*errors, message))
        errors = tuple(f"{path}:{error.text}" for error in check_names(read, runnable.pinned))
        return PreparedScenario(file, read, runnable.pinned, errors)

    def summary(self, path: str) -> ScenarioSummary:
        """Read the scenario at *path*, and nothing else."""
        try:
            file = read_scenario_file(path)
        except WorkflowkitError:
            return ScenarioSummary(path=path, title="", workflow=None)
        read = read_scenario(file.text)
        title = (read.scenario.title if read.scenario else None) or ""
        return ScenarioSummary(path=path, title=title, workflow=_workflow_of(file, read))

    def _runnable(self, workflow: str, engine: str | None) -> RunnableFile:
        key = (workflow, engine)
        if key not in self._workflows:
            options = replace(self.options, engine=engine) if engine else self.options
            if not Path(workflow).is_file():
                raise UsageError(f"{workflow}: no such file")
            self._workflows[key] = load_runnable(workflow, options)
        return self._workflows[key]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes on the projects of the workflows, such as which engine stands for the chosen one."""
        files = self._workflows.values()
        return tuple(dict.fromkeys(note for file in files for note in file.project.context.notes))

    @property
    def files(self) -> Mapping[str, RunnableFile]:
        """The workflow files that the scenarios are for, by path."""
        return {path: file for (path, _), file in self._workflows.items()}

    @property
    def workflows(self) -> Mapping[str, PinnedWorkflow]:
        """The workflows that the scenarios are for, by path, as the engine of the project runs them."""
        found: dict[str, PinnedWorkflow] = {}
        for (path, engine), file in self._workflows.items():
            if file.pinned is not None and (engine is None or path not in found):
                found[path] = file.pinned
        return found


def measured(
    suite: TestSuite, outcomes: Sequence[ScenarioOutcome], limits: ExplorationLimits | None = None
) -> list[WorkflowCoverage]:
    """Return what *outcomes* cover of each workflow that their scenarios are for."""
    runs: dict[str, list[CoveringRun]] = {path: [] for path in suite.workflows}
    for outcome in outcomes:
        result = outcome.result
        if result.workflow in runs and result.status != "error":
            is_complete = outcome.is_complete
            run = CoveringRun(result.path, outcome.covered, result.steps, is_complete)
            runs[result.workflow].append(run)
    return [
        measure(suite.workflows[path], listed, path=path, limits=limits)
        for path, listed in sorted(runs.items())
    ]


def _workflow_of(file: ScenarioFile, read: ScenarioText) -> str | None:
    """Return the path of the workflow that the scenario in *file* is for; None when it names none."""
    if read.scenario is not None and read.scenario.workflow is not None:
        return loading.relative(Path(file.path).parent / read.scenario.workflow)
    return file.workflow


def _homeless(path: str) -> str:
    return f"{path}: no workflow belongs to the folder; set 'workflow', or name the folder for the workflow file"


@dataclass(frozen=True, slots=True)
class PreparedScenario:
    """A scenario, ready to be run."""

    file: ScenarioFile
    read: ScenarioText | None
    pinned: PinnedWorkflow | None
    errors: tuple[str, ...]


def run_prepared(prepared: PreparedScenario) -> ScenarioOutcome:
    """Run one scenario. Never raises."""
    file, read = prepared.file, prepared.read
    scenario = read.scenario if read is not None else None
    title = (scenario.title if scenario else None) or ""
    if prepared.errors or scenario is None or prepared.pinned is None or read is None:
        result = ScenarioResult(
            path=file.path,
            title=title,
            workflow=file.workflow,
            status="error",
            errors=prepared.errors,
        )
        return ScenarioOutcome(result, text=file.text)
    started = time.perf_counter()
    ran = run_scenario(prepared.pinned, scenario)
    found = differences(ran)
    result = ScenarioResult(
        path=file.path,
        title=title,
        workflow=file.workflow,
        status="failed" if found else "passed",
        differences=found,
        steps=ran.run.path,
        seconds=round(time.perf_counter() - started, 6),
    )
    return ScenarioOutcome(
        result,
        covered_by(ran.run),
        ran.run.end is RunEnd.COMPLETE,
        file.text,
        updated_text(read, ran),
    )
