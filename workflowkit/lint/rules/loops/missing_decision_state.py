from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("type: loop")
@rule("L008", severity=Severity.INFO, since="0.1.0")
def missing_decision_state(analysis: Analysis) -> Iterator[Finding]:
    """A decision prompt names no recorded key.

    ## Why

    Without recorded state the agent decides from memory at the end of a long pass.
    A number or flag that an earlier step of the body records makes the decision verifiable and repeatable.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue if the draft needs more work, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
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

    A body of one step is skipped, as is a prompt that names a file or anything else in backticks.
    A decision that a person makes in that step needs no recorded key.
    """
    recorded = analysis.context.captures_by_key.keys()
    for loop in analysis.loops:
        if not loop.takes_artifact or len(loop.body) < 2:
            continue
        for step in loop.deciders:
            texts = [text for _, text in step.texts()]
            words = "\n".join((*texts, *step.outputs))
            if texts and not _names_state(words) and not recorded & set(_WORD.findall(words)):
                yield Finding(
                    step.texts()[0][0],
                    f"step '{step.id}' decides about {loop.name} without naming a recorded key",
                    help="record a count or flag in an earlier step of the body, and decide by it",
                )


_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_PROTOCOL = re.compile(
    r"[\[{].*|\"?(?:wr\.)?(?:contracts\.)?loop_control\"?|['\"]?(?:continue|stop)['\"]?"
    r"|(?:\"?(?:kind|decision|artifacts?|loopId)\"?)(?:\s*[:=].*)?"
)


def _names_state(words: str) -> bool:
    """Return whether a code span has more than the words of the artifact itself."""
    return any(not _PROTOCOL.fullmatch(span.strip()) for span in _SPAN.findall(words))
