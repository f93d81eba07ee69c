from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A003", since="0.1.0")
def missing_consequence_assessment() -> None:
    """A step has consequences but no assessment.

    ## Why

    A consequence depends on the level of an assessment of the same step.
    Without `assessmentRefs` there is no level, and the engine refuses the workflow.

    ## Bad

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.",
          "assessmentConsequences": [
            {"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Split it."}}
          ]
        }
      ]
    }
    ```

    ## Good

    ```json
    {
      "assessments": [
        {
          "id": "risk",
          "purpose": "Tell how risky the change is.",
          "dimensions": [{"id": "reach", "purpose": "How much it touches.", "levels": ["low", "high"]}]
        }
      ],
      "steps": [
        {
          "id": "judge",
          "title": "Judge",
          "prompt": "Judge the change.", "assessmentRefs": ["risk"],
          "assessmentConsequences": [
            {"when": {"anyEqualsLevel": "high"}, "effect": {"kind": "require_followup", "guidance": "Split it."}}
          ]
        }
      ]
    }
    ```
    """
