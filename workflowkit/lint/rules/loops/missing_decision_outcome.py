from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.format.reader import Step
from workflowkit.lint.rule import Finding, Severity, needs, rule


@needs("type: loop")
@rule("L007", severity=Severity.ERROR, since="0.1.0")
def missing_decision_outcome(analysis: Analysis) -> Iterator[Finding]:
    """A decision prompt has no rule for one of the two outcomes.

    ## Why

    A loop decision is `continue` or `stop`.
    Without a rule for one of them the agent guesses when to choose it.

    ## Bad

    ```json
    {
      "steps": [
        {"id": "draft", "title": "Draft", "prompt": "Write the first draft."},
        {
          "id": "rounds", "type": "loop", "title": "Rounds", "loop": {"type": "while", "maxIterations": 3, "conditionSource": {"kind": "artifact_contract", "contractRef": "wr.contracts.loop_control", "loopId": "rounds"}},
          "body": [
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
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
            {"id": "improve", "title": "Improve", "promptBlocks": {"goal": "Fix what the last reading found.", "outputRequired": {"defectCount": "number: defects that are left"}}},
            {"id": "decide", "title": "Decide", "prompt": "Continue while `defectCount` is above 0, otherwise stop.", "outputContract": {"contractRef": "wr.contracts.loop_control"}}
          ]
        }
      ]
    }
    ```
    """
    for loop in analysis.loops:
        for step in loop.deciders if loop.takes_artifact else ():
            texts = step.texts()
            rules = _rules(step) + analysis.rendered(step) * any(step.refs())
            missing = [name for name, pattern in _OUTCOMES if not pattern.search(rules)]
            if texts and missing:
                listed = " nor ".join(f"'{name}'" for name in missing)
                yield Finding(
                    texts[0][0],
                    f"step '{step.id}' decides about {loop.name}, but its prompt has no rule for {listed}",
                    help="state when to continue and when to stop",
                )


def _rules(step: Step) -> str:
    """Return the texts that can state a rule: the goal only where it names a condition or nothing else does."""
    goal = (*step.route, "promptBlocks", "goal")
    texts = step.texts()
    others = [text for route, text in texts if route[: len(goal)] != goal]
    is_alone = not any(step.block_items(section) for section in ("constraints", "procedure"))
    goals = [text for route, text in texts if route[: len(goal)] == goal]
    return "\n".join((*others, *(text for text in goals if is_alone or _CONDITION.search(text))))


_CONDITION = re.compile(
    r"\b(?:if|when|while|until|unless|otherwise|else|as long as|once|in case)\b", re.IGNORECASE
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
