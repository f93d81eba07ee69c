from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.data_flow.reads import Read, condition_reads
from workflowkit.analysis.loops import Loop
from workflowkit.lint.rule import Finding, Related, Severity, rule


@rule("L036", severity=Severity.WARNING, since="0.1.0")
def ignored_loop_decision(analysis: Analysis) -> Iterator[Finding]:
    """A loop of a single pass asks for a decision about the next one.

    ## Why

    With `maxIterations` 1 the engine ends the loop after the first pass, whatever the decision is.
    The same is true of a key that the condition of the loop tests and that only the body captures.
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
    A loop whose key is set before it, and which serves as a condition for several steps, is not reported.
    """
    for loop in analysis.loops:
        if loop.step.config.get("maxIterations") != 1 or not loop.is_open_ended:
            continue
        if loop.takes_artifact and loop.deciders:
            decider = loop.deciders[-1]
            yield _finding(
                loop,
                f"step '{decider.id}' decides",
                Related((*decider.route, "outputContract"), "the decision"),
            )
        elif not loop.takes_artifact:
            for read in _set_in_body_only(analysis, loop)[:1]:
                yield _finding(
                    loop,
                    f"its body sets '{read.key}' to",
                    Related(read.route, "tested after the pass"),
                )


def _finding(loop: Loop, decided: str, place: Related) -> Finding:
    return Finding(
        (*loop.step.route, "loop", "maxIterations"),
        f"{loop.name} ends after one pass, whatever {decided}",
        help="raise 'maxIterations', or replace the loop with its steps",
        related=(place,),
    )


def _set_in_body_only(analysis: Analysis, loop: Loop) -> list[Read]:
    """Return the tests of the loop whose key only steps of its body capture."""
    body = {step.route for step in loop.body}
    captures = analysis.context.captures_by_key
    return [
        read
        for read in condition_reads(loop.step)
        if read.use == "loop"
        and read.key not in analysis.context.inputs
        and {capture.step.route for capture in captures.get(read.key, ())} & body
        and {capture.step.route for capture in captures[read.key]} <= body
    ]
