from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.loops import LOOP_CONTROL, Loop
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Edit, Finding, Fix, Related, Severity, rule
from workflowkit.text.json_values import as_fields


@rule("L002", severity=Severity.ERROR, since="0.1.0", fix="unsafe")
def missing_loop_exit_step(loop: Loop) -> Iterator[Finding]:
    """A loop waits for a decision that no step of its body gives.

    ## Why

    A loop with an artifact as its condition source repeats until an artifact says `stop`.
    A prompt that asks for the artifact is not enough: without the contract the engine neither requests nor checks it.
    The loop then silently repeats up to `maxIterations`, however early the work is done.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
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

    Adds the contract to the step whose prompt names the artifact or both outcomes.

    ## When not

    A body with a routine that is not available is skipped, because the routine may decide.
    """
    source = as_fields(loop.step.config.get("conditionSource"))
    is_waiting = loop.takes_artifact and source.get("contractRef") == LOOP_CONTROL
    if is_waiting and loop.body and not loop.has_decider and not _has_unknown_routine(loop):
        asking = _asking(loop)
        yield Finding(
            (*loop.step.route, "loop", "conditionSource"),
            f"{loop.name} waits for a decision, but no step of its body gives one",
            help=f"add an 'outputContract' for '{LOOP_CONTROL}' to step '{asking.id}'"
            if asking
            else f"end the body with a step that has an 'outputContract' for '{LOOP_CONTROL}'",
            related=(Related(asking.route, "this step has no contract"),) if asking else (),
            fix=_add_contract(asking) if asking else None,
        )


def _has_unknown_routine(loop: Loop) -> bool:
    """Return whether a routine of the body could not be injected, and may decide."""
    return any("templateCall" in node.value for node in loop.nodes)


def _asking(loop: Loop) -> Step | None:
    """Return the last step whose prompt names the artifact or both outcomes."""
    found: Step | None = None
    for step in loop.body:
        words = "\n".join(text for _, text in step.texts())
        if "loop_control" in words or (_CONTINUE.search(words) and _STOP.search(words)):
            found = step
    return None if found is None or found.contract or found.calls_template else found


def _add_contract(step: Step) -> Fix:
    edit = Edit("set", (*step.route, "outputContract"), {"contractRef": LOOP_CONTROL})
    return Fix("add the contract", (edit,))


_CONTINUE = re.compile(r"\bcontinue\b", re.IGNORECASE)
_STOP = re.compile(r"\bstop\b", re.IGNORECASE)
