from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_fields, as_items, as_text

SHORTEST, LONGEST = 60, 400
"""The number of characters of guidance that states what to do and is still read."""


@needs("assessmentConsequences")
@rule("A013", severity=Severity.INFO, since="0.1.0")
def unbalanced_guidance_length(step: PromptStep) -> Iterator[Finding]:
    """The guidance of a follow-up is shorter than 60 or longer than 400 characters.

    ## Why

    The guidance is all that the agent receives when the engine sends it back.
    Below 60 characters it hardly states what to do; above 400 it is a prompt of its own.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and look for every unnamed risk.",
          "assessmentRefs": ["plan-cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Fix it."}}]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and look for every unnamed risk.",
          "assessmentRefs": ["plan-cover"],
          "assessmentConsequences": [{"when": {"anyEqualsLevel": "present"}, "effect": {"kind": "require_followup", "guidance": "Answer the risk in the plan, or say openly who has to bear it and why."}}]
        }
      ]
    }
    ```
    """
    for index, entry in enumerate(as_items(step.value.get("assessmentConsequences"))):
        guidance = as_text(as_fields(as_fields(entry).get("effect")).get("guidance"))
        is_short = 0 < len(guidance) < SHORTEST
        if is_short or len(guidance) > LONGEST:
            yield Finding(
                (*step.route, "assessmentConsequences", index, "effect", "guidance"),
                f"the guidance has {len(guidance)} characters, "
                + (f"fewer than {SHORTEST}" if is_short else f"more than {LONGEST}"),
                help="state what to fix, how, and what to do when that is impossible"
                if is_short
                else "reduce it to the next action",
            )
