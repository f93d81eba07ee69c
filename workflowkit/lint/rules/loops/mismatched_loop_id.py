from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.runtime.executable import is_plain_id
from workflowkit.text.json_values import as_fields, as_text


@rule("L012", severity=Severity.INFO, since="0.1.0", fix="safe")
def mismatched_loop_id(loop: Loop) -> Iterator[Finding]:
    """A condition source names another loop than its own.

    ## Why

    No engine compares `loopId`, but the log of the session records it as the tested loop.
    A second name for the same loop makes readers of both look for a loop that is not there.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {
            "type": "while",
            "maxIterations": 3,
            "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "edit_loop"}
          },
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

    Sets `loopId` to the id of the loop.
    An id that the engine cannot read back is left to `missing-loop-id`.
    """
    named = as_text(as_fields(loop.step.config.get("conditionSource")).get("loopId"))
    if is_plain_id(named) and named != loop.step.id:
        route = (*loop.step.route, "loop", "conditionSource", "loopId")
        instruction = f"set 'loopId' to '{loop.step.id}'"
        yield Finding(
            route,
            f"the condition source of {loop.name} names the loop '{named}'",
            help=instruction,
            fix=Fix(
                instruction,
                (Edit("set", route, loop.step.id),),
                safe=True,
                changes="the condition source names its loop",
            )
            if is_plain_id(loop.step.id)
            else None,
        )
