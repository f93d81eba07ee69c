from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.gates import own_reads
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, needs, rule
from workflowkit.spec.pack import Engine
from workflowkit.text.json_values import as_items, is_truthy
from workflowkit.text.routes import Json


@needs("requireConfirmation")
@rule("H001", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def unset_own_gate_key(analysis: Analysis) -> Iterator[Finding]:
    """The gate of a step tests a key that the step itself records.

    ## Why

    Engines with conditional gates evaluate the condition before the step runs, when the key has its old value or none.
    So the person is asked for an outdated reason, or not at all.
    Engines before 3.102.0 do not evaluate the condition and ask every time.

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

    Moves the gate to the next step, unless that has one.
    There is no fix for engines with conditional gates, where unattended runs evaluate the gate again when the step is completed.

    ## When not

    A key that an earlier step has set may be tested for its earlier value, even when the step sets it again.
    """
    for reads in own_reads(analysis.context).values():
        first, step = reads[0], reads[0].read.step
        keys = " and ".join(dict.fromkeys(f"'{own.read.key}'" for own in reads))
        yield Finding(
            first.read.route,
            f"the gate of step '{step.id}' tests {keys}, which the step itself sets",
            help="move the gate to the step after it",
            note=_effect(analysis.spec.engine),
            related=tuple(
                Related(own.capture.route, f"'{own.read.key}' is set here") for own in reads
            ),
            fix=None
            if analysis.spec.engine.has_conditional_gates
            else _move(analysis.workflow.value, step),
        )


def _effect(engine: Engine) -> str:
    """Return what the engine does with such a gate."""
    if engine.has_conditional_gates:
        return f"engine {engine.version} evaluates the gate before the step runs; only unattended runs evaluate it again when the step is completed"
    return f"engine {engine.version} asks every time, because it does not evaluate the condition; later engines evaluate it before the step runs"


def _move(workflow: dict[str, Json], step: Step) -> Fix | None:
    """Return a fix that moves the gate to the next step of the same list."""
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
