from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.runtime.executable import is_plain_id
from workflowkit.text.json_values import as_fields


@rule("L035", severity=Severity.ERROR, since="0.1.0", fix="safe")
def missing_loop_id(loop: Loop) -> Iterator[Finding]:
    """The condition source of a loop has no usable `loopId`.

    ## Why

    The engine compares `loopId` with nothing, but it writes it into the log of the session each time it tests the loop.
    When it reads the log again, it takes only lower-case letters, digits, `_` and `-`.
    Without such an id the session is broken as soon as the loop is tested, and no retry helps: all its work is lost.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {
            "type": "while",
            "maxIterations": 3,
            "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control"}
          },
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
          "id": "rounds",
          "type": "loop",
          "title": "Rounds",
          "loop": {
            "type": "while",
            "maxIterations": 3,
            "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}
          },
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```

    ## Fix

    Sets `loopId` to the id of the loop.
    """
    source = as_fields(loop.step.config.get("conditionSource"))
    if not loop.is_open_ended or source.get("kind") != "artifact_contract":
        return
    if not is_plain_id(source.get("loopId")):
        yield _unusable(loop, source.get("loopId"))


def _unusable(loop: Loop, given: object) -> Finding:
    route = (*loop.step.route, "loop", "conditionSource")
    fact = "has no 'loopId'"
    if isinstance(given, str):
        fact = f"has the 'loopId' '{given}', which the engine cannot read back"
    return Finding(
        route if given is None else (*route, "loopId"),
        f"the condition source of {loop.name} {fact}",
        help=f"set 'loopId' to '{loop.step.id}'",
        note="the engine loses the session when it first tests the loop",
        fix=Fix(
            f"set 'loopId' to '{loop.step.id}'",
            (Edit("set", (*route, "loopId"), loop.step.id),),
            safe=True,
            changes="the condition source names its loop",
        )
        if is_plain_id(loop.step.id)
        else None,
    )
