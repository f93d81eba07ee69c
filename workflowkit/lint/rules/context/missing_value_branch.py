from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.captures import Capture
from workflowkit.analysis.data_flow.flow import Flow
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, rule
from workflowkit.runtime.conditions import lenient_equals
from workflowkit.text.wording import quoted


@rule("C014", severity=Severity.WARNING, since="0.1.0", kinds=frozenset({"workflow", "example"}))
def missing_value_branch(analysis: Analysis) -> Iterator[Finding]:
    """No branch and no later step runs for one listed value.

    ## Why

    The step that captures the key lists the value, so the agent will choose it.
    Every other value has steps of its own; with this one the run is complete at once.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "promptBlocks": {"goal": "Choose the size.", "outputRequired": {"size": "one of small | medium | large"}}},
        {"id": "carry-out", "title": "Carry out", "prompt": "Do it.", "runCondition": {"var": "size", "equals": "small"}},
        {"id": "split", "title": "Split", "prompt": "Split it.", "runCondition": {"var": "size", "equals": "large"}}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "choose", "title": "Choose", "promptBlocks": {"goal": "Choose the size.", "outputRequired": {"size": "one of small | medium | large"}}},
        {"id": "carry-out", "title": "Carry out", "prompt": "Do it.", "runCondition": {"var": "size", "not_equals": "large"}},
        {"id": "split", "title": "Split", "prompt": "Split it.", "runCondition": {"var": "size", "equals": "large"}}
      ]
    }
    ```

    ## When not

    Where a shared step follows the branches, a value without a branch simply goes on there and is not reported.
    """
    flow, context = analysis.flow, analysis.context
    for key in flow.domains:
        captures = context.captures_of_key(key)
        if not captures or not all(capture.type == "one of" for capture in captures):
            continue
        testing = {
            read.step for read in context.condition_reads if read.use == "run" and read.key == key
        }
        branches = [step for step in flow.scanned if step in testing]
        first = flow.elements.index(branches[0]) if branches else 0
        if len(branches) < 2 or any(not step.is_conditional for step in flow.elements[first:]):
            continue
        for capture, value in _values(captures):
            if _leads_nowhere(flow, key, value, branches):
                yield Finding(
                    capture.route,
                    f"no step runs when {quoted(key)} is {quoted(value)}, which is listed as a value",
                    help="give the value a branch, or let one branch run for all other values with 'not_equals'",
                    window=capture.window,
                )


def _values(captures: tuple[Capture, ...]) -> Iterator[tuple[Capture, str]]:
    told: set[str] = set()
    for capture in captures:
        for value in capture.values or ():
            if value not in told:
                told.add(value)
                yield capture, value


def _leads_nowhere(flow: Flow, key: str, value: str, branches: list[Step]) -> bool:
    """Return whether no run with *value* comes to a branch, while runs with two or more other values do."""
    with_branch: set[str] = set()
    own = False
    is_tried = False
    for path in flow.runs:
        if not isinstance(chosen := path.values[key], str) or key not in path.decided_by:
            continue
        reached = any(step in path.steps for step in branches)
        if lenient_equals(chosen, value):
            is_tried = True
            own = own or reached
        elif reached:
            with_branch.add(chosen)
    return is_tried and not own and len(with_branch) > 1
