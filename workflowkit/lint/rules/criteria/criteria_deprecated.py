from __future__ import annotations

from collections.abc import Iterator

from workflowkit.analysis.subject import Analysis
from workflowkit.diagnostics import Finding, Severity
from workflowkit.lint.rule import rule
from workflowkit.source.values import is_truthy


@rule("V001", severity=Severity.WARNING, since="0.1.0")
def criteria_deprecated(analysis: Analysis) -> Iterator[Finding]:
    """A step checks its notes by text patterns.

    ## Why

    `validationCriteria` search the notes for words, patterns and lengths.
    They are passed by saying the word and failed by work that says it differently; an assessment or an output contract judges the thing itself.

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
    """
    for step in analysis.workflow.prompt_steps:
        if is_truthy(step.value.get("validationCriteria")):
            yield Finding(
                (*step.route, "validationCriteria"),
                f"step '{step.id}' checks its notes by text patterns",
                help="use an assessment or an output contract",
                on_key=True,
            )
