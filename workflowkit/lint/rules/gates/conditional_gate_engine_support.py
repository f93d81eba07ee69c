from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("H002", severity=Severity.INFO, since="0.1.0", engines="< 3.102.0")
def conditional_gate_engine_support(analysis: Analysis) -> Iterator[Finding]:
    """A gate has a condition that the engine does not evaluate.

    ## Why

    This engine only asks whether the gate holds anything: an object always does.
    The person is asked every time, whatever the condition says.

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

    A gate that is meant for a later engine, and may ask too often until then, is fine.
    """
    if analysis.spec.engine.has_conditional_gates:
        return
    for step in analysis.workflow.all_steps:
        if isinstance(step.gate, dict):
            yield Finding(
                (*step.route, "requireConfirmation"),
                f"the gate of step '{step.id}' asks every time: engine {analysis.spec.engine.version} does not evaluate its condition",
                help="write true, or make the step itself conditional",
                on_key=True,
            )
