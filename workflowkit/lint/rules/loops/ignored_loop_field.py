from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, needs, rule
from workflowkit.text.json_values import is_truthy


@needs("type: loop")
@rule("L024", severity=Severity.WARNING, since="0.1.0", fix="safe")
def ignored_loop_field(analysis: Analysis) -> Iterator[Finding]:
    """A loop has a gate or a notes option of its own.

    ## Why

    The engine presents only the steps of the body to the agent, never the loop around them.
    A gate on the loop stops nobody.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "requireConfirmation": true,
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
        },
        {"id": "approve", "title": "Approve", "requireConfirmation": true, "prompt": "Show me the draft and ask whether I accept it."}
      ]
    }
    ```

    ## Fix

    Deletes the field.
    """
    for loop in analysis.loops:
        # A loop that is presented as the first step has these fields read.
        if not analysis.context.is_presented_first(loop.step):
            yield from _ignored_fields(loop)


def _ignored_fields(loop: Loop) -> Iterator[Finding]:
    for field in ("requireConfirmation", "notesOptional"):
        if is_truthy(loop.step.value.get(field)):
            route = (*loop.step.route, field)
            yield Finding(
                route,
                f"'{field}' on {loop.name} has no effect",
                help="move it to a step of the body, or to the step after the loop",
                on_key=True,
                fix=Fix(
                    f"delete '{field}'",
                    (Edit("delete", route),),
                    safe=True,
                    changes=f"the loop has no '{field}'",
                ),
            )
