from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.compiler.steps import CompiledStep, every_step
from workflowkit.lint.rule import Finding, Related, Severity, rule
from workflowkit.runtime.gates import gate_of
from workflowkit.text.json_values import as_fields


@rule("S018", severity=Severity.INFO, since="0.1.0", kinds=frozenset({"workflow"}))
def conflicting_automation_level(analysis: Analysis) -> Iterator[Finding]:
    """The recommended autonomy contradicts the confirmations.

    ## Why

    In a run that is recommended never to stop, nobody can confirm a step.
    A run that is recommended as guided, but without a confirmation, is not guided.
    A gate of the kind `coordinator_eval` is no confirmation by a person.

    ## Bad

    ```json
    {
      "recommendedPreferences": {"recommendedAutonomy": "full_auto_never_stop"},
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "approve", "title": "Approve", "prompt": "Show me the plan.", "requireConfirmation": true}
      ]
    }
    ```

    ## Good

    ```json
    {
      "recommendedPreferences": {"recommendedAutonomy": "guided"},
      "steps": [
        {"id": "first", "title": "Read", "prompt": "Read the request."},
        {"id": "approve", "title": "Approve", "prompt": "Show me the plan.", "requireConfirmation": true}
      ]
    }
    ```
    """
    preferences = as_fields(analysis.workflow.value.get("recommendedPreferences"))
    autonomy = preferences.get("recommendedAutonomy")
    # The steps of routines have gates as well.
    gates = [(node, gate_of(node.value)) for node in every_step(analysis.compilation.steps)]
    gated = [node for node, gate in gates if gate and gate.is_for_person]
    route = ("recommendedPreferences", "recommendedAutonomy")
    if autonomy == "full_auto_never_stop" and gated:
        yield Finding(
            route,
            f"runs never stop, but step '{gated[0].id}' asks for confirmation",
            "recommend 'full_auto_stop_on_user_deps' or 'guided', or remove the confirmation",
            related=(Related((*gated[0].origin.route, _gate_key(gated[0])), "stops here"),),
        )
    if autonomy == "guided" and not gated and len(analysis.workflow.steps) > 1:
        yield Finding(
            route,
            "runs are guided, but no step asks for confirmation",
            "recommend 'full_auto_stop_on_user_deps', or add 'requireConfirmation' to the decisive step",
        )


def _gate_key(node: CompiledStep) -> str:
    return "templateCall" if node.origin.routine else "requireConfirmation"
