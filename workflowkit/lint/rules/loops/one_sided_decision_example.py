from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.decisions import one_sided_examples
from workflowkit.lint.rule import Finding, Fix, Severity, needs, rule


@needs("type: loop")
@rule("L006", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def one_sided_decision_example(analysis: Analysis) -> Iterator[Finding]:
    r"""A decision prompt requires the literal answer `continue`.

    ## Why

    The prompt gives rules for stopping and then dictates the other answer.
    An agent that follows it word for word repeats the loop up to `maxIterations`.

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
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Shows the same example with `stop` after it.
    Deleting the example is often better, because the engine adds one of its own.

    ## When not

    An example that is shown but not required is reported by `missing-stop-example`.
    Nor is one reported whose next line names the other decision, as *or `stop`* does.
    """
    for one_sided in one_sided_examples(analysis.loops, analysis.examples):
        if one_sided.is_demanded:
            yield Finding(
                one_sided.example.route,
                f"the prompt of step '{one_sided.step.id}' requires the decision 'continue' word for word",
                help="delete the example, because the engine adds one, or show 'stop' as well",
                window=one_sided.window,
                fix=Fix("show an example with 'stop' as well", (one_sided.edit,)),
            )
