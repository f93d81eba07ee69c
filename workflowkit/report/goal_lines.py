"""Lines of goals: where in the workflow file the source of a goal is."""

from __future__ import annotations

from collections.abc import Mapping

from workflowkit.rendering.pinned import PinnedWorkflow
from workflowkit.rendering.prompt import fragments_of
from workflowkit.simulation.coverage import WorkflowCoverage
from workflowkit.simulation.goals import LOOP, RUN, Goal, GoalKind
from workflowkit.text.document import Document
from workflowkit.text.routes import Route


def lines_of(coverage: WorkflowCoverage, document: Document) -> Mapping[Goal, int]:
    """Return each goal with the line of *document*, the workflow file, that it is about; goals of routine steps have that of the call."""
    routes = {each.goal: route_of(coverage.pinned, each.goal) for each in coverage.goals}
    places = document.locate(routes.values())
    found: dict[Goal, int] = {}
    for goal, route in routes.items():
        while route not in places and route:
            route = route[:-1]
        place = places.get(route)
        offset = (place.key or place.value)[0] if place is not None else 0
        found[goal] = document.lines.position(offset).line
    return found


def route_of(pinned: PinnedWorkflow, goal: Goal) -> Route:
    """Return where the source of *goal* is written, as far as the workflow file has it."""
    step = pinned.route_of.get(goal.step, ())
    definition = pinned.executable.by_id[goal.step].definition
    if goal.kind is GoalKind.LOOP or goal.name == LOOP:
        return (*step, "loop")
    if goal.kind is GoalKind.GATE or goal.name == "requireConfirmation":
        return (*step, "requireConfirmation")
    if goal.name == RUN:
        return (*step, "runCondition")
    if goal.kind in (GoalKind.FRAGMENT, GoalKind.CONDITION):
        name = goal.name.removeprefix("promptFragments.")
        index = next((index for index, each, _ in fragments_of(definition) if each == name), 0)
        return (*step, "promptFragments", index)
    if goal.kind is GoalKind.CONSEQUENCE:
        return (*step, "assessmentConsequences", int(goal.name))
    if goal.kind is GoalKind.CONTRACT:
        keys = ("outputContract", "assessmentRefs", "validationCriteria")
        return (*step, next((key for key in keys if key in definition), "id"))
    return (*step, "id")
