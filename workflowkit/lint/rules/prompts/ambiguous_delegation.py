from __future__ import annotations

import re
from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.prompts.delegation import OPTIONAL_DELEGATION
from workflowkit.lint.rule import Finding, Severity, needs, rule

_STEMS = (
    "spawn",
    "delegat",
    "launch",
    "dispatch",
    "subagent",
    "sub-agent",
    "executor",
    "routine",
    "reviewer",
)


@needs(stems=_STEMS)
@rule("P020", severity=Severity.INFO, since="0.1.0")
def ambiguous_delegation(analysis: Analysis) -> Iterator[Finding]:
    """A prompt leaves delegation open.

    ## Why

    An agent that may delegate does so in one run and not in the next, for no reason that the workflow states.
    A condition makes the decision the same in every run.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "challenge",
          "title": "Challenge",
          "prompt": "Challenge the plan. Optionally spawn one subagent to attack it."
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "steps": [
        {
          "id": "challenge",
          "title": "Challenge",
          "prompt": "Challenge the plan. If `openRiskCount` is above 0, spawn one subagent to attack it."
        }
      ]
    }
    ```
    """
    for passage, match in analysis.passages.find(OPTIONAL_DELEGATION, *_STEMS):
        start, end = passage.sentence_at(match.start())
        has_condition = _CONDITION.search(passage.prose, start, end) is not None
        if not has_condition and not passage.is_forbidden(match.start()):
            yield Finding(
                passage.route,
                f"'{match[0]}' leaves open whether work is delegated",
                help="state the condition, or delete the sentence",
                window=match.span(),
            )


_TASTE = (
    r"(?! (?:you (?:like|want|wish|prefer)|desired|appropriate|needed|necessary|useful|helpful)\b)"
)
_CONDITION = re.compile(
    rf"\b(?:(?:if|when(?:ever)?){_TASTE}|unless|until|whether)\b", re.IGNORECASE
)
"""Words after which the sentence states when to delegate."""
