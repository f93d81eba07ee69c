from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.runtime.behavior import Behavior
from workflowkit.runtime.gates import gate_of


@needs("type: loop")
@rule("L011", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def excessive_loop_confirmation(analysis: Analysis) -> Iterator[Finding]:
    """A person has to confirm every pass of a loop.

    ## Why

    A gate on the deciding step stops the run once per pass, for a choice that the prompt already settles by a rule.
    People learn to confirm such gates without reading.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {
              "id": "decide",
              "title": "Decide",
              "requireConfirmation": true,
              "prompt": "Continue while `defectCount` is above 0, otherwise stop.",
              "outputContract": {"contractRef": "wr.contracts.loop_control"}
            }
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
        },
        {"id": "approve", "title": "Approve", "requireConfirmation": true, "prompt": "Show me the draft and ask whether I accept it."}
      ]
    }
    ```

    ## Fix

    Deletes the gate.

    ## When not

    From 3.102.0 on a gate with a condition asks only when it holds, and is not reported.
    Keep the gate where a person sets the pace of the loop, such as one pass per session.
    """
    for loop in analysis.loops:
        if loop.takes_artifact:
            yield from _confirmed(loop, analysis.spec.behavior)


def _confirmed(loop: Loop, behavior: Behavior) -> Iterator[Finding]:
    for step in loop.deciders:
        gate = gate_of(step.value)
        if gate is not None and gate.is_for_person and gate.always_asks(behavior):
            route = (*step.route, "requireConfirmation")
            yield Finding(
                route,
                f"step '{step.id}' asks a person to confirm every pass of {loop.name}",
                help="move the gate to a step after the loop",
                on_key=True,
                fix=Fix("delete the gate", (Edit("delete", route),)),
            )
