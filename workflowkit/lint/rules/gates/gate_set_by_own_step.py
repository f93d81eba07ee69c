from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Related, Severity
from workflowkit.lint.rule import rule
from workflowkit.model.view import Step
from workflowkit.source.routes import Json
from workflowkit.source.values import as_items, is_truthy


@rule("H001", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def gate_set_by_own_step(analysis: Analysis) -> Iterator[Finding]:
    """The gate of a step tests a key that the step itself records.

    ## Why

    An engine that evaluates the condition does so before the step runs, when the key still has its old value or none.
    So the person is asked on stale grounds, or not at all; engines that do not evaluate it ask every time.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "triage",
          "title": "Triage",
          "promptBlocks": {"goal": "Rate the risk of the change.", "outputRequired": {"riskLevel": "one of low | high"}},
          "requireConfirmation": {"var": "riskLevel", "equals": "high"}
        },
        {"id": "build", "title": "Build", "prompt": "Show me the plan for approval, then build it."}
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "triage",
          "title": "Triage",
          "promptBlocks": {"goal": "Rate the risk of the change.", "outputRequired": {"riskLevel": "one of low | high"}}
        },
        {
          "id": "build",
          "title": "Build",
          "prompt": "Show me the plan for approval, then build it.",
          "requireConfirmation": {"var": "riskLevel", "equals": "high"}
        }
      ]
    }
    ```

    ## Fix

    Moves the gate to the next step, when that has none.

    ## When not

    A key that an earlier step has set may be tested for its earlier value, even when the step sets it again.
    """
    for read in analysis.context.condition_reads:
        if read.use != "gate":
            continue
        captures = analysis.context.captures_by_key.get(read.key, ())
        own = [capture for capture in captures if capture.step == read.step]
        is_set_before = any(
            analysis.context.position(capture.step) < analysis.context.position(read.step)
            for capture in captures
        )
        if own and not is_set_before:
            yield Finding(
                read.route,
                f"the gate of step '{read.step.id}' tests '{read.key}', which the step itself sets",
                help="put the gate on the step behind it",
                related=(Related(own[0].route, "set here"),),
                fix=_move(analysis.workflow.value, read.step),
            )


def _move(workflow: dict[str, Json], step: Step) -> Fix | None:
    """Move the gate to the following step of the same list."""
    siblings = as_items(step.loop.value.get("body") if step.loop else workflow.get("steps"))
    index = int(step.route[-1]) + 1
    target = siblings[index] if index < len(siblings) else None
    if not isinstance(target, dict) or target.get("type") == "loop":
        return None
    if is_truthy(target.get("requireConfirmation")):
        return None
    route = (*step.route[:-1], index, "requireConfirmation")
    edits = (Edit("delete", (*step.route, "requireConfirmation")), Edit("set", route, step.gate))
    return Fix("move the gate to the next step", edits)
