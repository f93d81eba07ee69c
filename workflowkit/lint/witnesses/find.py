"""Finding witnesses: from a finding to the shortest run that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from workflowkit.analysis.analysis import Analysis
from workflowkit.diagnostics import Finding, Identified
from workflowkit.lint.witnesses.case import WitnessCase
from workflowkit.lint.witnesses.table import CLAIMS
from workflowkit.records import dataclass
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.claims import ShownRun, confirmed, run_words, shortest_witness
from workflowkit.simulation.scenario import Scenario
from workflowkit.simulation.shortest import Runs

CANNOT_START = "missing-start-step"

MAX_EDGES = 12_000
"""How far runs are explored for one file, unless another number is given."""

MAX_NOTE_EDGES = 1_500
"""How far they are explored for notes: a finding that needs more has no run in its note."""

MAX_NOTES = 50
"""How many findings of one file have a run in their notes: the first ones, so that the work does not grow with their number."""


@dataclass(frozen=True)
class WitnessFinder:
    """The witnesses of the findings of one workflow."""

    analysis: Analysis
    max_edges: int = MAX_EDGES

    @cached_property
    def pinned(self) -> PinnedWorkflow | None:
        """The workflow as the engine runs it; None when it refuses it."""
        analysis = self.analysis
        return pin_workflow(analysis.compilation, analysis.compile_context, analysis.spec)

    @cached_property
    def _model(self) -> ChoiceModel | None:
        return ChoiceModel(self.pinned) if self.pinned is not None else None

    @cached_property
    def _runs(self) -> Runs | None:
        return Runs(self._model, self.max_edges) if self._model is not None else None

    def witness(self, rule: str, finding: Finding) -> ShownRun | None:
        """Return a shortest run that shows *finding* of *rule*; None when there is none, or none was found."""
        model, runs = self._model, self._runs
        if rule not in CLAIMS or model is None or runs is None:
            return None
        case = WitnessCase(finding, model)
        claim = CLAIMS[rule](case) if case.step or rule == CANNOT_START else None
        if claim is None:
            return None
        if model.pinned.first not in model.pinned.executable.by_id:
            # No run has a step, so that there is nothing to search.
            scenario = Scenario(title=finding.message)
            return confirmed(model, claim, scenario) if rule == CANNOT_START else None
        return shortest_witness(runs, claim, finding.message)


def with_witnesses(analysis: Analysis, found: Sequence[Identified]) -> list[Identified]:
    """Return *found*, with the shortest run that shows a finding in its note, for the first `MAX_NOTES` that may have one."""
    finder = WitnessFinder(analysis, MAX_NOTE_EDGES)
    shown = [identified for identified in found if identified.name in CLAIMS][:MAX_NOTES]
    chosen = set(map(id, shown))
    return [
        _with_note(identified, finder.witness) if id(identified) in chosen else identified
        for identified in found
    ]


def _with_note(
    identified: Identified, witness: Callable[[str, Finding], ShownRun | None]
) -> Identified:
    shown = witness(identified.name, identified.finding)
    if shown is None:
        return identified
    finding = identified.finding
    words = f"shortest run: {run_words(shown)}"
    note = f"{finding.note}; {words}" if finding.note else words
    return replace(identified, finding=replace(finding, note=note))
