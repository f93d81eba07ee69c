"""Refused attempts: answers that contracts and assessments refuse, put in front of the ones that complete a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.runtime.assessments import references
from workflowkit.simulation.default_answers import assessment_artifact, trigger_levels
from workflowkit.simulation.explored import ExploredPath, explored_path
from workflowkit.simulation.goals import REFUSED, Goal, GoalKind
from workflowkit.simulation.play import MAX_BLOCKS
from workflowkit.simulation.scenario import Scenario, ScenarioAnswer
from workflowkit.text.json_values import as_fields
from workflowkit.text.routes import Json


def with_refusals(paths: Sequence[ExploredPath], goals: Sequence[Goal]) -> list[ExploredPath]:
    """Return *paths* with attempts that are refused, for each of *goals* that such an attempt covers."""
    found = list(paths)
    covered = frozenset[Goal]().union(*(path.covered for path in found))
    wanted = [
        goal
        for goal in goals
        if goal not in covered and (goal.kind is GoalKind.CONSEQUENCE or goal.outcome == REFUSED)
    ]
    for goal in wanted:
        for index, path in enumerate([*found, *paths]):
            tried = _tried(path, goal)
            if tried is None:
                continue
            if index < len(found):
                found[index] = tried
            else:
                # Where all runs have as many blocks as a step may have, another one is needed.
                found.append(tried)
            break
    return found


def _tried(path: ExploredPath, goal: Goal) -> ExploredPath | None:
    """Return *path* with an attempt that covers *goal* and changes nothing else; None when there is none."""
    changed = _with_attempt(path, goal)
    if changed is None:
        return None
    tried = explored_path(path.run.pinned, changed, path.reason)
    return tried if goal in tried.covered and path.covered <= tried.covered else None


def _with_attempt(path: ExploredPath, goal: Goal) -> Scenario | None:
    """Return the scenario of *path* with an attempt that covers *goal*; None where the step is not presented, or blocked too often."""
    name = next((turn.name for turn in path.run.turns if turn.step == goal.step), None)
    scenario = path.scenario
    if name is None or sum(answer.step == name for answer in scenario.answers) >= MAX_BLOCKS:
        return None
    answer = _attempt(path.run.pinned, goal)
    if answer is None:
        return None
    order = {step: number for number, step in enumerate(path.run.path)}
    here = order[name]
    before = [each for each in scenario.answers if order.get(each.step or "", -1) < here]
    after = [each for each in scenario.answers if order.get(each.step or "", -1) >= here]
    return replace(scenario, answers=(*before, replace(answer, step=name), *after))


def _attempt(pinned: PinnedWorkflow, goal: Goal) -> ScenarioAnswer | None:
    definition = pinned.executable.by_id[goal.step].definition
    if goal.kind is GoalKind.CONSEQUENCE:
        level = trigger_levels(definition)[int(goal.name)]
        return ScenarioAnswer(artifacts=tuple(_assessments(pinned, definition, level)))
    contract = definition.get("outputContract")
    if contract is None and not references(definition):
        # Notes without what the criteria ask for; none at all would be another reason to block.
        return ScenarioAnswer(notes="-")
    if contract is not None and as_fields(contract).get("required") is False:
        known = pinned.behavior.contracts.get(as_fields(contract).get("contractRef", ""))
        # An optional artifact may be left out, but not malformed.
        return ScenarioAnswer(artifacts=({"kind": known.kind},)) if known else None
    return ScenarioAnswer(artifacts=())


def _assessments(
    pinned: PinnedWorkflow, definition: Mapping[str, Json], level: Json
) -> Iterator[Json]:
    avoided = trigger_levels(definition)
    for identity in references(definition):
        assessment = pinned.executable.assessments.get(identity)
        if assessment is not None:
            yield assessment_artifact(assessment, avoided, level)
