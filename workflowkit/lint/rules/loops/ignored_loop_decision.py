from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("L036", severity=Severity.WARNING, since="0.1.0")
def ignored_loop_decision(loop: Loop) -> Iterator[Finding]:
    """A loop of a single pass asks for a decision about the next one.

    ## Why

    With `maxIterations` 1 the engine ends the loop after the first pass, whatever the decision is.
    A `continue` promises work that is never done.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 1, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
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

    ## When not

    A limit that is low for a trial run may stay until the trial is over.
    """
    if loop.takes_artifact and loop.deciders and loop.step.config.get("maxIterations") == 1:
        decider = loop.deciders[-1]
        yield Finding(
            (*loop.step.route, "loop", "maxIterations"),
            f"{loop.name} ends after one pass, whatever step '{decider.id}' decides",
            help="raise 'maxIterations', or replace the loop with its steps",
            related=(Related((*decider.route, "outputContract"), "the decision"),),
        )
