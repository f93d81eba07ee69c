from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("L005", severity=Severity.WARNING, since="0.1.0")
def conflicting_loop_exit_steps(loop: Loop) -> Iterator[Finding]:
    """Several steps of one body decide about the loop.

    ## Why

    The latest decision counts: a `stop` of the first step skips the second, and the second overrides a `continue`.
    Readers of the prompts cannot tell which rule ends the loop.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}},
            {"id": "decide-again", "title": "Decide again", "prompt": "Continue while `defectCount` falls, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
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

    Steps whose conditions exclude each other decide once per pass.
    """
    if not loop.takes_artifact or all(step.is_conditional for step in loop.deciders):
        return
    for step in loop.deciders[1:]:
        first = loop.deciders[0]
        yield Finding(
            (*step.route, "outputContract"),
            f"step '{step.id}' decides about {loop.name}, as step '{first.id}' does",
            help="state all reasons to stop in one step",
            related=(Related((*first.route, "outputContract"), "the first decision"),),
        )
