from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.gates import own_reads
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.runtime.gates import GateKind, gate_of


@needs("requireConfirmation")
@rule("H002", severity=Severity.INFO, since="0.1.0", engines="< 3.102.0")
def ignored_gate_condition(analysis: Analysis) -> Iterator[Finding]:
    """A gate has a condition that the engine does not evaluate.

    ## Why

    Engines before 3.102.0 only check whether `requireConfirmation` has a value, and an object is one.
    The person is asked every time, whatever the condition is.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "rate", "title": "Rate", "promptBlocks": {"goal": "Rate the risk.", "outputRequired": {"riskLevel": "one of low | high"}}},
        {
          "id": "build",
          "title": "Build",
          "prompt": "Show me the plan for approval, then build it.",
          "requireConfirmation": {"var": "riskLevel", "equals": "high"}
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "rate", "title": "Rate", "promptBlocks": {"goal": "Rate the risk.", "outputRequired": {"riskLevel": "one of low | high"}}},
        {
          "id": "build",
          "title": "Build",
          "prompt": "Show me the plan for approval, then build it.",
          "requireConfirmation": true
        }
      ]
    }
    ```

    ## When not

    A gate for a later engine that may ask too often until then is fine.
    A gate that tests a key of its own step is reported by `unset-own-gate-key`.
    """
    if analysis.spec.engine.has_conditional_gates:
        return
    reported = own_reads(analysis.context)
    for step in analysis.workflow.all_steps:
        gate = gate_of(step.value)
        # A condition beside a kind is refused by the same engines.
        if gate is None or gate.kind is not GateKind.CONFIRMATION or gate.condition is None:
            continue
        if step.route not in reported:
            yield Finding(
                (*step.route, "requireConfirmation"),
                f"engine {analysis.spec.engine.version} does not evaluate the condition of the gate of step '{step.id}' and asks every time",
                help="write true, or make the step itself conditional",
                on_key=True,
            )
