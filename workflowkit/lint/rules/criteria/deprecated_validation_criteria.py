from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.analysis import Analysis
from workflowkit.analysis.criteria import is_enforced
from workflowkit.lint.rule import Finding, Severity, needs, rule
from workflowkit.text.json_values import is_truthy


@needs("validationCriteria")
@rule("V001", severity=Severity.INFO, since="0.1.0")
def deprecated_validation_criteria(analysis: Analysis) -> Iterator[Finding]:
    """A step checks its notes by text patterns.

    ## Why

    `validationCriteria` search the notes for words, patterns and lengths.
    Notes pass with the right word and fail with a synonym, whatever the work is like; an assessment or an output contract judges the work itself.

    ## Bad

    ```json
    {
      "steps": [
        {
          "id": "plan",
          "title": "Plan",
          "prompt": "Plan the move and name its Risks.",
          "validationCriteria": {"and": [{"type": "contains", "value": "Risks", "message": "name the risks"}]}
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

    ## When not

    Steps whose criteria are not enforced, or not stated in the prompt, are reported by the rules about that.
    """
    for step in analysis.workflow.prompt_steps:
        # Criteria that are hidden or not enforced are reported by the rules about that.
        is_reported = not is_enforced(step) or step.route in analysis.unstated_criteria
        if is_truthy(step.value.get("validationCriteria")) and not is_reported:
            yield Finding(
                (*step.route, "validationCriteria"),
                f"step '{step.id}' checks its notes by text patterns",
                help="use an assessment or an output contract instead",
                on_key=True,
            )
