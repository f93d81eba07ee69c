"""Witnesses as scenario files: for each finding the shortest run that shows it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath

from workflowkit.diagnostics import Diagnostic
from workflowkit.lint.witnesses.find import WitnessFinder
from workflowkit.records import dataclass
from workflowkit.run.analyze import analysis_of
from workflowkit.run.project import Project
from workflowkit.simulation.claims import ShownRun, run_words
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.scenario_update import scenario_text


@dataclass(frozen=True, slots=True)
class WitnessFile:
    """A scenario that shows a finding."""

    diagnostic: Diagnostic
    shown: ShownRun
    name: str
    """Path of the scenario file below the folder for witnesses."""
    engine: str
    """The engine version that the run follows."""

    def text(self, folder: str) -> str:
        """Return the file, as it is written to *folder*: it names its workflow relative to itself."""
        place = PurePath(folder, self.name).parent
        workflow = PurePath(os.path.relpath(self.diagnostic.path, place)).as_posix()
        return scenario_text(replace(self.scenario, workflow=workflow))

    @property
    def words(self) -> str:
        """The run on one line."""
        return run_words(self.shown)

    @property
    def scenario(self) -> Scenario:
        """The run with what it has to be like, for its workflow and its engine version."""
        title = f"{self.diagnostic.name}: {self.diagnostic.message}"
        return replace(
            self.shown.scenario, title=title, workflow=self.diagnostic.path, engine=self.engine
        )


def witness_files(
    diagnostics: Iterable[Diagnostic], projects: Iterable[Project]
) -> Iterator[WitnessFile]:
    """Yield the witnesses of *diagnostics*, in their order; *projects* have the files."""
    known = {path: project for project in projects for path in project.sources}
    finders: dict[str, list[WitnessFinder]] = {}
    names: set[str] = set()
    for diagnostic in diagnostics:
        path = diagnostic.path
        if path not in known:
            continue
        if path not in finders:
            finders[path] = list(_finders(known[path], path))
        for finder in finders[path]:
            shown = finder.witness(diagnostic.name, diagnostic.finding)
            if shown is not None:
                name = _free_name(diagnostic, names)
                names.add(name)
                yield WitnessFile(diagnostic, shown, name, finder.analysis.spec.engine.version)
                break


def _finders(project: Project, path: str) -> Iterator[WitnessFinder]:
    """Yield what finds witnesses in the file at *path*, for each engine version of the run."""
    contexts = [context for _, context in project.context.engines] or [project.context]
    for context in contexts:
        analysis = analysis_of(project.sources[path], context)
        if analysis is not None:
            yield WitnessFinder(analysis)


def _free_name(diagnostic: Diagnostic, taken: set[str]) -> str:
    """Return the name of the file for *diagnostic*: its workflow, its rule and its line."""
    stem = re.sub(r"[^\w.-]+", "-", PurePath(diagnostic.path).name.removesuffix(".json"))
    base = f"{stem}/{diagnostic.name}-{diagnostic.span.start.line}"
    name, number = f"{base}.yaml", 1
    while name in taken:
        number += 1
        name = f"{base}-{number}.yaml"
    return name
