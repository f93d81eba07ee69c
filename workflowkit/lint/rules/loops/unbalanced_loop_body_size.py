from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Severity, rule

MOST_STEPS = 5
"""The number of steps above which a pass is too long to repeat."""


@rule("L026", severity=Severity.INFO, since="0.1.0")
def unbalanced_loop_body_size(loop: Loop) -> Iterator[Finding]:
    """A loop body has one deciding step only, or more than five steps.

    ## Why

    A single step that works and decides in one submission has no recorded result to decide by.
    A body of more than five steps repeats too much: most of it belongs before or after the loop.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "prompt": "Fix the worst defect. Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
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
    """
    route = (*loop.step.route, "body")
    if len(loop.body) == 1 and loop.deciders and loop.takes_artifact:
        yield Finding(
            route,
            f"the only step of {loop.name} is the one that decides about it",
            help="record the result in one step and decide in another",
        )
    elif len(loop.body) > MOST_STEPS:
        yield Finding(
            route,
            f"the body of {loop.name} has {len(loop.body)} steps, more than {MOST_STEPS}",
            help="move steps that need no repetition out of the loop",
        )
