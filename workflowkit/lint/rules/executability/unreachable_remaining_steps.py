from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.flow import Flow
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.analysis.data_flow.value_domains import OTHER, UNSET
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_items
from workflowkit.text.routes import Json
from workflowkit.text.wording import spelled


@needs("runCondition")
@rule("E004", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def unreachable_remaining_steps(analysis: Analysis) -> Iterator[Finding]:
    """A run can skip most steps and count as complete.

    ## Why

    A condition with `equals` is false while its key is unset.
    When every later step has one, a run without the key ends at once, and the engine counts it as complete.
    Make one branch the default with `not_equals`, so that it also runs when the key is missing or has another value.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        {"id": "brief", "title": "Brief", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "draft", "title": "Draft", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "plan", "title": "Plan", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "B"}},
        {"id": "full", "title": "Full", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "B"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "prompt": "Choose a path. Capture: `path`."},
        {"id": "brief", "title": "Brief", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "draft", "title": "Draft", "prompt": "Write it.", "runCondition": {"var": "path", "equals": "A"}},
        {"id": "plan", "title": "Plan", "prompt": "Write it.", "runCondition": {"var": "path", "not_equals": "A"}},
        {"id": "full", "title": "Full", "prompt": "Write it.", "runCondition": {"var": "path", "not_equals": "A"}}
      ]
    }
    ```

    ## When not

    A workflow whose last step has no condition is not reported: its short path is intended and reaches that step.
    Nor is a path with a step of its own, whose condition asks for the value that selects the path, or for the key to be missing.
    Suppress the finding, with the reason, where a run is meant to end early.
    """
    flow = analysis.flow
    n_all = len(flow.elements)
    shortest = min(_ways(flow, analysis.context.inputs), key=lambda way: len(way[1]), default=None)
    if n_all < _MANY or shortest is None or len(shortest[1]) > _FEW:
        return
    if not flow.elements[-1].is_conditional:
        return
    values, steps = shortest
    skipped = next(step for step in flow.elements if step not in steps)
    keys = dict.fromkeys(read.key for read in condition_reads(skipped) if read.use == "run")
    yield Finding(
        (*skipped.route, "runCondition"),
        f"{_reason(list(keys), values)}{n_all - len(steps)} of {n_all} steps are skipped, and the run counts as complete",
        "make one branch the default with 'not_equals', or end with a step without condition",
        on_key=True,
    )


_MANY = 5
_FEW = 2

Way = tuple[Mapping[str, Json], tuple[Step, ...]]


def _ways(flow: Flow, inputs: Collection[str]) -> list[Way]:
    """Return the paths on which every key from outside has a value, first the one on which no other key has."""
    if not flow.paths:
        return []
    unset: dict[str, Json] = dict.fromkeys(flow.domains, UNSET)
    ways: list[Way] = [(unset, tuple(flow.run(unset)))]
    ways.extend((path.values, path.steps) for path in flow.paths)
    asked = {
        step.route: [
            read
            for read in condition_reads(step)
            if read.use == "run" and read.operator in ("equals", "in", "truthy")
        ]
        for step in flow.elements
    }
    return [
        (values, steps)
        for values, steps in ways
        if all(values.get(key) is not UNSET for key in inputs)
        and not any(_asks_for(read, values) for step in steps for read in asked[step.route])
    ]


def _asks_for(read: Read, values: Mapping[str, Json]) -> bool:
    """Return whether *read*, a test in the condition of a step that runs with *values*, asks for one of them, so that the step was written for this path."""
    value = values.get(read.key, UNSET)
    if read.operator == "truthy":
        # A step that runs although its condition asks for the key is for the path without it.
        return value is UNSET or not value
    wanted = as_items(read.operand) if read.operator == "in" else [read.operand]
    return value is not UNSET and value in wanted


def _reason(keys: list[str], values: Mapping[str, Json]) -> str:
    parts = [f"'{key}' is {_named(values.get(key, UNSET))}" for key in keys]
    return f"when {' and '.join(parts)}, " if parts else ""


def _named(value: Json) -> str:
    if value is UNSET:
        return "unset"
    return "something else" if value == OTHER else spelled(value)
