from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule


@rule("L007", severity=Severity.ERROR, since="0.1.0")
def decision_missing_outcome(analysis: Analysis) -> Iterator[Finding]:
    """The prompt of a loop decision names only one of its outcomes.

    ## Why

    The artifact of a loop decision says `continue` or `stop`, nothing else.
    A prompt that never speaks of one of them leaves the agent without a rule for it.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Mend what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue if `defectCount` is above 0.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
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
    """
    for loop in analysis.loops:
        for step in loop.deciders if loop.takes_artifact else ():
            texts = list(step.texts())
            words = "\n".join(text for _, text in texts)
            missing = [name for name, pattern in _OUTCOMES if not pattern.search(words)]
            if texts and missing:
                listed = " nor ".join(f"'{name}'" for name in missing)
                yield Finding(
                    texts[0][0],
                    f"step '{step.id}' decides about {loop.name}, but its prompt does not name {listed}",
                    help="say when to continue and when to stop",
                )


_OUTCOMES = (
    (
        "continue",
        re.compile(
            r"\b(?:continu\w+|repeat\w*|another|again|proceed\w*|go(?:es|ing)? (?:on|round|back)"
            r"|keep going|keep on|one more|(?:next|further|more|extra) (?:pass|round|iteration)\w*"
            r"|loop back|carry on|resum\w+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "stop",
        re.compile(
            r"\b(?:stop\w*|end(?:s|ed|ing)?|exit\w*|finish\w*|quit\w*|leav(?:e|es|ing)|break\w*"
            r"|terminat\w+|done|conclud\w+|otherwise|else|halt\w*|clos(?:e|es|ed|ing)|settled?)\b",
            re.IGNORECASE,
        ),
    ),
)
