from __future__ import annotations

from workflowkit.lint.rule import compile_error


@compile_error("A003", since="0.1.0")
def consequence_without_ref() -> None:
    """A step has consequences but asks for no assessment.

    ## Why

    A consequence waits for the level of an assessment that the same step asks for.
    Without `assessmentRefs` on that step there is nothing to wait for, and the engine refuses the workflow.

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
