from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.decisions import one_sided_examples
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Fix, Severity
from workflowkit.lint.rule import rule


@rule("L006", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def decision_example_one_sided(analysis: Analysis) -> Iterator[Finding]:
    r"""A loop decision demands `continue`, exactly as its example shows it.

    ## Why

    The prompt gives rules for stopping and then dictates the other answer.
    An agent that does as it is told runs the loop to its limit.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {
              "id": "decide",
              "title": "Decide",
              "prompt": "Continue while `defectCount` is above 0, otherwise stop. Output exactly `{\"kind\": \"wr.loop_control\", \"decision\": \"continue\"}`.",
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
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Shows `stop` instead; the engine adds an example of its own, so deleting the block is often better.

    ## When not

    An example that is only shown, not demanded, is the milder matter of `decision-example-without-stop`.
    """
    for item in one_sided_examples(analysis.loops, analysis.examples):
        if item.is_demanded:
            yield Finding(
                item.example.route,
                f"the prompt of step '{item.step.id}' demands the decision 'continue' word for word",
                help="drop the example: the engine adds one; or show 'stop' and name both outcomes",
                window=item.window,
                fix=Fix("show 'stop' in the example", (item.edit,)),
            )
