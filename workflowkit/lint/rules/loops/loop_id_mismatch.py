from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Edit, Finding, Fix, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import as_fields, as_text


@rule("L012", severity=Severity.INFO, since="0.1.0", fix="safe")
def loop_id_mismatch(analysis: Analysis) -> Iterator[Finding]:
    """A condition source names another loop than the one it stands in.

    ## Why

    `loopId` may be left out, and no engine compares it.
    A second name for the same loop only makes readers look for a loop that is not there.

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
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Deletes `loopId`.
    """
    for loop in analysis.loops:
        named = as_text(as_fields(loop.step.config.get("conditionSource")).get("loopId"))
        if named and named != loop.step.id:
            route = (*loop.step.route, "loop", "conditionSource", "loopId")
            yield Finding(
                route,
                f"the condition source of {loop.name} names the loop '{named}'",
                help="delete 'loopId'",
                fix=Fix(
                    "delete 'loopId'",
                    (Edit("delete", route),),
                    safe=True,
                    changes="the condition source has no 'loopId'",
                ),
            )
