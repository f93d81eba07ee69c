"""Conditions: every condition of a step with what it decides, node by node."""

from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.criteria import criteria_of
from workflowkit.format.reader import Step
from workflowkit.records import dataclass
from workflowkit.runtime.conditions import composition_of
from workflowkit.text.routes import Json, Route

Fields = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition."""

    step: Step
    use: str
    """`run`, `gate`, `delegation`, `loop`, `fragment`, or `criterion` (a rule about notes)."""
    route: Route
    value: Fields

    def nodes(self) -> Iterator[tuple[Route, Fields]]:
        """Yield every object in the condition that the engine reads, from the outside in, with its route."""
        pending: list[tuple[Route, Json]] = [(self.route, self.value)]
        while pending:
            route, node = pending.pop()
            if not isinstance(node, dict):
                continue
            yield route, node
            name = None if "var" in node else composition_of(node)
            if name == "not":
                pending.append(((*route, "not"), node["not"]))
            elif name is not None and isinstance(node[name], list):
                members = enumerate(node[name])
                pending.extend(
                    reversed([((*route, name, index), member) for index, member in members])
                )


def conditions_of(step: Step) -> Iterator[Condition]:
    """Yield every condition of *step*, those of its rules about notes included."""
    for use, route, value in step.conditions():
        if isinstance(value, dict):
            yield Condition(step, use, route, value)
    for criterion in criteria_of(step):
        condition = criterion.rule.get("condition")
        if isinstance(condition, dict):
            yield Condition(step, "criterion", (*criterion.route, "condition"), condition)
