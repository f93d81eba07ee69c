from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.loops import LOOP_CONTROL, Loop
from workflowkit.lint.rule import Edit, Finding, Fix, Severity, rule
from workflowkit.text.json_values import as_fields, as_text
from workflowkit.text.routes import Json
from workflowkit.text.wording import quoted


@rule("L017", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def ignored_loop_condition(loop: Loop) -> Iterator[Finding]:
    """A loop has a condition that the engine never reads.

    ## Why

    One thing decides about a pass: the condition source when it is written out, else the artifact of a deciding step, else the condition.
    Loops over items and numbers take neither, and no contract but the one for loops holds a decision.
    The engine accepts the others silently and never reads them.

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
            "condition": {"var": "defectCount", "gt": 0},
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

    Deletes what is not read, puts the condition source of the deciding step in its place, or names the contract for loops.
    """
    has_source = isinstance(loop.step.config.get("conditionSource"), dict)
    if isinstance(loop.step.config.get("condition"), dict):
        if loop.is_counted:
            yield _unread(loop, "condition", f"a '{loop.step.loop_type}' loop takes none")
        elif has_source:
            yield _unread(loop, "condition", "its condition source decides")
        elif loop.takes_artifact:
            yield _overruled(loop)
    if has_source and loop.is_counted:
        yield _unread(loop, "conditionSource", f"a '{loop.step.loop_type}' loop takes none")
    elif has_source:
        yield from _wrong_contract(loop)


def _overruled(loop: Loop) -> Finding:
    """Report a condition that the contract of a body step replaces; a loop without any source would be invalid."""
    route = (*loop.step.route, "loop")
    decider = f"step '{loop.deciders[0].id}'" if loop.deciders else "a step of its body"
    source: dict[str, Json] = {
        "kind": "artifact_contract",
        "contractRef": LOOP_CONTROL,
        "loopId": loop.step.id,
    }
    edits = (
        Edit("delete", (*route, "condition")),
        Edit("set", (*route, "conditionSource"), source),
    )
    return Finding(
        (*route, "condition"),
        f"{decider} decides about {loop.name}, so its 'condition' is never read",
        help="write 'conditionSource' in its place, or remove the contract from the step if the condition is meant",
        on_key=True,
        fix=Fix("replace 'condition' with 'conditionSource'", edits),
    )


def _unread(loop: Loop, key: str, reason: str) -> Finding:
    route = (*loop.step.route, "loop", key)
    return Finding(
        route,
        f"the '{key}' of {loop.name} is ignored: {reason}",
        help=f"delete '{key}'",
        on_key=True,
        fix=Fix(f"delete '{key}'", (Edit("delete", route),)),
    )


def _wrong_contract(loop: Loop) -> Iterator[Finding]:
    source: dict[str, Json] = as_fields(loop.step.config.get("conditionSource"))
    contract = as_text(source.get("contractRef"))
    if source.get("kind") == "artifact_contract" and contract not in ("", LOOP_CONTROL):
        route = (*loop.step.route, "loop", "conditionSource", "contractRef")
        yield Finding(
            route,
            f"{loop.name} waits for {quoted(contract)}, but only '{LOOP_CONTROL}' holds a decision",
            help=f"name '{LOOP_CONTROL}'",
            fix=Fix("name the contract for loops", (Edit("set", route, LOOP_CONTROL),)),
        )
