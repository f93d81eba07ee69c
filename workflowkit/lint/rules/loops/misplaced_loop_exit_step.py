from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule


@rule("L004", severity=Severity.WARNING, since="0.1.0", fix="unsafe")
def misplaced_loop_exit_step(loop: Loop) -> Iterator[Finding]:
    """Work follows the step that decides about the loop.

    ## Why

    The engine evaluates the decision before every step of the body.
    So `stop` skips the rest of the pass at once, and `continue` is sent before the work that it should judge.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}},
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}}
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

    Moves the deciding step to the end of the body.

    ## When not

    A body that checks first and works only when something is left may begin with the decision on purpose.
    """
    if not loop.takes_artifact or not loop.deciders:
        return
    last = loop.deciders[-1]
    after = loop.body[loop.body.index(last) + 1 :]
    if after:
        named = f"step '{after[0].id}'" + (f" and {len(after) - 1} more" if after[1:] else "")
        yield Finding(
            last.route,
            f"{named} follows the decision of {loop.name} in step '{last.id}'",
            help="decide in the last step of the body",
            fix=_move_to_end(loop, last),
        )


def _move_to_end(loop: Loop, step: Step) -> Fix | None:
    if len(loop.deciders) > 1:
        return None
    edits = (Edit("delete", step.route), Edit("append", step.route[:-1], step.value))
    return Fix("move the deciding step to the end of the body", edits)
