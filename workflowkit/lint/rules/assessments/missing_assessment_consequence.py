from __future__ import annotations

from collections.abc import Iterator

from workflowkit.format.reader import PromptStep
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import as_items


@needs("assessmentRefs")
@rule("A006", severity=Severity.INFO, since="0.1.0")
def missing_assessment_consequence(step: PromptStep) -> Iterator[Finding]:
    """A step has an assessment whose result changes nothing.

    ## Why

    The engine completes the step with the worst level as well as with the best.
    A consequence sends the agent back with instructions when a dimension has an unacceptable level.

    ## Bad

    ```json
    {
      "assessments": [
        {"id": "plan-cover", "purpose": "Whether the plan covers what can go wrong.", "dimensions": [{"id": "unnamed-risk", "purpose": "A risk without an answer.", "levels": ["none", "present"]}]}
      ],
      "steps": [
        {"id": "plan", "title": "Plan", "prompt": "Plan the move and look for every unnamed risk.", "assessmentRefs": ["plan-cover"]}
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

    ## When not

    An assessment that only records a result for a later reader needs no consequence.
    """
    if step.assessment_refs and not as_items(step.value.get("assessmentConsequences")):
        yield Finding(
            (*step.route, "assessmentRefs"),
            f"step '{step.id}' has an assessment, but no level has a consequence",
            help="add 'assessmentConsequences' for the unacceptable level",
            on_key=True,
        )
