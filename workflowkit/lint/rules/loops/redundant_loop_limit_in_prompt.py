from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("type: loop")
@rule("L025", severity=Severity.INFO, since="0.1.0")
def redundant_loop_limit_in_prompt(analysis: Analysis) -> Iterator[Finding]:
    """A prompt in a loop tells the agent to track the limit of passes.

    ## Why

    The engine counts the passes, shows the count, and ends the loop at its limit.
    An agent that counts for itself loses the count after an interruption and stops too early or never.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0. Stop when it is 0, or when the iteration limit is reached.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
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

    A text that explains the limit to a person is fine.
    Workflows tagged `authoring` are skipped, because limits are their subject.
    """
    if "authoring" in analysis.tags:
        return
    for loop in analysis.loops:
        for step in loop.body:
            for route, text in step.texts():
                match = _LIMIT.search(text)
                if match:
                    yield Finding(
                        route,
                        f"step '{step.id}' names the limit of {loop.name}",
                        help="remove the limit, which the engine enforces, and state the other reasons to stop",
                        window=match.span(),
                    )
                    break


_PASSES = r"(?:iterations?|passes|pass|rounds?|loops?|attempts?|cycles?)"
_LIMIT = re.compile(
    rf"\bmaxIterations\b|\bmax(?:imum)?(?: number of)? {_PASSES}\b"
    rf"|(?<!-)\b{_PASSES}(?:[- ]count)? (?:limit|cap|budget|maximum)\b"
    rf"|\b(?:limit|cap|maximum) (?:of|on) (?:the )?{_PASSES}\b",
    re.IGNORECASE,
)
