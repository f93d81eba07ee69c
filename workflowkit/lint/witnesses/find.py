"""Finding witnesses: from a finding to the shortest run that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from workflowkit.analysis.analysis import Analysis
from workflowkit.diagnostics import Finding, Identified
from workflowkit.lint.witnesses.case import WitnessCase
from workflowkit.lint.witnesses.table import CLAIMS
from workflowkit.rendering.pinned import PinnedWorkflow, pin_workflow
from workflowkit.simulation.abstract_run import PathEdge
from workflowkit.simulation.choices import ChoiceModel
from workflowkit.simulation.claims import ShownRun, confirmed, run_words, shortest_witness
from workflowkit.simulation.path_graph import ExplorationLimits, PathGraph, build_graph
from workflowkit.simulation.scenario import Scenario

DEFAULT_LIMITS = ExplorationLimits()

NOTE_LIMITS = ExplorationLimits(n_edges=1_500)
"""How far runs are explored for notes: a workflow that needs more is linted without them."""

_NOWHERE = PathEdge((), None, frozenset(), None)
"""The start of a run that cannot start."""


@dataclass(frozen=True)
class WitnessFinder:
    """The witnesses of the findings of one workflow."""

    analysis: Analysis
    limits: ExplorationLimits = DEFAULT_LIMITS

    @cached_property
    def pinned(self) -> PinnedWorkflow | None:
        """The workflow as the engine runs it; None when it refuses it."""
        analysis = self.analysis
        return pin_workflow(analysis.compilation, analysis.compile_context, analysis.spec)

    @cached_property
    def _graph(self) -> PathGraph | None:
        if self.pinned is None or self.pinned.first not in self.pinned.executable.by_id:
            return None
        return build_graph(ChoiceModel(self.pinned), self.limits)

    def witness(self, rule: str, finding: Finding) -> ShownRun | None:
        """Return a shortest run that shows *finding* of *rule*; None when there is none, or none was found."""
        if rule not in CLAIMS or self.pinned is None:
            return None
        if self._graph is None:
            return self._without_start(rule, finding)
        case = WitnessCase(finding, self._graph)
        if not case.step:
            return None
        claim = CLAIMS[rule](case)
        return shortest_witness(self._graph, claim, finding.message) if claim else None

    def _without_start(self, rule: str, finding: Finding) -> ShownRun | None:
        if rule != "missing-start-step" or self.pinned is None:
            return None
        model = ChoiceModel(self.pinned)
        claim = CLAIMS[rule](
            WitnessCase(finding, PathGraph(model, _NOWHERE, {}, is_complete=False))
        )
        return confirmed(model, claim, Scenario(title=finding.message)) if claim else None


def with_witnesses(analysis: Analysis, found: Sequence[Identified]) -> list[Identified]:
    """Return *found*, with the shortest run that shows a finding in its note."""
    finder = WitnessFinder(analysis, NOTE_LIMITS)
    return [_with_note(identified, finder.witness) for identified in found]


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
