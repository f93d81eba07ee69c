from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import LOOP_CONTROL
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule


@needs("outputContract")
@rule(
    "L022",
    severity=Severity.WARNING,
    since="0.1.0",
    fix="unsafe",
    kinds=frozenset({"workflow", "example"}),
)
def misplaced_loop_contract(analysis: Analysis) -> Iterator[Finding]:
    """A step outside every loop returns a loop decision.

    ## Why

    A loop enters its first pass without any decision, so an earlier `continue` has no effect.
    An earlier `stop` still counts when the loop is reached, and skips the whole loop: in engines before 3.71.1 wherever it was given, in later ones directly before the loop.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft, then say continue to start the rounds, or stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Deletes the contract.
    """
    inside = {step.route for loop in analysis.loops for step in loop.body}
    for step in analysis.workflow.steps:
        if step.contract == LOOP_CONTROL and not step.is_loop and step.route not in inside:
            route = (*step.route, "outputContract")
            yield Finding(
                route,
                f"step '{step.id}' returns a loop decision, but is in no loop",
                help="delete the contract, because the first pass needs no decision",
                on_key=True,
                fix=Fix("delete the contract", (Edit("delete", route),)),
            )
