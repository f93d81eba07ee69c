from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("L015", severity=Severity.WARNING, since="0.1.0", fix="safe")
def ambiguous_until_artifact(loop: Loop) -> Iterator[Finding]:
    """An `until` loop takes its decision from an artifact.

    ## Why

    The engine negates the test of `until` for context conditions only.
    With an artifact, `continue` still means another pass, so the loop behaves like `while` and reads as the opposite.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {"type": "until", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
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

    Makes it a `while` loop, which runs the same.
    """
    if loop.step.loop_type == "until" and loop.takes_artifact:
        route = (*loop.step.route, "loop", "type")
        yield Finding(
            route,
            f"{loop.name} is an 'until' loop, but its artifact still says when to continue",
            help="write 'while'",
            fix=Fix(
                "write 'while'",
                (Edit("set", route, "while"),),
                safe=True,
                changes="the loop's type is 'while'",
            ),
        )
