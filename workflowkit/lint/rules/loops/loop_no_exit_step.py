from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import LOOP_CONTROL, Loop
from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import as_fields


@rule("L002", severity=Severity.ERROR, since="0.1.0")
def loop_no_exit_step(analysis: Analysis) -> Iterator[Finding]:
    """A loop waits for a decision that no step of its body gives.

    ## Why

    A loop with an artifact as its condition source goes round until an artifact says `stop`.
    Without one it enters every time, so it silently runs to `maxIterations`, however early the work is done.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}}
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

    ## When not

    A body whose prompts ask for the artifact without the contract is told about the missing contract instead.
    """
    for loop in analysis.loops:
        source = as_fields(loop.step.config.get("conditionSource"))
        is_waiting = loop.takes_artifact and source.get("contractRef") == LOOP_CONTROL
        if is_waiting and loop.body and not loop.has_decider and not _may_decide(loop):
            yield Finding(
                (*loop.step.route, "loop", "conditionSource"),
                f"{loop.name} waits for a decision, but no step of its body gives one",
                help=f"end the body with a step that has an 'outputContract' for '{LOOP_CONTROL}'",
            )


def _may_decide(loop: Loop) -> bool:
    """True when a prompt asks for the artifact all the same, or when a routine of the body is unknown."""
    return "loop_control" in loop.words or any("templateCall" in node.value for node in loop.nodes)
