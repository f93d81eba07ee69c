from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("L003", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def conditional_loop_exit_step(loop: Loop) -> Iterator[Finding]:
    """The only step that can end a loop has a run condition.

    ## Why

    A pass that skips the step makes no decision, so the loop repeats on an old decision, or on none.
    Then only `maxIterations` ends it, silently.

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
              "runCondition": {"var": "defectCount", "equals": 0},
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
        }
      ]
    }
    ```

    ## Fix

    Deletes the run condition; state its case in the prompt as a reason to stop or to continue.

    ## When not

    Two deciding steps with complementary conditions are fine.
    """
    if not loop.takes_artifact or len(loop.deciders) != 1:
        return
    step = loop.deciders[0]
    if step.is_conditional:
        route = (*step.route, "runCondition")
        yield Finding(
            route,
            f"step '{step.id}' decides about {loop.name}, but runs only on a condition",
            help="delete the condition and state its case in the prompt",
            on_key=True,
            fix=Fix("delete the run condition", (Edit("delete", route),)),
        )
