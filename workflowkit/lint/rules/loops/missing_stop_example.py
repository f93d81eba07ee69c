from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.decisions import one_sided_examples
from workflowkit.lint.rule import Finding, Fix, Severity, needs, rule


@needs("type: loop")
@rule("L034", severity=Severity.INFO, since="0.1.0", fix="unsafe")
def missing_stop_example(analysis: Analysis) -> Iterator[Finding]:
    r"""The examples of a loop decision show only `continue`.

    ## Why

    Agents copy examples, even when the words around them name both outcomes.
    An example that shows only `continue` makes another pass the default answer.

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
              "prompt": "Continue while `defectCount` is above 0, otherwise stop, as in `{\"kind\": \"wr.loop_control\", \"decision\": \"continue\"}`.",
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
    """
    for one_sided in one_sided_examples(analysis.loops, analysis.examples):
        if not one_sided.is_demanded:
            yield Finding(
                one_sided.example.route,
                f"the decision example of step '{one_sided.step.id}' shows only 'continue'",
                help="show 'stop' as well, or delete the example, because the engine adds one",
                window=one_sided.window,
                fix=Fix("show an example with 'stop' as well", (one_sided.edit,)),
            )
